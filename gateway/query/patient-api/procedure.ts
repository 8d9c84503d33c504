import { CodedEntry } from './coded-entry.ts'
import { CodedValue, codedValueOf, createCodedValue } from './coded-value.ts'
import { presentDate } from './dates.ts'
import { wrapPresent } from './part.ts'
import { Actor } from './person.ts'

export class Procedure extends CodedEntry {
  performer(): Actor | undefined {
    return wrapPresent(Actor, this.json.performer)
  }

  /** Always an object, of undefineds when the member is absent. */
  site(): CodedValue {
    return codedValueOf(CodedValue, this.json.site)
  }

  source(): CodedValue | undefined {
    return createCodedValue(this.json.source)
  }

  ordinality(): CodedValue | undefined {
    return createCodedValue(this.json.ordinality)
  }

  incisionTime(): Date | undefined {
    return presentDate(this.json.incisionTime)
  }
}
