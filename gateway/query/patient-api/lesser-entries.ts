import { CodedEntry } from './coded-entry.ts'
import { type CodedValue, createCodedValue } from './coded-value.ts'
import { presentDate } from './dates.ts'

export class Pregnancy extends CodedEntry {
  comment() {
    return this.json.comment
  }
}

export class Socialhistory extends CodedEntry {
  value() {
    return this.json.value
  }
}

export class CareGoal extends CodedEntry {}

export class MedicalEquipment extends CodedEntry {
  anatomicalStructure(): CodedValue | undefined {
    return createCodedValue(this.json.anatomicalStructure)
  }

  removalTime(): Date | undefined {
    return presentDate(this.json.removalTime)
  }
}

export class FunctionalStatus extends CodedEntry {
  /** "condition" or "result"; matching goes by the codes all the same. */
  override type() {
    return this.json.type
  }

  source(): CodedValue | undefined {
    return createCodedValue(this.json.source)
  }
}

/** May be over a plain text such as "EN": then it has no codes, and all else is undefined. */
export class Language extends CodedEntry {
  modeCode(): CodedValue | undefined {
    return createCodedValue(this.json.modeCode)
  }

  preferenceIndicator() {
    return this.json.preferenceIndicator
  }
}
