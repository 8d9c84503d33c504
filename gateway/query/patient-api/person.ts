import { type Address, addressesOf, Telecom } from './contact.ts'
import { RecordPart, wrapEach, wrapPresent } from './part.ts'

export class Person extends RecordPart {
  given() {
    return this.json.first
  }

  last() {
    return this.json.last
  }

  /** `name`, else first and last; a missing one is told as the text "undefined". */
  name() {
    return this.json.name || `${this.json.first} ${this.json.last}`
  }

  addresses(): Address[] {
    return addressesOf(this.json.addresses)
  }

  /** Raises TypeError when absent. */
  telecoms(): Telecom[] {
    return wrapEach(Telecom, this.json.telecoms)
  }
}

export class Organization extends RecordPart {
  organizationId() {
    return this.json.organizationId
  }

  organizationName() {
    return this.json.name
  }

  addresses(): Address[] {
    return addressesOf(this.json.addresses)
  }

  /** Raises TypeError when absent. */
  telecoms(): Telecom[] {
    return wrapEach(Telecom, this.json.telecoms)
  }
}

/** Who did something: a person, an organization or both. */
export class Actor extends RecordPart {
  person(): Person | undefined {
    return wrapPresent(Person, this.json.person)
  }

  organization(): Organization | undefined {
    return wrapPresent(Organization, this.json.organization)
  }
}
