import { CodedEntry } from './coded-entry.ts'
import { type CodedValue, codedValueOf, createCodedValue } from './coded-value.ts'
import { dateFromUtcSeconds } from './dates.ts'
import {
  AdministrationTiming,
  DoseRestriction,
  MedicationInformation,
  StatusOfMedication,
  TypeOfMedication,
} from './medication-parts.ts'
import { Fulfillment, OrderInformation } from './orders.ts'
import { wrapEach, wrapPresent } from './part.ts'
import { Scalar } from './scalars.ts'

export class Medication extends CodedEntry {
  /** Always a Date: the epoch for null, an invalid one when absent. */
  indicateMedicationStart(): Date {
    return dateFromUtcSeconds(this.json.start_time)
  }

  /** Always a Date, as above. */
  indicateMedicationStop(): Date {
    return dateFromUtcSeconds(this.json.end_time)
  }

  freeTextSig() {
    return this.json.freeTextSig
  }

  /** Taken as needed, by a flag in the free text. Raises TypeError without such a text. */
  isPRN(): boolean {
    return sigHas(this.json.freeTextSig, 'E2E_PRN_FLAG')
  }

  isLongTerm() {
    return this.json.longTerm
  }

  /** By a flag in the free text. Raises TypeError without such a text. */
  isLongTerm_deprecated(): boolean {
    return sigHas(this.json.freeTextSig, 'E2E_LONG_TERM_FLAG')
  }

  medicationInformation(): MedicationInformation {
    return new MedicationInformation(this.json)
  }

  administrationTiming(): AdministrationTiming | undefined {
    return wrapPresent(AdministrationTiming, this.json.administrationTiming)
  }

  /** E2E records hold bounds instead of a value and unit, so both are undefined there. */
  dose(): Scalar | undefined {
    return wrapPresent(Scalar, this.json.dose)
  }

  doseRestriction(): DoseRestriction | undefined {
    return wrapPresent(DoseRestriction, this.json.doseRestriction)
  }

  route(): CodedValue | undefined {
    return createCodedValue(this.json.route)
  }

  indication(): CodedValue | undefined {
    return createCodedValue(this.json.indication)
  }

  productForm(): CodedValue | undefined {
    return createCodedValue(this.json.productForm)
  }

  vehicle(): CodedValue | undefined {
    return createCodedValue(this.json.vehicle)
  }

  reaction(): CodedValue | undefined {
    return createCodedValue(this.json.reaction)
  }

  deliveryMethod(): CodedValue | undefined {
    return createCodedValue(this.json.deliveryMethod)
  }

  site(): CodedValue | undefined {
    return createCodedValue(this.json.site)
  }

  typeOfMedication(): TypeOfMedication {
    return codedValueOf(TypeOfMedication, this.json.typeOfMedication)
  }

  /** None of its states is true for E2E records, which store `{value}` instead of a code. */
  statusOfMedication(): StatusOfMedication {
    return codedValueOf(StatusOfMedication, this.json.statusOfMedication)
  }

  doseIndicator() {
    return this.json.doseIndicator
  }

  fulfillmentInstructions() {
    return this.json.fulfillmentInstructions
  }

  patientInstructions() {
    return this.json.patientInstructions
  }

  cumulativeMedicationDuration() {
    return this.json.cumulativeMedicationDuration
  }

  /** Raises TypeError when absent. */
  fulfillmentHistory(): Fulfillment[] {
    return wrapEach(Fulfillment, this.json.fulfillmentHistory)
  }

  /** Raises TypeError when absent. */
  orderInformation(): OrderInformation[] {
    return wrapEach(OrderInformation, this.json.orderInformation)
  }
}

const sigHas = (sig: unknown, flag: string) => (sig as string).indexOf(flag) !== -1
