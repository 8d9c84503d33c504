import t from 'tap'
import { hQuery } from '../../../../gateway/query/patient-api/index.ts'
import { answerOf, type ClassName, told } from './asking.ts'

const day = 86_400
const codes = { A: ['1', '1'] }
const values = [
  ['1', 'A'],
  ['1', 'A'],
]

type Row = { says: string; of: ClassName; call: string; json: unknown; gives: unknown }
const rows: Row[] = [
  {
    says: 'as needed by its flag',
    of: 'Medication',
    call: 'isPRN',
    json: { freeTextSig: 'x E2E_PRN_FLAG' },
    gives: true,
  },
  { says: 'not as needed without', of: 'Medication', call: 'isPRN', json: { freeTextSig: '' }, gives: false },
  {
    says: 'long-term by the old flag',
    of: 'Medication',
    call: 'isLongTerm_deprecated',
    json: { freeTextSig: 'E2E_LONG_TERM_FLAG E2E_PRN_FLAG' },
    gives: true,
  },
  {
    says: 'not long-term without',
    of: 'Medication',
    call: 'isLongTerm_deprecated',
    json: { freeTextSig: 'E2E_PRN_FLAG', longTerm: true },
    gives: false,
  },
  {
    says: 'all codes of the product',
    of: 'MedicationInformation',
    call: 'codedProduct',
    json: { codes },
    gives: values,
  },
  { says: 'no codes of a product without', of: 'MedicationInformation', call: 'codedProduct', json: {}, gives: [] },
  {
    says: 'the state itself is the code',
    of: 'Fulfillment',
    call: 'fillStatus',
    json: { fillStatus: 'held' },
    gives: ['held', undefined],
  },
  { says: 'no state when absent', of: 'Fulfillment', call: 'fillStatus', json: {}, gives: undefined },
  {
    says: 'whole days',
    of: 'Encounter',
    call: 'lengthOfStay',
    json: { start_time: day, end_time: 3.9 * day },
    gives: 2,
  },
  { says: 'no stay without an end', of: 'Encounter', call: 'lengthOfStay', json: { start_time: day }, gives: 0 },
  { says: 'no stay without a start', of: 'Encounter', call: 'lengthOfStay', json: { end_time: day }, gives: 0 },
  {
    says: 'arrival at the facility',
    of: 'Encounter',
    call: 'facilityArrival',
    json: { facility: { start_time: 5 }, start_time: 9 },
    gives: { seconds: 5 },
  },
  {
    says: 'departure from the facility',
    of: 'Encounter',
    call: 'facilityDeparture',
    json: { facility: { end_time: 6 } },
    gives: { seconds: 6 },
  },
  {
    says: 'no arrival without one',
    of: 'Encounter',
    call: 'facilityArrival',
    json: { start_time: 9 },
    gives: undefined,
  },
  { says: 'no departure without one', of: 'Encounter', call: 'facilityDeparture', json: {}, gives: undefined },
  { says: 'no facility without one', of: 'Encounter', call: 'facility', json: {}, gives: undefined },
  { says: 'the type of a result', of: 'Result', call: 'resultType', json: { codes }, gives: values },
  { says: 'the product of an allergy', of: 'Allergy', call: 'product', json: { codes }, gives: values },
  {
    says: 'the type of a status',
    of: 'FunctionalStatus',
    call: 'type',
    json: { codes, type: 'result' },
    gives: 'result',
  },
]
for (const { says, of, call, json, gives } of rows) {
  t.test(`${of}.${call}(): ${says}`, async (t) => t.strictSame(answerOf(of, call, json), gives))
}

const states: { of: ClassName; codes: Record<string, string> }[] = [
  { of: 'TypeOfMedication', codes: { isPrescription: '73639000', isOverTheCounter: '329505003' } },
  {
    of: 'StatusOfMedication',
    codes: {
      isOnHold: '392521001',
      isNoLongerActive: '421139008',
      isActive: '55561003',
      isPriorHistory: '73425007',
    },
  },
  {
    of: 'NoImmunization',
    codes: {
      isImmune: 'IMMUNE',
      isMedPrec: 'MEDPREC',
      isOstock: 'OSTOCK',
      isPatObj: 'PATOBJ',
      isPhilisop: 'PHILISOP',
      isRelig: 'RELIG',
      isVacEff: 'VACEFF',
      isVacSaf: 'VACSAF',
    },
  },
]
for (const { of, codes } of states) {
  for (const method of Object.keys(codes)) {
    t.test(`${of}.${method}() is true for its own code only`, async (t) => {
      for (const [name, code] of Object.entries(codes)) t.equal(answerOf(of, method, code), name === method, code)
      t.equal(answerOf(of, method, undefined), false)
    })
  }
}

t.test('no state of a medication holds for the form of E2E records', async (t) => {
  const status = new hQuery.Medication({ statusOfMedication: { value: 'active' } }).statusOfMedication()
  t.ok(status instanceof hQuery.StatusOfMedication)
  t.notOk(status.isOnHold() || status.isNoLongerActive() || status.isActive() || status.isPriorHistory())
})

t.test('members that are always objects have the classes of their methods', async (t) => {
  t.ok(new hQuery.Medication({}).typeOfMedication() instanceof hQuery.TypeOfMedication)
  t.ok(new hQuery.Immunization({}).refusalReason() instanceof hQuery.NoImmunization)
  t.ok(new hQuery.Fulfillment({ fillStatus: 'new' }).fillStatus() instanceof hQuery.Status)
})

t.test('a facility is a coded value of its code and keeps its part', async (t) => {
  const facility = { name: 'Sample Clinic', code: { code: 'GACH', codeSystem: 'S' } }
  const found = new hQuery.Encounter({ facility }).facility()
  t.ok(found instanceof hQuery.Facility && found.includedIn({ S: ['gach'] }))
  t.strictSame([told(found), found?.json], [['GACH', 'S'], facility])
  for (const json of [{}, { code: null }]) t.strictSame(told(new hQuery.Facility(json)), [undefined, undefined])
})

t.test('a functional status is matched by its codes', async (t) => {
  const patient = new hQuery.Patient({ functional_statuses: [{ codes, type: 'result', time: 1 }] })
  t.equal(patient.functionalStatuses().match({ A: ['1'] }).length, 1)
})

t.test('the reason of an encounter is read in two ways', async (t) => {
  const encounter = new hQuery.Encounter({ reason: { code: 'R', codeSystem: 'S', codes: { ICD9: ['250'] } } })
  t.strictSame(told(encounter.reason()), ['R', 'S'])
  t.strictSame(told(encounter.reasonForVisit()?.type()), [['250', 'ICD9']])
})

t.test('PRN and long-term throw for a medication without free text, which queries catch', async (t) => {
  for (const method of ['isPRN', 'isLongTerm_deprecated']) t.throws(() => answerOf('Medication', method, {}), TypeError)
})

const dated = [
  { of: 'Allergy', call: 'adverseEventDate' },
  { of: 'Immunization', call: 'administeredDate' },
] as const
for (const { of, call } of dated) {
  t.test(`${of}.${call}() answers where it once threw: its own date, else the time of the entry`, async (t) => {
    t.strictSame(answerOf(of, call, { [call]: 5, start_time: 9 }), { seconds: 5 })
    t.strictSame(answerOf(of, call, { start_time: 9 }), { seconds: 9 })
    t.equal(answerOf(of, call, {}), undefined)
  })
}

t.test('Condition.providers() answers where it once threw, under both names of the member', async (t) => {
  const provider = { providerID: 7 }
  for (const member of ['treatingProviders', 'treating_provider']) {
    t.strictSame(answerOf('Condition', 'providers', { [member]: [provider] }), [{ Provider: provider }])
  }
  t.strictSame(answerOf('Condition', 'providers', {}), [])
})
