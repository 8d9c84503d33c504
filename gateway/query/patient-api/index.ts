import { Allergy } from './allergy.ts'
import { Informant, Provider, Supports } from './caregivers.ts'
import { CodedEntry } from './coded-entry.ts'
import { CodedEntryList } from './coded-entry-list.ts'
import { CodedValue, createCodedValue, createCodedValues } from './coded-value.ts'
import { CauseOfDeath, Condition } from './condition.ts'
import { Address, Telecom } from './contact.ts'
import { dateFromUtcSeconds } from './dates.ts'
import { Encounter } from './encounter.ts'
import { Facility } from './facility.ts'
import { Immunization, NoImmunization } from './immunization.ts'
import { CareGoal, FunctionalStatus, Language, MedicalEquipment, Pregnancy, Socialhistory } from './lesser-entries.ts'
import { Medication } from './medication.ts'
import {
  AdministrationTiming,
  DoseRestriction,
  MedicationInformation,
  StatusOfMedication,
  TypeOfMedication,
} from './medication-parts.ts'
import { Fulfillment, OrderInformation } from './orders.ts'
import { Patient } from './patient.ts'
import { Actor, Organization, Person } from './person.ts'
import { plainClass } from './plain-class.ts'
import { Procedure } from './procedure.ts'
import { Result } from './result.ts'
import { DateRange, PhysicalQuantity, Scalar } from './scalars.ts'
import { Status } from './status.ts'

/**
 * The global `hQuery` of queries (`patient-api.md`). Evaluated once in the realm of each query, where it is the query's to
 * change: prototypes and this object may be extended at will, though a class or function replaced here is not what the API
 * itself goes on using.
 *
 * Where the original throws (section 9), whatever is absent from the record still raises TypeError: queries catch that,
 * and published figures depend on what they did then. Only what could never work is mended:
 *
 * | call | answers |
 * | --- | --- |
 * | `Allergy.adverseEventDate()`, `Immunization.administeredDate()` | the member's date, else the time of the entry |
 * | `Condition.providers()` | a list of Provider, empty when the record has none |
 * | a section with an entry of `codes: {system: null}` | the entry, without that system |
 */
export const hQuery = {
  dateFromUtcSeconds,
  createCodedValue,
  createCodedValues,
  Actor: plainClass(Actor),
  Address: plainClass(Address),
  AdministrationTiming: plainClass(AdministrationTiming),
  Allergy: plainClass(Allergy),
  CareGoal: plainClass(CareGoal),
  CauseOfDeath: plainClass(CauseOfDeath),
  CodedEntry: plainClass(CodedEntry),
  CodedEntryList: plainClass(CodedEntryList),
  CodedValue: plainClass(CodedValue),
  Condition: plainClass(Condition),
  DateRange: plainClass(DateRange),
  DoseRestriction: plainClass(DoseRestriction),
  Encounter: plainClass(Encounter),
  Facility: plainClass(Facility),
  Fulfillment: plainClass(Fulfillment),
  FunctionalStatus: plainClass(FunctionalStatus),
  Immunization: plainClass(Immunization),
  Informant: plainClass(Informant),
  Language: plainClass(Language),
  MedicalEquipment: plainClass(MedicalEquipment),
  Medication: plainClass(Medication),
  MedicationInformation: plainClass(MedicationInformation),
  NoImmunization: plainClass(NoImmunization),
  OrderInformation: plainClass(OrderInformation),
  Organization: plainClass(Organization),
  Patient: plainClass(Patient),
  Person: plainClass(Person),
  PhysicalQuantity: plainClass(PhysicalQuantity),
  Pregnancy: plainClass(Pregnancy),
  Procedure: plainClass(Procedure),
  Provider: plainClass(Provider),
  Result: plainClass(Result),
  Scalar: plainClass(Scalar),
  Socialhistory: plainClass(Socialhistory),
  Status: plainClass(Status),
  StatusOfMedication: plainClass(StatusOfMedication),
  Supports: plainClass(Supports),
  Telecom: plainClass(Telecom),
  TypeOfMedication: plainClass(TypeOfMedication),
}

/** The global of that name: a hook for HQMF's functions, which the API itself never touches (section 10). */
export const Specifics: Record<string, unknown> = {}
