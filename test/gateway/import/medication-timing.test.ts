import t from 'tap'
import { din, dosing, drug, prescription, started } from '../../fixtures/e2e/entries.ts'
import { entriesOf } from './importing.ts'

const timed = (inner: string) => `<effectiveTime>${inner}</effectiveTime>`
const timingOf = (...blocks: string[]) =>
  entriesOf('medications', drug(din, prescription(started, ...blocks.map((block) => dosing(block)))))?.[0]
    ?.administrationTiming

const frequency = { numerator: null, denominator: null }
const ratio = (numerator: string, denominator: string) => timed(`<frequency>${numerator}${denominator}</frequency>`)

const cases: { says: string; blocks: string[]; is: object }[] = [
  { says: 'none', blocks: [], is: {} },
  { says: 'an empty block', blocks: [''], is: {} },
  { says: 'a null-flavoured time', blocks: ['<effectiveTime nullFlavor="NI"/>'], is: {} },
  {
    says: 'a frequency',
    blocks: [ratio('<numerator value="2"/>', '<denominator value="1" unit="d"/>')],
    is: { frequency: { numerator: { unit: null, value: 2 }, denominator: { unit: 'd', value: 1 } } },
  },
  {
    says: 'a frequency without denominator',
    blocks: [ratio('<numerator value="2" unit="x"/>', '')],
    is: { frequency: { numerator: { unit: 'x', value: 2 }, denominator: null } },
  },
  { says: 'an empty frequency', blocks: [ratio('', '')], is: {} },
  {
    says: 'the first of two frequencies',
    blocks: [ratio('<numerator value="1"/>', ''), ratio('<numerator value="2"/>', '<denominator value="3"/>')],
    is: { frequency: { numerator: { unit: null, value: 1 }, denominator: null } },
  },
  {
    says: 'a period',
    blocks: [timed('<period><low value="4" unit="h"/><high value="6" unit="h"/></period>')],
    is: { period: { low: { unit: 'h', value: 4 }, high: { unit: 'h', value: 6 } } },
  },
  {
    says: 'a period without high',
    blocks: [timed('<period><low value="4" unit="h"/></period>')],
    is: { period: { low: { unit: 'h', value: 4 }, high: null } },
  },
  { says: 'an empty period', blocks: [timed('<period/>')], is: { period: { low: null, high: null } } },
  {
    says: 'a width',
    blocks: [timed('<width value="10" unit="d"/>')],
    is: { duration: { width: { unit: 'd', value: 10 } } },
  },
  {
    says: 'dates of the course, as written',
    blocks: [timed('<low value="20230101" inclusive="true"/><high value="2023"/>')],
    is: { duration_dates: { low: { inclusive: 'true', value: '20230101' }, high: { inclusive: null, value: '2023' } } },
  },
  {
    says: 'a course without end',
    blocks: [timed('<low nullFlavor="NI"/>')],
    is: { duration_dates: { low: { inclusive: null, value: null }, high: null } },
  },
  { says: 'an end alone is no course', blocks: [timed('<high value="2023"/>')], is: {} },
  {
    says: 'the first course with a start',
    blocks: [timed('<high value="1"/>'), timed('<low value="2"/>'), timed('<low value="3"/><high value="3"/>')],
    is: { duration_dates: { low: { inclusive: null, value: '2' }, high: null } },
  },
  { says: 'text beside a dose', blocks: ['<text>90 <b>x</b>D</text><doseQuantity/>'], is: { text: '90 D' } },
  { says: 'no text without a dose', blocks: ['<text>90 D</text>'], is: {} },
  {
    says: 'the first text that is not empty',
    blocks: [
      '<text>no</text>',
      '<text/><doseQuantity/>',
      '<text>a</text><doseQuantity/>',
      '<text>b</text><doseQuantity/>',
    ],
    is: { text: 'a' },
  },
  { says: 'an empty text is none', blocks: ['<text/><doseQuantity/>'], is: {} },
  {
    says: 'each part from where it stands first',
    blocks: [timed('<width value="1"/>'), ratio('<numerator value="2"/>', '') + timed('<width value="3"/>')],
    is: {
      frequency: { numerator: { unit: null, value: 2 }, denominator: null },
      duration: { width: { unit: null, value: 1 } },
    },
  },
]

t.test('the timing of a medication', async (t) => {
  for (const { says, blocks, is } of cases) t.strictSame(timingOf(...blocks), { frequency, ...is }, says)
})

t.test('dosing blocks of a later prescription count too', async (t) => {
  const later = prescription(dosing(timed('<width value="7" unit="d"/>')))
  const [entry] = entriesOf('medications', drug(din, prescription(started), later)) ?? []
  t.strictSame(entry?.administrationTiming.duration, { width: { unit: 'd', value: 7 } })
})

const scalars = [
  { says: 'a decimal', value: 'value="0.5"', is: 0.5 },
  { says: 'a decimal with zeros', value: 'value="1.50"', is: 1.5 },
  { says: 'zero', value: 'value="0"', is: 0 },
  { says: 'a negative number', value: 'value="-1.5"', is: -1.5 },
  { says: 'a missing value', value: '', is: null },
  { says: 'an empty value', value: 'value=""', is: null },
  { says: 'a null flavour', value: 'nullFlavor="NI"', is: null },
  { says: 'a blank value', value: 'value=" "', is: null },
  { says: 'a word', value: 'value="two"', is: null },
  { says: 'no number', value: 'value="NaN"', is: null },
  { says: 'infinity', value: 'value="Infinity"', is: null },
]

t.test('scalars are numbers', async (t) => {
  for (const { says, value, is } of scalars) {
    t.strictSame(timingOf(timed(`<width ${value} unit="d"/>`))?.duration, { width: { unit: 'd', value: is } }, says)
  }
})
