import { type CodedValue, type CodeSet, codedValuesOf, createCodedValue } from './coded-value.ts'
import { presentDate } from './dates.ts'
import { listOf, partOf, RecordPart } from './part.ts'
import { readStatus } from './read-status.ts'
import { PhysicalQuantity } from './scalars.ts'

/** What all sections of a record consist of: something coded that happened at a time (`patient-api.md` section 5). */
export class CodedEntry extends RecordPart {
  /** The record's `_id` as text: "undefined" when absent. */
  declare id: string
  declare source_id: unknown
  declare _date: Date | undefined
  declare _startDate: Date | undefined
  declare _endDate: Date | undefined
  declare _type: CodedValue[]
  declare _statusCode: unknown
  declare _freeTextType: unknown

  /** Dates and codes are taken from the part now: what a query does to them or to `json` later, it does to its own. */
  constructor(json: unknown) {
    super(json)
    const part = this.json
    this._date = presentDate(part.time)
    this._startDate = presentDate(part.start_time)
    this._endDate = presentDate(part.end_time)
    this._type = codedValuesOf(part.codes)
    this._statusCode = part.status_code
    this.id = `${part._id}`
    this.source_id = part.id
    this._freeTextType = part.description
  }

  date(): Date | undefined {
    return this._date
  }

  startDate(): Date | undefined {
    return this._startDate
  }

  endDate(): Date | undefined {
    return this._endDate
  }

  setTimestamp(date: Date | undefined): void {
    this._date = date
    this._startDate = date
    this._endDate = date
  }

  timeStamp(): Date | undefined {
    return this._date || this._startDate || this._endDate
  }

  isTimeRange(): boolean {
    return Boolean(this._startDate && this._endDate)
  }

  /** Truthy for an entry with a code and a time; only such entries stand in the lists of a patient. */
  isUsable(): Date | false | undefined {
    return this._type.length > 0 && this.timeStamp()
  }

  /** The codes; FunctionalStatus means something else by it. */
  type(): unknown {
    return this._type
  }

  freeTextType() {
    return this._freeTextType
  }

  /** A word such as "active"; undefined where the record has none in HL7 ActStatus or SNOMED-CT. */
  status() {
    return readStatus(this._statusCode)
  }

  statusCode() {
    return this._statusCode
  }

  includesCodeFrom(set: CodeSet): boolean {
    const codes = this._type
    for (let index = 0; index < codes.length; index++) if (codes[index]?.includedIn(set)) return true
    return false
  }

  /** As above with regular expressions, not anchored. Raises SyntaxError. */
  regex_includesCodeFrom(set: CodeSet): boolean {
    const codes = this._type
    for (let index = 0; index < codes.length; index++) if (codes[index]?.regex_includedIn(set)) return true
    return false
  }

  negationInd() {
    return this.json.negationInd || false
  }

  negationReason(): CodedValue | undefined {
    return createCodedValue(this.json.negationReason)
  }

  reason(): CodedValue | undefined {
    return createCodedValue(this.json.reason)
  }

  /** Quantities, and the codes of coded values, flat in one array. */
  values(): (PhysicalQuantity | CodedValue)[] {
    const values: (PhysicalQuantity | CodedValue)[] = []
    const items = listOf(this.json.values || [])
    for (let index = 0; index < items.length; index++) {
      const item = partOf(items[index])
      if (item.scalar === null || item.scalar === undefined) values.push(...codedValuesOf(item.codes))
      else values.push(new PhysicalQuantity(item))
    }
    return values
  }
}
