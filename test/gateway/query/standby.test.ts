// Processes that have read the records before a query comes.
import t from 'tap'
import { numbered, openQuerying } from './querying.ts'

const map = 'function map(p) { emit("sum", p.json.n); emit("odd", p.json.n % 2) }'
const answer = { sum: 499500, odd: 500 }

t.test('a query answers the same from records that were read before', async (t) => {
  const { ask, run, settled } = await openQuerying(t, numbered(1000, { pad: 'x'.repeat(3000) }), { standbyMemory: 200 })
  t.notOk(await settled())
  const cold = await run({ map })
  t.ok(await settled())
  t.strictSame(await run({ map }), cold)
  t.strictSame(await ask({ map }), answer)
})

t.test('a change of the records is seen at once', async (t) => {
  const { ask, put, settled, store } = await openQuerying(t, numbered(10), { standbyMemory: 200 })
  const count = { map: 'function map(p) { emit("k", 1) }' }
  t.strictSame(await ask(count), { k: 10 })
  t.ok(await settled())
  await put([{ _id: 'one more' }])
  t.strictSame(await ask(count), { k: 11 })
  t.ok(await settled())
  await store.wipe()
  t.strictSame(await ask(count), {})
})

t.test('what one query does to the records the next one does not see', async (t) => {
  const { ask, settled } = await openQuerying(t, numbered(10), { standbyMemory: 200 })
  const vandal = { map: 'Object.prototype.n = 7; function map(p) { p.json.n = 1; emit("k", p.json.n) }' }
  for (let round = 0; round < 2; round++) {
    t.strictSame(await ask(vandal), { k: 10 })
    t.ok(await settled())
    t.strictSame(await ask({ map: 'function map(p) { emit("k", p.json.n) }' }), { k: 45 })
    t.ok(await settled())
  }
})

t.test('limits hold for a query that finds the records read', async (t) => {
  const { ask, run, settled } = await openQuerying(t, numbered(10), { standbyMemory: 300 })
  const attacks = [
    { map: 'function map(p) { for (;;); }', message: 'the query took longer than 1 s', time: 1000 },
    {
      map: 'function map(p) { for (var a = [];;) a.push({ a: [a.length] }) }',
      message: /more than 64 MiB of memory/,
      time: 60_000,
    },
  ]
  for (const { map, message, time } of attacks) {
    await ask({ map: 'function map() { emit(1, 1) }' }, { time, memory: 64 })
    t.ok(await settled())
    await t.rejects(run({ map }, { time, memory: 64 }), { name: 'QueryFailed', message })
  }
})

t.test('records that do not fit are read for each query', async (t) => {
  const records = Array.from({ length: 300 }, (_, n) => ({ n, list: Array.from({ length: 30_000 }, (_, i) => [i]) }))
  const { ask, settled } = await openQuerying(t, records, { standbyMemory: 64 })
  const count = { map: 'function map(p) { emit("k", p.json.list.length) }' }
  t.strictSame(await ask(count), { k: 9_000_000 })
  t.notOk(await settled())
  t.strictSame(await ask(count), { k: 9_000_000 })
})
