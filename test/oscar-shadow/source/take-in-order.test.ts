import t from 'tap'
import { takeInOrder } from '../../../oscar-shadow/source/take-in-order.ts'

const rows = (...patients: number[]) => patients.map((patient, at) => ({ patient, at }))

t.test('each patient gets its own rows, in their order', async (t) => {
  const taker = takeInOrder(rows(1, 1, 3, 3, 3))
  t.strictSame(taker.take(1), [
    { patient: 1, at: 0 },
    { patient: 1, at: 1 },
  ])
  t.strictSame(taker.take(2), [])
  t.strictSame(
    taker.take(3).map(({ at }) => at),
    [2, 3, 4],
  )
  t.strictSame(taker.take(4), [])
})

t.test('rows of patients that nobody asks for are passed over', async (t) => {
  const taker = takeInOrder(rows(-5, 0, 2, 4, 7))
  t.strictSame(taker.take(4), [{ patient: 4, at: 3 }])
})

t.test('streams merge to what grouping them would give', async (t) => {
  const patients = [2, 3, 5, 8]
  const streams = [[1, 2, 2, 5], [], [3, 3, 8], [8, 8, 9]]
  const takers = streams.map((stream) => takeInOrder(rows(...stream)))
  for (const patient of patients) {
    t.strictSame(
      takers.map((taker) => taker.take(patient).length),
      streams.map((stream) => stream.filter((one) => one === patient).length),
    )
  }
})

t.test('no more of a stream is read than the patient needs', async (t) => {
  let read = 0
  const taker = takeInOrder(
    (function* () {
      for (const row of rows(1, 1, 2, 3)) {
        read++
        yield row
      }
    })(),
  )
  taker.take(1)
  t.equal(read, 3)
})

t.test('a stream out of order is an error, and so are questions out of order', async (t) => {
  t.throws(() => takeInOrder(rows(2, 1)).take(2), { message: 'rows are out of order' })
  const taker = takeInOrder(rows(1, 2))
  taker.take(2)
  t.throws(() => taker.take(1), { message: 'patients are asked for out of order' })
})

t.test('a stream that is not wanted any more is closed', async (t) => {
  let closed = false
  const taker = takeInOrder(
    (function* () {
      try {
        yield* rows(1, 2, 3)
      } finally {
        closed = true
      }
    })(),
  )
  taker.close()
  t.equal(closed, true)
})
