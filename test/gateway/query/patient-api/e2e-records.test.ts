import { readFileSync } from 'node:fs'
import t from 'tap'
import { hQuery } from '../../../../gateway/query/patient-api/index.ts'
import { told } from './asking.ts'

const { Patient, Medication, Allergy, Encounter, Result } = hQuery
const fixture = new URL('../../../fixtures/e2e/sample.expected.json', import.meta.url)
const patient = new Patient(JSON.parse(readFileSync(fixture, 'utf8')))

/** The first entry of a section in its own class. */
function first<T>(entries: Iterable<unknown>, Class: new (json?: unknown) => T): T {
  for (const entry of entries) if (entry instanceof Class) return entry
  throw new Error('the section has no usable entry')
}

const [medication, allergy] = [first(patient.medications(), Medication), first(patient.allergies(), Allergy)]
const [encounter, result] = [first(patient.encounters(), Encounter), first(patient.results(), Result)]
const condition = first(patient.conditions(), hQuery.Condition)
const vitalSign = first(patient.vitalSigns(), Result)

const facts = [
  { says: 'the sex', asked: () => patient.gender(), gives: 'F' },
  { says: 'a birth before 1970', asked: () => patient.birthtime(), gives: { seconds: -923_616_000 } },
  { says: 'the age', asked: () => Math.floor(patient.age(new Date(0)) ?? 0), gives: 29 },
  {
    says: 'languages that are plain texts',
    asked: () => patient.languages().map(({ json }) => json),
    gives: ['EN', 'FR'],
  },
  { says: 'the provider in json', asked: () => patient.json.primary_care_provider_id, gives: '98765' },
  { says: 'an allergy without a time left out', asked: () => patient.allergies().length, gives: 1 },
  { says: 'a condition without codes left out', asked: () => patient.conditions().length, gives: 1 },
  { says: 'the kind of allergy', asked: () => allergy.adverseEventType(), gives: ['MED', '2.16.840.1.113883.5.4'] },
  { says: 'a reaction without a code', asked: () => allergy.reaction(), gives: [undefined, undefined] },
  { says: 'the severity', asked: () => allergy.severity()?.code(), gives: 'A4' },
  { says: 'no word for the status of an allergy', asked: () => allergy.status(), gives: undefined },
  { says: 'the time of an allergy', asked: () => allergy.adverseEventDate(), gives: { seconds: 1_402_531_200 } },
  { says: 'the word for the status of a condition', asked: () => condition.status(), gives: 'active' },
  {
    says: 'a condition by its ICD9 code',
    asked: () => patient.conditions().regex_match({ ICD9: ['^401'] }).length,
    gives: 1,
  },
  { says: 'the providers of a condition', asked: () => condition.providers().length, gives: 1 },
  {
    says: 'two codes named code and codeSystem for an encounter',
    asked: () => encounter.type(),
    gives: [
      ['REASON', 'code'],
      ['ObservationType-CA-Pending', 'codeSystem'],
    ],
  },
  {
    says: 'the reason of an encounter as an entry',
    asked: () => encounter.reasonForVisit()?.includesCodeFrom({ ICD9: ['401'] }),
    gives: true,
  },
  { says: 'that reason as a code that it has not', asked: () => encounter.reason(), gives: [undefined, undefined] },
  { says: 'no person in the flat performer', asked: () => encounter.performer()?.person(), gives: undefined },
  {
    says: 'the note of an encounter',
    asked: () => String(encounter.freeTextType()).slice(0, 13),
    gives: '[04-Mar-2020 ',
  },
  {
    says: 'both codes of a medication',
    asked: () => medication.medicationInformation().codedProduct(),
    gives: [
      ['00999991', 'HC-DIN'],
      ['C07AB02', 'whoATC'],
    ],
  },
  { says: 'a start', asked: () => medication.indicateMedicationStart(), gives: { seconds: 1_672_531_200 } },
  { says: 'no stop', asked: () => medication.indicateMedicationStop(), gives: 'invalid date' },
  {
    says: 'the flags',
    asked: () => [medication.isPRN(), medication.isLongTerm(), medication.isLongTerm_deprecated()],
    gives: [true, true, true],
  },
  {
    says: 'a strength that was text',
    asked: () => told(medication.values()),
    gives: [{ PhysicalQuantity: { scalar: '50', units: 'MG', _type: 'PhysicalQuantityResultValue' } }],
  },
  {
    says: 'a dose without a value',
    asked: () => [medication.dose()?.value(), medication.dose()?.unit()],
    gives: [undefined, undefined],
  },
  { says: 'the route', asked: () => medication.route(), gives: ['PO', '2.16.840.1.113883.5.112'] },
  { says: 'no coded state of a medication', asked: () => medication.statusOfMedication().isActive(), gives: false },
  { says: 'the state in json', asked: () => medication.json.statusOfMedication, gives: { value: 'active' } },
  {
    says: 'the orders',
    asked: () => medication.orderInformation().map((order) => order.isPRN()),
    gives: [true, false],
  },
  {
    says: 'a result as a number',
    asked: () => result.values().map((value) => value instanceof hQuery.PhysicalQuantity && value.scalar()),
    gives: [5.2],
  },
  { says: 'no word for the status of a result', asked: () => result.status(), gives: undefined },
  { says: 'the interpretation', asked: () => result.interpretation(), gives: ['N', 'ObservationInterpretation'] },
  { says: 'the reference range', asked: () => result.referenceRange(), gives: '>3.3; <11.1; ' },
  { says: 'a vital sign by LOINC', asked: () => patient.vitalSigns().match({ LOINC: ['8480-6'] }).length, gives: 1 },
  { says: 'no interpretation of a vital sign', asked: () => vitalSign.interpretation(), gives: undefined },
  { says: 'a refused immunization', asked: () => patient.immunizations().withNegation().length, gives: 1 },
]
for (const { says, asked, gives } of facts) {
  t.test(`a record from E2E tells ${says}`, async (t) => t.strictSame(told(asked()), gives))
}

t.test('a medication of the upstream samples has a time only, so tests on its start are false', async (t) => {
  const older = new Patient({ medications: [{ codes: { RxNorm: ['1'] }, time: 1_000_000_000 }] })
  const start = first(older.medications(), Medication).indicateMedicationStart()
  t.notOk(start <= new Date() || start > new Date())
})
