import t from 'tap'
import { answerOf, ask, type ClassName, made } from './asking.ts'

type Wrapped = [name: ClassName, method: string, as: ClassName, member?: string]

const part = { text: 'of the record' }

const whenPresent: Wrapped[] = [
  ['Actor', 'person', 'Person'],
  ['Actor', 'organization', 'Organization'],
  ['Provider', 'providerEntity', 'Person'],
  ['Provider', 'careProvisionDateRange', 'DateRange'],
  ['Medication', 'administrationTiming', 'AdministrationTiming'],
  ['Medication', 'dose', 'Scalar'],
  ['Medication', 'doseRestriction', 'DoseRestriction'],
  ['DoseRestriction', 'numerator', 'Scalar'],
  ['DoseRestriction', 'denominator', 'Scalar'],
  ['MedicationInformation', 'drugManufacturer', 'Organization'],
  ['AdministrationTiming', 'period', 'Scalar'],
  ['Fulfillment', 'dispensingPharmacyLocation', 'Address'],
  ['Fulfillment', 'quantityDispensed', 'Scalar'],
  ['OrderInformation', 'quantityOrdered', 'Scalar'],
  ['Encounter', 'performer', 'Actor'],
  ['Encounter', 'reasonForVisit', 'CodedEntry', 'reason'],
  ['Condition', 'causeOfDeath', 'CauseOfDeath'],
  ['Procedure', 'performer', 'Actor'],
  ['Immunization', 'medicationSeriesNumber', 'Scalar'],
  ['Immunization', 'performer', 'Actor'],
]
for (const [name, method, as, member = method] of whenPresent) {
  t.test(`${name}.${method}() is the ${as} of ${member}, undefined when falsy`, async (t) => {
    t.strictSame(answerOf(name, method, { [member]: part }), { [as]: part })
    for (const json of [{}, { [member]: null }, { [member]: '' }]) t.equal(answerOf(name, method, json), undefined)
  })
}

const always: [...Wrapped, throwing: string][] = [
  ['Informant', 'organization', 'Organization', 'organization', 'organizationName'],
  ['Supports', 'supportDate', 'DateRange', 'supportDate', 'low'],
  ['Supports', 'guardian', 'Person', 'guardian', 'name'],
  ['Supports', 'contact', 'Person', 'contact', 'name'],
  ['Patient', 'birthPlace', 'Address', 'birthPlace', 'city'],
  ['Patient', 'supports', 'Supports', 'supports', 'guardian'],
  ['Patient', 'custodian', 'Organization', 'custodian', 'organizationName'],
  ['Patient', 'provider', 'Provider', 'provider', 'providerID'],
]
for (const [name, method, as, member = method, throwing] of always) {
  t.test(`${name}.${method}() is always ${as}, whose methods throw when ${member} is absent`, async (t) => {
    t.strictSame(answerOf(name, method, { [member]: part }), { [as]: part })
    t.strictSame(answerOf(name, method, {}), { [as]: undefined })
    t.throws(() => ask(Object(ask(made(name, {}), method)), throwing), TypeError)
  })
}

const ofTheSame: Wrapped[] = [
  ['Provider', 'organizationName', 'Organization'],
  ['Medication', 'medicationInformation', 'MedicationInformation'],
  ['Immunization', 'medicationInformation', 'MedicationInformation'],
]
for (const [name, method, as] of ofTheSame) {
  t.test(`${name}.${method}() is ${as} over the same part`, async (t) => {
    t.strictSame(answerOf(name, method, part), { [as]: part })
  })
}

for (const name of ['Person', 'Patient', 'Organization', 'Facility'] as const) {
  t.test(`${name}.addresses() is an array of Address, empty when absent`, async (t) => {
    t.strictSame(answerOf(name, 'addresses', { addresses: [part, part] }), [{ Address: part }, { Address: part }])
    for (const json of [{}, { addresses: null }]) t.strictSame(answerOf(name, 'addresses', json), [])
  })
}

const lists: Wrapped[] = [
  ['Person', 'telecoms', 'Telecom'],
  ['Patient', 'telecoms', 'Telecom'],
  ['Organization', 'telecoms', 'Telecom'],
  ['Facility', 'telecoms', 'Telecom'],
  ['Informant', 'contacts', 'Person'],
  ['Medication', 'fulfillmentHistory', 'Fulfillment'],
  ['Medication', 'orderInformation', 'OrderInformation'],
]
for (const [name, method, as] of lists) {
  t.test(`${name}.${method}() is an array of ${as}, and throws when absent, which queries catch`, async (t) => {
    t.strictSame(answerOf(name, method, { [method]: [part, part] }), [{ [as]: part }, { [as]: part }])
    t.strictSame(answerOf(name, method, { [method]: [] }), [])
    for (const json of [{}, { [method]: null }]) t.throws(() => answerOf(name, method, json), TypeError)
  })
}

const names = [
  { says: 'the name when there is one', json: { name: 'Dr Example', first: 'Ida' }, gives: 'Dr Example' },
  { says: 'first and last without a name', json: { first: 'Ida', last: 'Sample' }, gives: 'Ida Sample' },
  { says: 'first and last for an empty name', json: { name: '', first: 'Ida', last: 'Sample' }, gives: 'Ida Sample' },
  { says: 'the text undefined for what is missing', json: {}, gives: 'undefined undefined' },
  { says: 'the text null for what is null', json: { first: null, last: 'Sample' }, gives: 'null Sample' },
]
for (const { says, json, gives } of names) {
  t.test(`Person.name() is ${says}`, async (t) => t.equal(answerOf('Person', 'name', json), gives))
}
