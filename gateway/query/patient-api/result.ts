import { CodedEntry } from './coded-entry.ts'
import { type CodedValue, createCodedValue } from './coded-value.ts'

/** A laboratory result or a vital sign. */
export class Result extends CodedEntry {
  resultType() {
    return this.type()
  }

  interpretation(): CodedValue | undefined {
    return createCodedValue(this.json.interpretation)
  }

  referenceRange() {
    return this.json.referenceRange
  }

  comment() {
    return this.json.comment
  }
}
