import { Address } from './contact.ts'
import { dateFromUtcSeconds } from './dates.ts'
import { RecordPart, wrapPresent } from './part.ts'
import { Scalar } from './scalars.ts'
import { Status } from './status.ts'

/** One time that a pharmacy handed the drug out. */
export class Fulfillment extends RecordPart {
  /** Always a Date: invalid when absent. */
  dispenseDate(): Date {
    return dateFromUtcSeconds(this.json.dispenseDate)
  }

  dispensingPharmacyLocation(): Address | undefined {
    return wrapPresent(Address, this.json.dispensingPharmacyLocation)
  }

  quantityDispensed(): Scalar | undefined {
    return wrapPresent(Scalar, this.json.quantityDispensed)
  }

  prescriptionNumber() {
    return this.json.prescriptionNumber
  }

  fillNumber() {
    return this.json.fillNumber
  }

  /** The member itself is the code. */
  fillStatus(): Status | undefined {
    return wrapPresent(Status, this.json.fillStatus)
  }
}

/** One prescription. */
export class OrderInformation extends RecordPart {
  orderNumber() {
    return this.json.orderNumber
  }

  fills() {
    return this.json.fills
  }

  quantityOrdered(): Scalar | undefined {
    return wrapPresent(Scalar, this.json.quantityOrdered)
  }

  /** Always a Date: invalid when absent. */
  orderDateTime(): Date {
    return dateFromUtcSeconds(this.json.orderDateTime)
  }

  /** Always a Date: invalid when absent. */
  orderExpirationDateTime(): Date {
    return dateFromUtcSeconds(this.json.orderExpirationDateTime)
  }

  isPRN() {
    return this.json.prn
  }
}
