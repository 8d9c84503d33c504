import { CodedValue } from './coded-value.ts'
import { type Address, addressesOf, Telecom } from './contact.ts'
import { presentDate } from './dates.ts'
import { type Part, partOf, wrapEach } from './part.ts'

/** Where an encounter took place; as a coded value, the kind of place. */
export class Facility extends CodedValue {
  declare json: Part
  declare _startDate: Date | undefined
  declare _endDate: Date | undefined

  constructor(json: unknown) {
    const part = partOf(json)
    const { code, codeSystem } = partOf(part.code ?? {})
    super(code, codeSystem)
    this.json = part
    this._startDate = presentDate(part.start_time)
    this._endDate = presentDate(part.end_time)
  }

  name() {
    return this.json.name
  }

  startDate(): Date | undefined {
    return this._startDate
  }

  endDate(): Date | undefined {
    return this._endDate
  }

  addresses(): Address[] {
    return addressesOf(this.json.addresses)
  }

  /** Raises TypeError when absent. */
  telecoms(): Telecom[] {
    return wrapEach(Telecom, this.json.telecoms)
  }
}
