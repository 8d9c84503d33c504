import { Allergy } from './allergy.ts'
import { Provider, Supports } from './caregivers.ts'
import type { CodedEntry } from './coded-entry.ts'
import { CodedEntryList } from './coded-entry-list.ts'
import { type CodedValue, createCodedValue } from './coded-value.ts'
import { Condition } from './condition.ts'
import { Address } from './contact.ts'
import { presentDate } from './dates.ts'
import { Encounter } from './encounter.ts'
import { Immunization } from './immunization.ts'
import { CareGoal, FunctionalStatus, Language, MedicalEquipment, Pregnancy, Socialhistory } from './lesser-entries.ts'
import { Medication } from './medication.ts'
import { listOf, type PartClass } from './part.ts'
import { Organization, Person } from './person.ts'
import { Procedure } from './procedure.ts'
import { Result } from './result.ts'

const year = 365.25 * 86_400_000

/** What `map` is called with: a record as stored (`patient-api.md` section 7). */
export class Patient extends Person {
  /** As stored: M, F, UN. */
  gender() {
    return this.json.gender
  }

  birthtime(): Date | undefined {
    return presentDate(this.json.birthdate)
  }

  /** Years of 365.25 days, a real number; undefined without a birthdate. Raises TypeError for a number. */
  age(date?: Date | null): number | undefined {
    const birth = this.birthtime()
    return birth && ((date ?? new Date()).getTime() - birth.getTime()) / year
  }

  maritalStatus(): CodedValue | undefined {
    return createCodedValue(this.json.maritalStatus)
  }

  religiousAffiliation(): CodedValue | undefined {
    return createCodedValue(this.json.religiousAffiliation)
  }

  race(): CodedValue | undefined {
    return createCodedValue(this.json.race)
  }

  ethnicity(): CodedValue | undefined {
    return createCodedValue(this.json.ethnicity)
  }

  confidentiality(): CodedValue | undefined {
    return createCodedValue(this.json.confidentiality)
  }

  /** Always an object, as the next three; its methods raise TypeError when the member is absent. */
  birthPlace(): Address {
    return new Address(this.json.birthPlace)
  }

  supports(): Supports {
    return new Supports(this.json.supports)
  }

  custodian(): Organization {
    return new Organization(this.json.custodian)
  }

  provider(): Provider {
    return new Provider(this.json.provider)
  }

  /** All of them, usable or not. */
  languages(): CodedEntryList {
    const list = new CodedEntryList()
    const languages = listOf(this.json.languages || [])
    for (let index = 0; index < languages.length; index++) list.push(new Language(languages[index]))
    return list
  }

  expired() {
    return this.json.expired
  }

  clinicalTrialParticipant() {
    return this.json.clinicalTrialParticipant
  }

  encounters(): CodedEntryList {
    return usableEntries(Encounter, this.json.encounters)
  }

  medications(): CodedEntryList {
    return usableEntries(Medication, this.json.medications)
  }

  conditions(): CodedEntryList {
    return usableEntries(Condition, this.json.conditions)
  }

  procedures(): CodedEntryList {
    return usableEntries(Procedure, this.json.procedures)
  }

  results(): CodedEntryList {
    return usableEntries(Result, this.json.results)
  }

  vitalSigns(): CodedEntryList {
    return usableEntries(Result, this.json.vital_signs)
  }

  immunizations(): CodedEntryList {
    return usableEntries(Immunization, this.json.immunizations)
  }

  allergies(): CodedEntryList {
    return usableEntries(Allergy, this.json.allergies)
  }

  pregnancies(): CodedEntryList {
    return usableEntries(Pregnancy, this.json.pregnancies)
  }

  socialHistories(): CodedEntryList {
    return usableEntries(Socialhistory, this.json.socialhistories)
  }

  careGoals(): CodedEntryList {
    return usableEntries(CareGoal, this.json.care_goals)
  }

  medicalEquipment(): CodedEntryList {
    return usableEntries(MedicalEquipment, this.json.medical_equipment)
  }

  functionalStatuses(): CodedEntryList {
    return usableEntries(FunctionalStatus, this.json.functional_statuses)
  }
}

/** The entries of a section that have a code and a time, made anew at every call. */
function usableEntries(Entry: PartClass<CodedEntry>, section: unknown): CodedEntryList {
  const list = new CodedEntryList()
  const entries = listOf(section || [])
  for (let index = 0; index < entries.length; index++) list.pushIfUsable(new Entry(entries[index]))
  return list
}
