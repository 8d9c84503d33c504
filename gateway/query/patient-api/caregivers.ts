import { type CodedValue, createCodedValue } from './coded-value.ts'
import { RecordPart, wrapEach, wrapPresent } from './part.ts'
import { Organization, Person } from './person.ts'
import { DateRange } from './scalars.ts'

export class Informant extends RecordPart {
  /** Raises TypeError when absent. */
  contacts(): Person[] {
    return wrapEach(Person, this.json.contacts)
  }

  /** Always an object; its methods raise TypeError when the member is absent. */
  organization(): Organization {
    return new Organization(this.json.organization)
  }
}

/** Who supports the patient. The objects are always there; their methods raise TypeError when the member is absent. */
export class Supports extends RecordPart {
  supportDate(): DateRange {
    return new DateRange(this.json.supportDate)
  }

  guardian(): Person {
    return new Person(this.json.guardian)
  }

  guardianSupportType() {
    return this.json.guardianSupportType
  }

  contact(): Person {
    return new Person(this.json.contact)
  }

  /** The guardian's: a slip of the original that queries may have come to terms with. */
  contactSupportType() {
    return this.json.guardianSupportType
  }
}

export class Provider extends RecordPart {
  providerEntity(): Person | undefined {
    return wrapPresent(Person, this.json.providerEntity)
  }

  careProvisionDateRange(): DateRange | undefined {
    return wrapPresent(DateRange, this.json.careProvisionDateRange)
  }

  role(): CodedValue | undefined {
    return createCodedValue(this.json.role)
  }

  providerType(): CodedValue | undefined {
    return createCodedValue(this.json.providerType)
  }

  patientID() {
    return this.json.patientID
  }

  providerID() {
    return this.json.providerID
  }

  /** Not a name but an Organization, over the provider itself. */
  organizationName(): Organization {
    return new Organization(this.json)
  }
}
