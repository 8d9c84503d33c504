import { CodedValue } from './coded-value.ts'

/** A state of an HL7 act; true only for exactly the lower-case word. */
export class Status extends CodedValue {
  isNormal() {
    return this.c === 'normal'
  }

  isAborted() {
    return this.c === 'aborted'
  }

  isActive() {
    return this.c === 'active'
  }

  isCancelled() {
    return this.c === 'cancelled'
  }

  isCompleted() {
    return this.c === 'completed'
  }

  isHeld() {
    return this.c === 'held'
  }

  isNew() {
    return this.c === 'new'
  }

  isSuspended() {
    return this.c === 'suspended'
  }

  isNullified() {
    return this.c === 'nullified'
  }

  isObsolete() {
    return this.c === 'obsolete'
  }
}
