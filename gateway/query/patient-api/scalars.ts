import { dateFromUtcSeconds, presentDate } from './dates.ts'
import { RecordPart } from './part.ts'

export class Scalar extends RecordPart {
  unit() {
    return this.json.unit
  }

  value() {
    return this.json.value
  }
}

/** A value of an entry. E2E records store the scalar as text, others as a number. */
export class PhysicalQuantity extends RecordPart {
  units() {
    return this.json.units
  }

  /** The number that the stored value begins with, else NaN. */
  scalar(): number {
    return Number.parseFloat(String(this.json.scalar))
  }
}

export class DateRange extends RecordPart {
  hi() {
    return presentDate(this.json.hi)
  }

  low(): Date {
    return dateFromUtcSeconds(this.json.low)
  }
}
