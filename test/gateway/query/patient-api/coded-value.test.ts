import t from 'tap'
import { hQuery } from '../../../../gateway/query/patient-api/index.ts'
import { told } from './asking.ts'

const { CodedValue } = hQuery

t.test('a coded value is its code and the name of its system', async (t) => {
  const value = new CodedValue('250.01', 'ICD9')
  t.strictSame([value.code(), value.c, value.codeSystemName(), value.csn], ['250.01', '250.01', 'ICD9', 'ICD9'])
})

t.test('codes are compared as lower-case text', async (t) => {
  t.equal(CodedValue.normalize('E11.A'), 'e11.a')
  t.equal(CodedValue.normalize(250), '250')
  t.equal(hQuery.Status.normalize('N'), 'n')
})

const sets = [
  { says: 'has the code', set: { ICD9: ['401', '250.A'] }, included: true },
  { says: 'has the code in another case', set: { ICD9: ['250.a'] }, included: true },
  { says: 'has only the start of the code', set: { ICD9: ['250'] }, included: false },
  { says: 'has the code under another system', set: { 'ICD-9-CM': ['250.A'] }, included: false },
  { says: 'has the code under the system in another case', set: { icd9: ['250.A'] }, included: false },
  { says: 'has the system without codes', set: { ICD9: [] }, included: false },
  { says: 'has nothing', set: {}, included: false },
  { says: 'is null', set: null, included: false },
  { says: 'is undefined', set: undefined, included: false },
  { says: 'has a wildcard, which means itself', set: { ICD9: ['250*'] }, included: false },
]
for (const { says, set, included } of sets) {
  t.test(`includedIn is ${included} for a set that ${says}`, async (t) => {
    t.equal(new CodedValue('250.A', 'ICD9').includedIn(set), included)
  })
}

t.test('a number in the record or the set equals its text', async (t) => {
  t.ok(new CodedValue(250, 'ICD9').includedIn({ ICD9: ['250'] }))
  t.ok(new CodedValue('250', 'ICD9').includedIn({ ICD9: [250] }))
})

t.test('a code that a query adds to its set later counts from then on', async (t) => {
  const set = { ICD9: ['401'] }
  t.notOk(new CodedValue('250', 'ICD9').includedIn(set))
  set.ICD9[0] = '250'
  t.ok(new CodedValue('250', 'ICD9').includedIn(set))
})

t.test('a set of hundreds of codes works as a short one, also when a query changes it in between', async (t) => {
  const codes: unknown[] = Array.from({ length: 500 }, (_, index) => index)
  const [found, missed] = [new CodedValue('499', 'S'), new CodedValue('V1', 'S')]
  for (let time = 0; time < 2; time++)
    t.strictSame(
      [found, missed].map((value) => value.includedIn({ S: codes })),
      [true, false],
    )
  codes[499] = 'v1'
  t.strictSame(
    [found, missed].map((value) => value.includedIn({ S: codes })),
    [false, true],
  )
  codes.push('499')
  t.ok(found.includedIn({ S: codes }))
  t.ok(new CodedValue('x', 'S').includedIn({ S: 'a text of many characters, x' }))
})

t.test('a system is not found among what every object has', async (t) => {
  t.notOk(new CodedValue('undefined', 'constructor').includedIn({}))
  t.notOk(new CodedValue('undefined', 'toString').regex_includedIn({}))
})

const expressions = [
  { source: '250*', matches: ['250', '250.01', '25', 'V25.1', '1250'], misses: ['401', '2'] },
  { source: '410..*', matches: ['410.9', '4101'], misses: ['410'] },
  { source: '^250.1$', matches: ['250.1', '250x1'], misses: ['250.11', 'V250.1'] },
  { source: 'v10', matches: ['V10.3'], misses: ['10.3'] },
  { source: /A10/g, matches: ['a10ba02', 'A10BA02'], misses: ['A1'] },
]
for (const { source, matches, misses } of expressions) {
  t.test(`the expression ${source} is not anchored and ignores case`, async (t) => {
    const isIncluded = (code: unknown) => new CodedValue(code, 'S').regex_includedIn({ S: ['never', source] })
    for (const code of matches) t.ok(isIncluded(code) && isIncluded(code), code)
    for (const code of misses) t.notOk(isIncluded(code), code)
  })
}

t.test('regex_includedIn follows the same rule of systems', async (t) => {
  const value = new CodedValue('250', 'ICD9')
  for (const set of [{ icd9: ['250'] }, { S: ['250'] }, {}, null, undefined]) t.notOk(value.regex_includedIn(set))
  t.ok(new CodedValue(250, 'ICD9').regex_includedIn({ ICD9: ['^25'] }))
})

t.test('an invalid expression throws SyntaxError every time', async (t) => {
  const value = new CodedValue('250', 'ICD9')
  for (let time = 0; time < 2; time++) t.throws(() => value.regex_includedIn({ ICD9: ['(250'] }), SyntaxError)
  t.notOk(value.regex_includedIn({ S: ['(250'] }))
})

t.test('more expressions than are kept at once all work', async (t) => {
  const value = new CodedValue('7', 'S')
  for (let round = 0; round < 2; round++) {
    for (let index = 0; index < 1200; index++) t.equal(value.regex_includedIn({ S: [`^${index}$`] }), index === 7)
  }
})

const states = [
  'Normal',
  'Aborted',
  'Active',
  'Cancelled',
  'Completed',
  'Held',
  'New',
  'Suspended',
  'Nullified',
  'Obsolete',
]
for (const state of states) {
  t.test(`a status is${state} only by exactly that word in lower case`, async (t) => {
    const holds = (code: string) =>
      Reflect.apply(Reflect.get(hQuery.Status.prototype, `is${state}`), new hQuery.Status(code), [])
    t.equal(holds(state.toLowerCase()), true)
    for (const code of [state, `${state.toLowerCase()} `, 'other']) t.equal(holds(code), false)
  })
}

const lists = [
  {
    says: 'one for each code, systems in order',
    codes: { B: ['2', '1'], A: ['2'] },
    gives: [
      ['2', 'B'],
      ['1', 'B'],
      ['2', 'A'],
    ],
  },
  {
    says: 'duplicates are kept',
    codes: { A: ['1', '1'] },
    gives: [
      ['1', 'A'],
      ['1', 'A'],
    ],
  },
  {
    says: 'a text is walked character by character',
    codes: { A: '12' },
    gives: [
      ['1', 'A'],
      ['2', 'A'],
    ],
  },
  { says: 'null gives none', codes: null, gives: [] },
  { says: 'undefined gives none', codes: undefined, gives: [] },
]
for (const { says, codes, gives } of lists) {
  t.test(`createCodedValues: ${says}`, async (t) => {
    const values = hQuery.createCodedValues(codes)
    t.strictSame(told(values), gives)
    t.notOk(values instanceof hQuery.CodedEntryList)
  })
}

t.test('createCodedValues throws TypeError for a null list', async (t) => {
  t.throws(() => hQuery.createCodedValues({ A: ['1'], B: null }), TypeError)
})

t.test('createCodedValue takes the name from codeSystem, even an OID', async (t) => {
  const json = { code: 'M', codeSystem: '2.16.840.1.113883.5.112', codeSystemName: 'RouteOfAdministration' }
  t.strictSame(told(hQuery.createCodedValue(json)), ['M', '2.16.840.1.113883.5.112'])
  t.strictSame(told(hQuery.createCodedValue({ text: '', value: null })), [undefined, undefined])
  for (const absent of [null, undefined]) t.equal(hQuery.createCodedValue(absent), undefined)
})

t.test('dateFromUtcSeconds counts seconds; null is the epoch and undefined invalid', async (t) => {
  t.equal(hQuery.dateFromUtcSeconds(-1.5).getTime(), -1500)
  t.equal(hQuery.dateFromUtcSeconds(null).getTime(), 0)
  t.ok(Number.isNaN(hQuery.dateFromUtcSeconds(undefined).getTime()))
})

const scalars = [
  ['12 mg', 12],
  ['500.0', 500],
  [7.5, 7.5],
  ['-3e2', -300],
  ['n/a', Number.NaN],
  [null, Number.NaN],
  [undefined, Number.NaN],
]
for (const [scalar, gives] of scalars) {
  t.test(`the scalar ${JSON.stringify(scalar)} is read as ${gives}`, async (t) => {
    t.ok(Object.is(new hQuery.PhysicalQuantity({ scalar }).scalar(), gives))
  })
}
