import { RecordPart, wrapEach } from './part.ts'

export class Address extends RecordPart {
  /** The lines, as an array. */
  street() {
    return this.json.street
  }

  city() {
    return this.json.city
  }

  state() {
    return this.json.state
  }

  postalCode() {
    return this.json.zip
  }
}

export class Telecom extends RecordPart {
  type() {
    return this.json.type
  }

  value() {
    return this.json.value
  }

  use() {
    return this.json.use
  }

  preferred() {
    return this.json.preferred
  }
}

/** The addresses that a part of the record lists; none where it has no such member. */
export function addressesOf(addresses: unknown): Address[] {
  return addresses ? wrapEach(Address, addresses) : []
}
