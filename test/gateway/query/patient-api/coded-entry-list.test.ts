import t from 'tap'
import { hQuery } from '../../../../gateway/query/patient-api/index.ts'

const { CodedEntry, CodedEntryList } = hQuery
const seconds = (day: number) => Date.UTC(2014, 0, day) / 1000
const day = (number: number) => new Date(Date.UTC(2014, 0, number))

const entry = (id: string, more: object = {}) => new CodedEntry({ _id: id, codes: { ICD9: ['250.1'] }, ...more })
const idsOf = (list: Iterable<{ id: string }>) => Array.from(list, ({ id }) => id).join(' ')

const list = () =>
  new CodedEntryList(
    entry('first', { start_time: seconds(1) }),
    entry('second', { start_time: seconds(2), codes: { ICD9: ['401'], LOINC: ['8480-6'] } }),
    entry('negated', { start_time: seconds(2), negationInd: true }),
    entry('third', { time: seconds(3), start_time: seconds(1) }),
    entry('timeless'),
  )

t.test('a list is an array and a CodedEntryList, and its constructor puts its arguments in', async (t) => {
  const made = new CodedEntryList()
  for (const Class of [Array, CodedEntryList]) t.ok(made instanceof Class)
  t.equal(made.length, 0)
  made.push(entry('a'))
  t.equal(made.length, 1)
  t.strictSame([...Reflect.construct(CodedEntryList, [7])], [7])
  t.strictSame([...Reflect.construct(CodedEntryList, ['a', 'b'])], ['a', 'b'])
})

t.test('array methods work and answer plain arrays', async (t) => {
  for (const plain of [list().slice(1), list().map(({ id }) => id), list().filter(Boolean)]) {
    t.notOk(plain instanceof CodedEntryList)
    t.equal(Object.getPrototypeOf(plain), Array.prototype)
  }
  const seen: string[] = []
  list().forEach(({ id }) => void seen.push(id))
  t.equal(seen.join(' '), idsOf(list()))
  t.ok(list().sort((a, b) => a.id.localeCompare(b.id)) instanceof CodedEntryList)
})

t.test('pushIfUsable takes only what has a code and a time', async (t) => {
  const made = new CodedEntryList()
  made.pushIfUsable(entry('usable', { end_time: 1 }))
  made.pushIfUsable(entry('timeless'))
  made.pushIfUsable(entry('uncoded', { time: 1, codes: {} }))
  t.equal(idsOf(made), 'usable')
})

const all = 'first second third timeless'
const matches = [
  { says: 'a code set', args: [{ ICD9: ['250.1'] }], gives: 'first third timeless' },
  { says: 'a code set of another system', args: [{ 'ICD-9-CM': ['250.1'] }], gives: '' },
  { says: 'a set of two systems', args: [{ LOINC: ['8480-6'], ICD9: ['250.1'] }], gives: all },
  { says: 'null, which is everybody', args: [null], gives: all },
  { says: 'undefined, which is nobody', args: [undefined], gives: '' },
  { says: 'nothing at all', args: [], gives: '' },
  { says: 'an inclusive start', args: [null, day(2)], gives: 'second third' },
  { says: 'an inclusive end', args: [null, null, day(2)], gives: 'first second' },
  { says: 'both bounds', args: [null, day(2), day(2)], gives: 'second' },
  { says: 'bounds in milliseconds', args: [null, day(3).getTime(), day(3).getTime()], gives: 'third' },
  { says: 'a start one millisecond late', args: [null, day(3).getTime() + 1], gives: '' },
  { says: 'open bounds of 0, null and undefined', args: [null, 0, undefined], gives: all },
  { says: 'an open end of 0', args: [null, day(2), 0], gives: 'second third' },
  { says: 'an invalid bound, outside which everything is', args: [null, new Date(Number.NaN)], gives: '' },
  {
    says: 'negated ones when asked',
    args: [null, undefined, undefined, true],
    gives: 'first second negated third timeless',
  },
  { says: 'no negated ones when told so', args: [null, day(2), null, false], gives: 'second third' },
]
for (const method of ['match', 'regex_match'] as const) {
  for (const { says, args, gives } of matches) {
    t.test(`${method} goes by ${says}`, async (t) => {
      const matched: unknown = Reflect.apply(CodedEntryList.prototype[method], list(), args)
      t.ok(matched instanceof CodedEntryList)
      if (matched instanceof CodedEntryList) t.equal(idsOf(matched), gives)
    })
  }
}

t.test('match takes 250* literally, regex_match as an expression that is not anchored', async (t) => {
  t.equal(idsOf(list().match({ ICD9: ['250*'] })), '')
  t.equal(idsOf(list().regex_match({ ICD9: ['250*'] })), 'first third timeless')
  t.equal(idsOf(list().regex_match({ ICD9: ['01'] })), 'second')
  t.throws(() => list().regex_match({ ICD9: ['*'] }), SyntaxError)
})

t.test('an answer is a new list, so calls chain and the first list stays', async (t) => {
  const whole = list()
  t.equal(idsOf(whole.match(null).match({ LOINC: ['8480-6'] })), 'second')
  t.equal(whole.length, 5)
  t.not(whole.match(null), whole)
})

t.test('match sees a time that a query has set', async (t) => {
  const whole = list()
  for (const found of whole) found.setTimestamp(day(9))
  t.equal(whole.match(null, day(9)).length, 4)
})

t.test('concat joins this list and one other, any that has a length', async (t) => {
  const joined = new CodedEntryList(entry('a')).concat([entry('b'), entry('a')])
  t.ok(joined instanceof CodedEntryList)
  t.equal(idsOf(joined), 'a b a')
  t.equal(idsOf(joined.concat({ length: 1, 0: entry('c') })), 'a b a c')
  t.throws(() => joined.concat(undefined), TypeError)
})

const withStatus = (id: string, status: unknown) => entry(id, { status_code: { 'HL7 ActStatus': [status] } })
const statuses = [
  { says: 'those and the undefined ones', args: [['active']], gives: 'active null none' },
  { says: 'all that are named', args: [['active', 'held'], true], gives: 'active held null none' },
  { says: 'the undefined ones unless told not to', args: [['held'], false], gives: 'held' },
  { says: 'the undefined ones for null and undefined too', args: [['held'], null], gives: 'held null none' },
  { says: 'nobody for no status', args: [[], false], gives: '' },
]
for (const { says, args, gives } of statuses) {
  t.test(`withStatuses answers ${says}`, async (t) => {
    const whole = new CodedEntryList(
      withStatus('active', 'active'),
      withStatus('held', 'held'),
      withStatus('null', null),
      entry('none'),
    )
    t.equal(idsOf(Reflect.apply(whole.withStatuses, whole, args)), gives)
  })
}

t.test('negated entries can be had alone, by reason, or not at all', async (t) => {
  const reason = { code: 'PATOBJ', codeSystem: 'Reasons' }
  const whole = new CodedEntryList(
    entry('plain'),
    entry('unexplained', { negationInd: true }),
    entry('refused', { negationInd: true, negationReason: reason }),
    entry('reason alone', { negationReason: reason }),
  )
  for (const set of [undefined, null]) t.equal(idsOf(whole.withNegation(set)), 'unexplained refused')
  t.equal(idsOf(whole.withNegation({ Reasons: ['patobj'] })), 'refused')
  t.equal(idsOf(whole.withNegation({ Reasons: ['IMMUNE'] })), '')
  t.equal(idsOf(whole.withoutNegation()), 'plain reason alone')
})
