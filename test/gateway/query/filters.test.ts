// A filter means the same on both stores: MongoDB applies it itself, for SQLite the sandbox does.
import t, { type Test } from 'tap'
import { mongoStore } from '../../../gateway/store/mongodb.ts'
import { howToGetOne, startMongoServer } from '../../mongodb-server.ts'
import { openQuerying, type Querying } from './querying.ts'

const patients = [
  {
    _id: 'a',
    gender: 'F',
    birthdate: 100,
    n: 1,
    conditions: [{ codes: { ICD9: ['250'] }, start_time: 5 }],
    tags: ['x', 'y'],
  },
  {
    _id: 'b',
    gender: 'M',
    birthdate: -100,
    n: 2,
    conditions: [{ codes: { ICD9: ['401', '250'] }, start_time: 9 }],
    tags: [],
  },
  { _id: 'c', gender: 'f', birthdate: null, n: 3, conditions: [] },
  {
    _id: 'd',
    birthdate: 0,
    n: 12,
    text: 'Two\nlines',
    conditions: [
      { codes: {}, start_time: 1 },
      { codes: { ICD9: ['250'] }, start_time: 2 },
    ],
  },
]

const filters: [filter: string, matched: string][] = [
  ['{}', 'abcd'],
  [' \r\n', 'abcd'],
  ['{"gender":"F"}', 'a'],
  ['{"gender":{"$eq":"M"}}', 'b'],
  ['{"gender":null}', 'd'],
  ['{"gender":{"$exists":false}}', 'd'],
  ['{"birthdate":null}', 'c'],
  ['{"birthdate":{"$exists":true}}', 'abcd'],
  ['{"gender":{"$ne":"F"}}', 'bcd'],
  ['{"gender":{"$in":["F","f"]}}', 'ac'],
  ['{"gender":{"$nin":["F","f"]}}', 'bd'],
  ['{"birthdate":{"$gt":0}}', 'a'],
  ['{"birthdate":{"$gte":0}}', 'ad'],
  ['{"birthdate":{"$lt":0}}', 'b'],
  ['{"birthdate":{"$gte":-100,"$lte":0}}', 'bd'],
  ['{"conditions.codes.ICD9":"250"}', 'abd'],
  ['{"conditions.start_time":{"$gt":5}}', 'b'],
  ['{"conditions":{"$elemMatch":{"codes.ICD9":"250","start_time":{"$lt":5}}}}', 'd'],
  ['{"conditions":{"$size":0}}', 'c'],
  ['{"tags":{"$all":["y","x"]}}', 'a'],
  ['{"tags":"x"}', 'a'],
  ['{"n":{"$mod":[2,0]}}', 'bd'],
  ['{"gender":{"$regex":"^f"}}', 'c'],
  ['{"gender":{"$regex":"^f","$options":"i"}}', 'ac'],
  ['{"gender":{"$not":{"$regex":"^f","$options":"i"}}}', 'bd'],
  ['{"$or":[{"gender":"M"},{"n":3}]}', 'bc'],
  ['{"$and":[{"gender":"F"},{"n":1}]}', 'a'],
  ['{"$nor":[{"gender":"M"},{"n":3}]}', 'ad'],
  ['{"n":{"$type":"number"}}', 'abcd'],
  ['{"_id":{"$gt":"b"}}', 'cd'],
  ['{"constructor":{"$exists":true}}', ''],
]

const refused: [filter: string, message: string | RegExp][] = [
  ['{"gender":}', 'filter, line 1, column 11: not valid JSON'],
  ['{\n  "gender": "F"', 'filter, line 2, column 16: not valid JSON'],
  ['[]', 'filter: the filter must be a JSON object'],
  ['null', 'filter: the filter must be a JSON object'],
  [
    '{"$where":"this.gender === \'F\'"}',
    /^filter: the filter uses \$where, which is not allowed here; operators: \$eq /,
  ],
  ['{"$or":[{"a":{"$not":{"$function":{}}}}]}', /uses \$function/],
  ['{"$expr":{"$function":{"body":"","args":[],"lang":"js"}}}', /uses \$expr/],
  ['{"$jsonSchema":{}}', /uses \$jsonSchema/],
  ['{"a":{"$accumulator":1}}', /uses \$accumulator/],
  ['{"a\\u0000b":1}', /zero byte/],
  ['{"__proto__":1}', /field named __proto__/],
  ['{"a":{"_bsontype":"Code","code":"x"}}', /field named _bsontype/],
  [`{"a":${'['.repeat(200)}${']'.repeat(200)}}`, /nested deeper/],
]

async function matches(querying: Querying, filter: string): Promise<string> {
  const reduce = 'function (k, v) { return v.join("") }'
  const { ids = '' } = await querying.ask({ map: 'function map(p) { emit("ids", p.json._id) }', reduce, filter })
  return [...String(ids)].sort().join('')
}

async function filtersRightly(t: Test, querying: Querying, unknown?: string) {
  await t.test('an operator with an operand of a wrong kind fails and says so', async (t) => {
    const asked = matches(querying, '{"n":{"$in":5}}')
    await t.rejects(asked, {
      name: 'QueryFailed',
      message: 'filter: it could not be applied',
      place: { part: 'filter' },
    })
  })
  for (const [filter, matched] of filters) {
    if (unknown && filter.includes(unknown)) continue
    await t.test(filter, async (t) => t.equal(await matches(querying, filter), matched))
  }
}

t.test('on SQLite', async (t) => filtersRightly(t, await openQuerying(t, patients)))

t.test('on records that a process has read already', async (t) => {
  const querying = await openQuerying(t, patients, { standbyMemory: 100 })
  await matches(querying, '{}')
  for (const filter of ['{"gender":"F"}', '{"conditions.codes.ICD9":"250"}', '{"n":{"$gt":100}}']) {
    t.ok(await querying.settled())
    t.equal(await matches(querying, filter), Object.fromEntries(filters)[filter] ?? '')
  }
})

t.test(
  'a query sees nothing of the records that its filter left out, nor of what was read before it came',
  async (t) => {
    const { ask, settled } = await openQuerying(t, patients, { standbyMemory: 100, processes: 1 })
    const map = 'function map(p) { emit("k", p.json._id); emit("k", "") }'
    const seen = '[RegExp.input, RegExp.lastMatch, RegExp.leftContext, RegExp.rightContext, RegExp.$1].join("")'
    const reduce = `(function () { var seen = ${seen}; return function (k, v) { return seen + v.join("") } })()`
    await ask({ map })
    for (const [filter, found] of [
      ['{"text":{"$regex":"wo[^x](l)"}}', 'd'],
      ['{"$or":[{"_id":"a"},{"text":{"$regex":"(l)ines"},"n":99}]}', 'a'],
      ['{"$and":[{"gender":{"$regex":"(f)","$options":"i"}},{"_id":"a"}]}', 'a'],
      ['{"_id":"b"}', 'b'],
    ] as const) {
      t.ok(await settled())
      t.strictSame(await ask({ map, reduce, filter }), { k: found }, filter)
    }
  },
)

t.test('what a query does to the built-ins does not reach its filter', async (t) => {
  const { ask } = await openQuerying(
    t,
    Array.from({ length: 400 }, (_, n) => ({ n, tags: [n % 2], pad: 'x'.repeat(9000) })),
  )
  const functions =
    'Array.prototype.some = Array.prototype.map = Array.prototype.includes = Object.keys = function () { throw 1 }; JSON.parse = null'
  const map = 'function map(p) { emit("odd", p.json.tags[0]); emit("all", 1) }'
  t.strictSame(await ask({ map, functions, filter: '{"tags":{"$in":[1,7]}}' }), { odd: 200, all: 200 })
})

t.test('a filter that nobody evaluates here is refused, whatever the store', async (t) => {
  const { ask } = await openQuerying(t, [])
  for (const [filter, message] of refused) {
    t.test(filter.slice(0, 60), async (t) =>
      t.rejects(ask({ map: 'function map() {}', filter }), { name: 'QueryFailed', message }),
    )
  }
})

const server = await startMongoServer()
if (server) t.teardown(server.remove)

t.test('on MongoDB', { skip: server ? false : howToGetOne }, async (t) => {
  const querying = await openQuerying(t, patients, { store: mongoStore(server?.uri ?? '') })
  // FerretDB knows it for operators only.
  await filtersRightly(t, querying, server?.program === 'ferretdb' ? '$elemMatch' : undefined)
})
