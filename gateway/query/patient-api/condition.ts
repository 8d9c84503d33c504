import { Provider } from './caregivers.ts'
import { CodedEntry } from './coded-entry.ts'
import { type CodedValue, createCodedValue } from './coded-value.ts'
import { dateFromUtcSeconds } from './dates.ts'
import { RecordPart, wrapEach, wrapPresent } from './part.ts'

export class Condition extends CodedEntry {
  /** Raised always in the original; E2E records call the member otherwise than the upstream ones. */
  providers(): Provider[] {
    return wrapEach(Provider, this.json.treatingProviders ?? this.json.treating_provider ?? [])
  }

  diagnosisPriority() {
    return this.json.priority
  }

  ordinality(): CodedValue | undefined {
    return createCodedValue(this.json.ordinality)
  }

  problemStatus(): CodedValue | undefined {
    return createCodedValue(this.json.problemStatus)
  }

  severity(): CodedValue | undefined {
    return createCodedValue(this.json.severity)
  }

  ageAtOnset() {
    return this.json.ageAtOnset
  }

  comment() {
    return this.json.comment
  }

  causeOfDeath(): CauseOfDeath | undefined {
    return wrapPresent(CauseOfDeath, this.json.causeOfDeath)
  }
}

export class CauseOfDeath extends RecordPart {
  /** Always a Date: invalid when absent. */
  timeOfDeath(): Date {
    return dateFromUtcSeconds(this.json.timeOfDeath)
  }

  ageAtDeath() {
    return this.json.ageAtDeath
  }
}
