import t from 'tap'
import { answerOf, type ClassName } from './asking.ts'

/** [class, method → member, …]; a method alone reads the member of its own name. */
type Members = [ClassName, ...string[]][]

function eachMember(table: Members, check: (name: ClassName, method: string, member: string) => void) {
  for (const [name, ...methods] of table) {
    for (const entry of methods) {
      const [method = '', member = method] = entry.split(' → ')
      check(name, method, member)
    }
  }
}

const raw: Members = [
  ['Scalar', 'unit', 'value'],
  ['PhysicalQuantity', 'units'],
  ['Address', 'street', 'city', 'state', 'postalCode → zip'],
  ['Telecom', 'type', 'value', 'use', 'preferred'],
  ['Person', 'given → first', 'last'],
  ['Organization', 'organizationId', 'organizationName → name'],
  ['Facility', 'name'],
  ['Supports', 'guardianSupportType', 'contactSupportType → guardianSupportType'],
  ['Provider', 'patientID', 'providerID'],
  ['CodedEntry', 'freeTextType → description', 'statusCode → status_code'],
  ['Patient', 'gender', 'expired', 'clinicalTrialParticipant'],
  ['Medication', 'freeTextSig', 'isLongTerm → longTerm', 'doseIndicator', 'fulfillmentInstructions'],
  ['Medication', 'patientInstructions', 'cumulativeMedicationDuration'],
  ['MedicationInformation', 'freeTextProductName → description', 'codedBrandName', 'freeTextBrandName → brandName'],
  ['AdministrationTiming', 'institutionSpecified'],
  ['Fulfillment', 'prescriptionNumber', 'fillNumber'],
  ['OrderInformation', 'orderNumber', 'fills', 'isPRN → prn'],
  ['Encounter', 'dischargeDisposition'],
  ['Condition', 'diagnosisPriority → priority', 'ageAtOnset', 'comment'],
  ['CauseOfDeath', 'ageAtDeath'],
  ['Result', 'referenceRange', 'comment'],
  ['Immunization', 'comment', 'refusalInd → negationInd'],
  ['Allergy', 'comment'],
  ['Pregnancy', 'comment'],
  ['Socialhistory', 'value'],
  ['FunctionalStatus', 'type'],
  ['Language', 'preferenceIndicator'],
]
eachMember(raw, (name, method, member) => {
  t.test(`${name}.${method}() answers ${member} as stored`, async (t) => {
    for (const stored of ['text', 0, null, false, ['a', 'b']]) {
      t.strictSame(answerOf(name, method, { [member]: stored }), stored)
    }
    t.equal(answerOf(name, method, {}), undefined)
  })
})

const coded: Members = [
  ['Provider', 'role', 'providerType'],
  ['CodedEntry', 'negationReason', 'reason'],
  ['Patient', 'maritalStatus', 'religiousAffiliation', 'race', 'ethnicity', 'confidentiality'],
  ['Medication', 'route', 'indication', 'productForm', 'vehicle', 'reaction', 'deliveryMethod', 'site'],
  ['Encounter', 'admitType', 'transferTo', 'transferFrom'],
  ['Condition', 'ordinality', 'problemStatus', 'severity'],
  ['Procedure', 'source', 'ordinality'],
  ['Result', 'interpretation'],
  ['Allergy', 'adverseEventType → type', 'reaction', 'severity'],
  ['MedicalEquipment', 'anatomicalStructure'],
  ['FunctionalStatus', 'source'],
  ['Language', 'modeCode'],
]
eachMember(coded, (name, method, member) => {
  t.test(`${name}.${method}() is the coded value of ${member}`, async (t) => {
    const code = { code: 'C1', codeSystem: 'System', codeSystemName: 'never this one' }
    t.strictSame(answerOf(name, method, { [member]: code }), ['C1', 'System'])
    t.strictSame(answerOf(name, method, { [member]: { text: '', value: null } }), [undefined, undefined])
    t.equal(answerOf(name, method, { [member]: null }), undefined)
    t.equal(answerOf(name, method, {}), undefined)
  })
})

const alwaysCoded: Members = [
  ['Procedure', 'site'],
  ['Medication', 'typeOfMedication', 'statusOfMedication'],
  ['Immunization', 'refusalReason → negationReason'],
]
eachMember(alwaysCoded, (name, method, member) => {
  t.test(`${name}.${method}() is always a coded value`, async (t) => {
    t.strictSame(answerOf(name, method, { [member]: { code: 'C1', codeSystem: 'System' } }), ['C1', 'System'])
    for (const json of [{}, { [member]: null }]) t.strictSame(answerOf(name, method, json), [undefined, undefined])
  })
})

const presentDates: Members = [
  ['DateRange', 'hi'],
  ['Facility', 'startDate → start_time', 'endDate → end_time'],
  ['CodedEntry', 'date → time', 'startDate → start_time', 'endDate → end_time'],
  ['Patient', 'birthtime → birthdate'],
  ['Encounter', 'admitTime', 'dischargeTime'],
  ['Procedure', 'incisionTime'],
  ['MedicalEquipment', 'removalTime'],
]
eachMember(presentDates, (name, method, member) => {
  t.test(`${name}.${method}() is a Date only for a time that is there, which 0 is not`, async (t) => {
    t.strictSame(answerOf(name, method, { [member]: 1_000_000_000 }), { seconds: 1_000_000_000 })
    t.strictSame(answerOf(name, method, { [member]: -86_400 }), { seconds: -86_400 })
    for (const json of [{}, { [member]: null }, { [member]: 0 }]) t.equal(answerOf(name, method, json), undefined)
  })
})

const alwaysDates: Members = [
  ['DateRange', 'low'],
  ['Medication', 'indicateMedicationStart → start_time', 'indicateMedicationStop → end_time'],
  ['Fulfillment', 'dispenseDate'],
  ['OrderInformation', 'orderDateTime', 'orderExpirationDateTime'],
  ['CauseOfDeath', 'timeOfDeath'],
]
eachMember(alwaysDates, (name, method, member) => {
  t.test(`${name}.${method}() is always a Date: the epoch for null, an invalid one when absent`, async (t) => {
    t.strictSame(answerOf(name, method, { [member]: 1_000_000_000 }), { seconds: 1_000_000_000 })
    t.strictSame(answerOf(name, method, { [member]: 0 }), { seconds: 0 })
    t.strictSame(answerOf(name, method, { [member]: null }), { seconds: 0 })
    t.equal(answerOf(name, method, {}), 'invalid date')
  })
})
