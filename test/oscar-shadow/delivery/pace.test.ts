import t from 'tap'
import { openPace } from '../../../oscar-shadow/delivery/pace.ts'

const never = new AbortController().signal

t.test('no more get through than may', async (t) => {
  const pace = openPace(2)
  const first = await pace.enter(never)
  await pace.enter(never)
  let third = false
  const waiting = pace.enter(never).then(() => {
    third = true
  })
  await new Promise(setImmediate)
  t.notOk(third)
  first[Symbol.dispose]()
  await waiting
  t.ok(third)
})

t.test('complaints that come together halve the number once; successes raise it again', async (t) => {
  const pace = openPace(8)
  for (let complaint = 0; complaint < 5; complaint++) pace.slowDown(0)
  t.equal(pace.allowed, 4)
  await pace.enter(never)
  for (let success = 0; success < 4; success++) pace.succeeded()
  t.equal(pace.allowed, 5)
  for (let success = 0; success < 100; success++) pace.succeeded()
  t.equal(pace.allowed, 8)
})

t.test('at least one gets through', async (t) => {
  const pace = openPace(1)
  pace.slowDown(0)
  t.equal(pace.allowed, 1)
  await pace.enter(never)
})

t.test('who waits is let go when the work is stopped', async (t) => {
  const pace = openPace(1)
  await pace.enter(never)
  const stop = new AbortController()
  const waiting = pace.enter(stop.signal)
  stop.abort(new Error('stopped'))
  await t.rejects(waiting, { message: 'stopped' })
})
