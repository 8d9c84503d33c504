import { CodedEntry } from './coded-entry.ts'
import { type CodedValue, createCodedValue } from './coded-value.ts'
import { presentDate } from './dates.ts'
import { Facility } from './facility.ts'
import { wrapPresent } from './part.ts'
import { Actor } from './person.ts'

const day = 86_400_000

export class Encounter extends CodedEntry {
  admitType(): CodedValue | undefined {
    return createCodedValue(this.json.admitType)
  }

  admitTime(): Date | undefined {
    return presentDate(this.json.admitTime)
  }

  dischargeTime(): Date | undefined {
    return presentDate(this.json.dischargeTime)
  }

  dischargeDisposition() {
    return this.json.dischargeDisposition
  }

  performer(): Actor | undefined {
    return wrapPresent(Actor, this.json.performer)
  }

  facility(): Facility | undefined {
    return wrapPresent(Facility, this.json.facility)
  }

  facilityArrival(): Date | undefined {
    return this.facility()?.startDate()
  }

  facilityDeparture(): Date | undefined {
    return this.facility()?.endDate()
  }

  /** The member that `reason()` reads as one coded value. */
  reasonForVisit(): CodedEntry | undefined {
    return wrapPresent(CodedEntry, this.json.reason)
  }

  /** Whole days; 0 when the start or the end is missing. */
  lengthOfStay(): number {
    const [start, end] = [this.startDate(), this.endDate()]
    return start && end ? Math.floor((Number(end) - Number(start)) / day) : 0
  }

  transferTo(): CodedValue | undefined {
    return createCodedValue(this.json.transferTo)
  }

  transferFrom(): CodedValue | undefined {
    return createCodedValue(this.json.transferFrom)
  }
}
