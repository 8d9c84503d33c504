import t from 'tap'
import { hQuery } from '../../../../gateway/query/patient-api/index.ts'
import { ask, told } from './asking.ts'

const { Patient } = hQuery
const year = 365.25 * 86_400

t.test('a patient is a person over the record itself', async (t) => {
  const record = { first: 'Ida', last: 'Sample', primary_care_provider_id: '1', hash_id: 'h' }
  const patient = new Patient(record)
  t.ok(patient instanceof hQuery.Person)
  t.equal(patient.json, record)
  t.equal(patient.name(), 'Ida Sample')
})

const ages = [
  { says: 'years of 365.25 days', birthdate: 1000, at: 1000 + 40 * year, gives: 40 },
  { says: 'a real number', birthdate: 1000, at: 1000 + 0.5 * year, gives: 0.5 },
  { says: 'negative before birth', birthdate: 1000, at: 1000 - year, gives: -1 },
  { says: 'right for births before 1970', birthdate: -10 * year, at: 10 * year, gives: 20 },
  { says: 'undefined without a birthdate', birthdate: undefined, at: 0, gives: undefined },
  { says: 'undefined for a birthdate of null', birthdate: null, at: 0, gives: undefined },
  { says: 'undefined for a birthdate of 0', birthdate: 0, at: year, gives: undefined },
]
for (const { says, birthdate, at, gives } of ages) {
  t.test(`the age is ${says}`, async (t) => t.equal(new Patient({ birthdate }).age(new Date(at * 1000)), gives))
}

t.test('the age is that of today unless a date is given', async (t) => {
  const patient = new Patient({ birthdate: Math.floor(Date.now() / 1000 - 40 * year) })
  for (const date of [undefined, null]) t.equal(Math.floor(patient.age(date) ?? 0), 40)
})

t.test('the age at a number throws, which has no getTime', async (t) => {
  t.throws(() => ask(new Patient({ birthdate: 1 }), 'age', 1000), TypeError)
  t.equal(ask(new Patient({}), 'age', 1000), undefined)
})

const sections = [
  { method: 'encounters', member: 'encounters', Entry: hQuery.Encounter },
  { method: 'medications', member: 'medications', Entry: hQuery.Medication },
  { method: 'conditions', member: 'conditions', Entry: hQuery.Condition },
  { method: 'procedures', member: 'procedures', Entry: hQuery.Procedure },
  { method: 'results', member: 'results', Entry: hQuery.Result },
  { method: 'vitalSigns', member: 'vital_signs', Entry: hQuery.Result },
  { method: 'immunizations', member: 'immunizations', Entry: hQuery.Immunization },
  { method: 'allergies', member: 'allergies', Entry: hQuery.Allergy },
  { method: 'pregnancies', member: 'pregnancies', Entry: hQuery.Pregnancy },
  { method: 'socialHistories', member: 'socialhistories', Entry: hQuery.Socialhistory },
  { method: 'careGoals', member: 'care_goals', Entry: hQuery.CareGoal },
  { method: 'medicalEquipment', member: 'medical_equipment', Entry: hQuery.MedicalEquipment },
  { method: 'functionalStatuses', member: 'functional_statuses', Entry: hQuery.FunctionalStatus },
] as const
for (const { method, member, Entry } of sections) {
  t.test(`${method}() lists the usable entries of ${member} in their order`, async (t) => {
    const usable = [
      { codes: { B: ['2'] }, start_time: 2 },
      { codes: { A: ['1'] }, time: 1 },
      { codes: { A: ['1'] }, end_time: 3 },
    ]
    const record = { [member]: [usable[0], { codes: { A: ['1'] } }, usable[1], { time: 4 }, usable[2]] }
    const patient = new Patient(record)
    const list = patient[method]()
    t.ok(list instanceof hQuery.CodedEntryList)
    t.strictSame(
      Array.from(list, ({ json }) => json),
      usable,
    )
    for (const entry of list) t.ok(entry instanceof Entry && entry instanceof hQuery.CodedEntry)
    t.not(patient[method](), list)
  })

  t.test(`${method}() is an empty list without ${member}`, async (t) => {
    for (const record of [{}, { [member]: null }]) {
      const list = new Patient(record)[method]()
      t.equal(list.length, 0)
      t.ok(list instanceof hQuery.CodedEntryList)
    }
  })
}

t.test('a section is read although a system has null instead of codes', async (t) => {
  const [entry] = new Patient({ results: [{ codes: { X: null, A: ['1'] }, time: 1 }] }).results()
  t.strictSame(told(entry?.type()), [['1', 'A']])
  t.equal(new Patient({ results: [{ codes: { X: null }, time: 1 }] }).results().length, 0)
})

t.test('languages are listed whether usable or not, plain texts too', async (t) => {
  const spoken = { codes: { IETF: ['fr'] }, modeCode: { code: 'ESP', codeSystem: 'Mode' }, preferenceIndicator: true }
  const [text, coded] = new Patient({ languages: ['EN', spoken] }).languages()
  t.ok(text instanceof hQuery.Language && coded instanceof hQuery.Language)
  t.strictSame([text?.type(), text?.date(), text?.freeTextType(), text?.json], [[], undefined, undefined, 'EN'])
  t.strictSame(told(coded?.type()), [['fr', 'IETF']])
  for (const record of [{}, { languages: null }]) t.equal(new Patient(record).languages().length, 0)
})

t.test('nothing removes a repeated entry', async (t) => {
  const entry = { codes: { A: ['1'] }, time: 1 }
  t.equal(new Patient({ results: [entry, entry] }).results().match({ A: ['1'] }).length, 2)
})
