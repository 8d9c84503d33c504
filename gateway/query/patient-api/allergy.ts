import { CodedEntry } from './coded-entry.ts'
import { type CodedValue, createCodedValue } from './coded-value.ts'
import { presentDate } from './dates.ts'

export class Allergy extends CodedEntry {
  product() {
    return this.type()
  }

  /** The time of the entry where the member is absent, as in all E2E records. Raised always in the original. */
  adverseEventDate(): Date | undefined {
    return presentDate(this.json.adverseEventDate) ?? this.timeStamp()
  }

  adverseEventType(): CodedValue | undefined {
    return createCodedValue(this.json.type)
  }

  reaction(): CodedValue | undefined {
    return createCodedValue(this.json.reaction)
  }

  severity(): CodedValue | undefined {
    return createCodedValue(this.json.severity)
  }

  comment() {
    return this.json.comment
  }
}
