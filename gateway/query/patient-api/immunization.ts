import { CodedEntry } from './coded-entry.ts'
import { CodedValue, codedValueOf } from './coded-value.ts'
import { presentDate } from './dates.ts'
import { MedicationInformation } from './medication-parts.ts'
import { wrapPresent } from './part.ts'
import { Actor } from './person.ts'
import { Scalar } from './scalars.ts'

export class Immunization extends CodedEntry {
  medicationSeriesNumber(): Scalar | undefined {
    return wrapPresent(Scalar, this.json.medicationSeriesNumber)
  }

  medicationInformation(): MedicationInformation {
    return new MedicationInformation(this.json)
  }

  /** The time of the entry where the member is absent, as in all E2E records. Raised always in the original. */
  administeredDate(): Date | undefined {
    return presentDate(this.json.administeredDate) ?? this.timeStamp()
  }

  performer(): Actor | undefined {
    return wrapPresent(Actor, this.json.performer)
  }

  comment() {
    return this.json.comment
  }

  refusalInd() {
    return this.json.negationInd
  }

  refusalReason(): NoImmunization {
    return codedValueOf(NoImmunization, this.json.negationReason)
  }
}

/** Why somebody was not immunized. */
export class NoImmunization extends CodedValue {
  isImmune() {
    return this.c === 'IMMUNE'
  }

  isMedPrec() {
    return this.c === 'MEDPREC'
  }

  isOstock() {
    return this.c === 'OSTOCK'
  }

  isPatObj() {
    return this.c === 'PATOBJ'
  }

  isPhilisop() {
    return this.c === 'PHILISOP'
  }

  isRelig() {
    return this.c === 'RELIG'
  }

  isVacEff() {
    return this.c === 'VACEFF'
  }

  isVacSaf() {
    return this.c === 'VACSAF'
  }
}
