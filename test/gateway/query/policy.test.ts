import t from 'tap'
import { hasSmallCell, type Policy, release } from '../../../gateway/query/policy.ts'
import { defaultQuerySettings, readQuerySettings } from '../../../gateway/query/query-settings.ts'

const clinic = defaultQuerySettings.policy
const open = readQuerySettings({}, 'open').policy

const computed = (values: object, recordsRead = 1_000) => ({
  values: Object.entries(values).map(([name, value]): [string, string] => [name, JSON.stringify(value)]),
  recordsRead,
  emitted: recordsRead,
})
const released = (values: object, policy: Policy, recordsRead?: number) =>
  JSON.parse(release(computed(values, recordsRead), policy).values)

const cells = [
  { says: 'no one', value: 0, small: false },
  { says: 'one', value: 1, small: true },
  { says: 'one below the minimum', value: 4, small: true },
  { says: 'the minimum', value: 5, small: false },
  { says: 'a count with a minus', value: -3, small: true },
  { says: 'a mean', value: 2.5, small: false },
  { says: 'null, which stands for not a number', value: null, small: false },
  { says: 'text', value: '3', small: false },
  { says: 'true', value: true, small: false },
  { says: 'an object with a small count', value: { sum: 120, count: 3 }, small: true },
  { says: 'an object with large counts', value: { sum: 120, count: 30, mean: 4.1 }, small: false },
  { says: 'a list with a small count', value: [100, 2], small: true },
  { says: 'a small count far within', value: { a: [{ b: [{ c: 1 }] }] }, small: true },
  { says: 'nothing at all', value: {}, small: false },
]
for (const { says, value, small } of cells) {
  t.test(`${says} is ${small ? 'a' : 'no'} small cell`, async (t) => t.equal(hasSmallCell(value, 5), small))
}

t.test('a member with a small cell is left out whole, and told', async (t) => {
  const found = release(computed({ men: 12, women: 3, 'a "b"\\': { n: 7 }, other: { n: 1, of: 90 } }), clinic)
  t.equal(found.values, '{"men":12,"a \\"b\\"\\\\":{"n":7}}')
  t.same([found.keys, found.suppressed], [2, { cells: 2, minimum: 5 }])
})

t.test('what comes of fewer patients than the minimum is left out, however large the numbers', async (t) => {
  t.same(released({ pressure: 135 }, clinic, 1), {})
  t.same(released({ pressure: 135 }, clinic, 4), {})
  t.same(released({ pressure: 135 }, clinic, 5), { pressure: 135 })
  t.same(released({ none: 0 }, clinic, 0), { none: 0 })
})

t.test('an open policy lets the texts of values through as they are', async (t) => {
  const values: [string, string][] = [
    ['a', '1'],
    ['b', '1.0e0'],
    ['__proto__', '"x"'],
  ]
  const found = release({ values, recordsRead: 1, emitted: 1 }, open)
  t.equal(found.values, '{"a":1,"b":1.0e0,"__proto__":"x"}')
  t.same(found.suppressed, { cells: 0, minimum: 0 })
})

t.test('a query that emits nothing has an empty result', async (t) =>
  t.equal(release(computed({}), clinic).values, '{}'),
)

const list = (length: number) => Array.from({ length }, (_, n) => n + 5)
const keys = (length: number) => Object.fromEntries(list(length).map((n) => [`key ${n}`, 50]))

const rows = [
  { says: 'one key for every two patients', values: keys(500), patients: 1_000, refused: false },
  {
    says: 'more keys than that',
    values: keys(501),
    patients: 1_000,
    refused: /501 keys, .*keys-per-patient .* 500/,
  },
  { says: 'a hundred keys of few patients', values: keys(100), patients: 20, refused: false },
  { says: 'more than a hundred keys of few patients', values: keys(101), patients: 20, refused: /keys-per-patient/ },
  { says: 'a key as long as a sentence', values: { ['x'.repeat(120)]: 9 }, patients: 1_000, refused: false },
  {
    says: 'a key as long as a note',
    values: { ['x'.repeat(121)]: 9 },
    patients: 1_000,
    refused: /121 characters.*key-length/,
  },
  { says: 'a short list', values: { a: list(20) }, patients: 10, refused: false },
  {
    says: 'a list as long as half the patients',
    values: { a: list(31) },
    patients: 60,
    refused: /has 31 entries.*list-length/,
  },
  { says: 'a histogram', values: { a: list(100) }, patients: 1_000, refused: false },
  { says: 'a list longer than any histogram', values: { a: list(101) }, patients: 1_000, refused: /list-length/ },
  { says: 'such a list within a value', values: { a: [{ b: list(101) }] }, patients: 1_000, refused: /list-length/ },
  {
    says: 'such a list in parts',
    values: { a: { men: list(60), women: [list(41)] } },
    patients: 1_000,
    refused: /has 101 entries.*list-length/,
  },
  {
    says: 'an object whose names are the list',
    values: { a: Object.fromEntries(list(101).map((n) => [`patient ${n}`, {}])) },
    patients: 1_000,
    refused: /has 101 entries/,
  },
  { says: 'an object that is such a list', values: { a: keys(101) }, patients: 1_000, refused: /list-length/ },
  { says: 'a text that is a name', values: { a: 'x'.repeat(100) }, patients: 1_000, refused: false },
  { says: 'a text that is a note', values: { a: ['x'.repeat(101)] }, patients: 1_000, refused: /text-length/ },
  { says: 'a note as a name within', values: { a: { ['x'.repeat(101)]: 9 } }, patients: 1_000, refused: /text-length/ },
]
for (const { says, values, patients, refused } of rows) {
  t.test(`${says} is ${refused ? 'refused, and the limit named' : 'no data about single patients'}`, async (t) => {
    const look = () => release(computed(values, patients), clinic)
    if (refused) t.throws(look, { name: 'QueryFailed', message: refused })
    else t.doesNotThrow(look)
    t.doesNotThrow(() => release(computed(values, patients), open), 'an open policy does not look')
  })
}

t.test('the refusal repeats nothing of the result', async (t) => {
  const secret = 'secret '.repeat(40)
  for (const values of [{ [secret]: 1 }, { a: secret }, { a: { [secret]: 1 } }]) {
    const error = t.throws(() => release(computed(values), clinic))
    t.notMatch(String(error), 'secret')
  }
})
