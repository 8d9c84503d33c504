import t from 'tap'
import { hQuery } from '../../../../gateway/query/patient-api/index.ts'
import { answerOf } from './asking.ts'

const { CodedEntry } = hQuery
const date = (seconds: number) => new Date(seconds * 1000)

t.test('an entry keeps the very part of the record', async (t) => {
  const json = { codes: { A: ['1'] }, start_time: 5 }
  t.equal(new CodedEntry(json).json, json)
})

t.test('the id is the text of _id, the source id the member id', async (t) => {
  t.strictSame([new CodedEntry({ _id: 7, id: 8 }).id, new CodedEntry({ id: 8 }).source_id], ['7', 8])
  t.strictSame([new CodedEntry({}).id, new CodedEntry({}).source_id], ['undefined', undefined])
  t.equal(new CodedEntry({ _id: { toString: () => '0123456789abcdef01234567' } }).id, '0123456789abcdef01234567')
})

const times = [
  { says: 'the date comes first', json: { time: 1, start_time: 2, end_time: 3 }, stamp: 1, range: true },
  {
    says: 'the start stands in for a missing date',
    json: { time: null, start_time: 2, end_time: 3 },
    stamp: 2,
    range: true,
  },
  { says: 'the start alone is no range', json: { start_time: 2 }, stamp: 2, range: false },
  { says: 'the end comes last', json: { time: 0, start_time: 0, end_time: 3 }, stamp: 3, range: false },
]
for (const { says, json, stamp, range } of times) {
  t.test(`times: ${says}`, async (t) => {
    const entry = new CodedEntry({ ...json, codes: { A: ['1'] } })
    t.strictSame(entry.timeStamp(), date(stamp))
    t.equal(entry.isTimeRange(), range)
    t.strictSame(entry.isUsable(), date(stamp))
  })
}

const unusable = [
  { says: 'without codes', json: { time: 1 }, gives: false },
  { says: 'with an empty list of codes', json: { time: 1, codes: { A: [] } }, gives: false },
  { says: 'without a time', json: { codes: { A: ['1'] } }, gives: undefined },
  { says: 'with a time of 0', json: { codes: { A: ['1'] }, time: 0 }, gives: undefined },
]
for (const { says, json, gives } of unusable) {
  t.test(`an entry ${says} is not usable`, async (t) => t.equal(answerOf('CodedEntry', 'isUsable', json), gives))
}

t.test('setTimestamp sets all three times', async (t) => {
  const entry = new CodedEntry({ start_time: 5 })
  entry.setTimestamp(date(9))
  t.strictSame([entry.date(), entry.startDate(), entry.endDate(), entry.timeStamp()], Array(4).fill(date(9)))
})

t.test('a date that a query changes stays changed in its entry', async (t) => {
  const entry = new CodedEntry({ start_time: 5 })
  entry.startDate()?.setTime(9000)
  t.strictSame(entry.startDate(), date(9))
})

t.test('the type is one coded value for each code', async (t) => {
  const codes = { whoATC: ['N02'], 'HC-DIN': ['1', '1'] }
  t.strictSame(answerOf('CodedEntry', 'type', { codes }), [
    ['N02', 'whoATC'],
    ['1', 'HC-DIN'],
    ['1', 'HC-DIN'],
  ])
  for (const json of [{}, { codes: null }]) t.strictSame(answerOf('CodedEntry', 'type', json), [])
})

const statuses = [
  {
    says: 'the word of HL7 ActStatus',
    code: { 'HL7 ActStatus': ['held', 'new'], 'SNOMED-CT': ['55561003'] },
    gives: 'held',
  },
  {
    says: 'undefined for an empty HL7 ActStatus',
    code: { 'HL7 ActStatus': [], 'SNOMED-CT': ['55561003'] },
    gives: undefined,
  },
  {
    says: 'by SNOMED-CT where HL7 ActStatus is null',
    code: { 'HL7 ActStatus': null, 'SNOMED-CT': ['55561003'] },
    gives: 'active',
  },
  { says: 'active', code: { 'SNOMED-CT': ['55561003'] }, gives: 'active' },
  { says: 'inactive', code: { 'SNOMED-CT': ['73425007'] }, gives: 'inactive' },
  { says: 'resolved', code: { 'SNOMED-CT': ['413322009', '55561003'] }, gives: 'resolved' },
  { says: 'undefined for any other SNOMED-CT code', code: { 'SNOMED-CT': ['410605003'] }, gives: undefined },
  { says: 'undefined for the form with a value', code: { value: 'complete' }, gives: undefined },
  { says: 'undefined for null', code: null, gives: undefined },
  { says: 'undefined when absent', code: undefined, gives: undefined },
]
for (const { says, code, gives } of statuses) {
  t.test(`the status is ${says}`, async (t) => t.equal(answerOf('CodedEntry', 'status', { status_code: code }), gives))
}

t.test('an entry includes a code when any of its codes is in the set', async (t) => {
  const entry = new CodedEntry({ codes: { whoATC: ['N02'], 'HC-DIN': ['1', '2'] } })
  t.ok(entry.includesCodeFrom({ 'HC-DIN': ['2'] }))
  t.notOk(entry.includesCodeFrom({ 'HC-DIN': ['2*'] }))
  t.ok(entry.regex_includesCodeFrom({ whoATC: ['^n'] }))
  for (const set of [{ LOINC: ['2'] }, {}, null, undefined]) {
    t.equal(entry.includesCodeFrom(set), false)
    t.equal(entry.regex_includesCodeFrom(set), false)
  }
})

t.test('an entry is negated as stored, else false', async (t) => {
  t.equal(answerOf('CodedEntry', 'negationInd', { negationInd: true }), true)
  for (const json of [{}, { negationInd: null }]) t.equal(answerOf('CodedEntry', 'negationInd', json), false)
})

t.test('values are quantities, and the codes of the others one by one', async (t) => {
  const quantity = { scalar: '500.0', units: 'MG' }
  const zero = { scalar: 0 }
  const values = [quantity, { scalar: null, codes: { A: ['1', '2'], B: ['3'] } }, zero, {}]
  const gives = [{ PhysicalQuantity: quantity }, ['1', 'A'], ['2', 'A'], ['3', 'B'], { PhysicalQuantity: zero }]
  t.strictSame(answerOf('CodedEntry', 'values', { values }), gives)
  for (const json of [{}, { values: null }]) t.strictSame(answerOf('CodedEntry', 'values', json), [])
})
