import { CodedValue, codedValuesOf } from './coded-value.ts'
import { RecordPart, wrapPresent } from './part.ts'
import { Organization } from './person.ts'
import { Scalar } from './scalars.ts'

/** The product of a medication or immunization, over the same part of the record. */
export class MedicationInformation extends RecordPart {
  /** Duplicates are kept. */
  codedProduct(): CodedValue[] {
    return codedValuesOf(this.json.codes)
  }

  freeTextProductName() {
    return this.json.description
  }

  codedBrandName() {
    return this.json.codedBrandName
  }

  freeTextBrandName() {
    return this.json.brandName
  }

  drugManufacturer(): Organization | undefined {
    return wrapPresent(Organization, this.json.drugManufacturer)
  }
}

/** E2E records hold a frequency and a text, for which there is no method. */
export class AdministrationTiming extends RecordPart {
  period(): Scalar | undefined {
    return wrapPresent(Scalar, this.json.period)
  }

  institutionSpecified() {
    return this.json.institutionSpecified
  }
}

export class DoseRestriction extends RecordPart {
  numerator(): Scalar | undefined {
    return wrapPresent(Scalar, this.json.numerator)
  }

  denominator(): Scalar | undefined {
    return wrapPresent(Scalar, this.json.denominator)
  }
}

/** By SNOMED-CT codes. */
export class TypeOfMedication extends CodedValue {
  isPrescription() {
    return this.c === '73639000'
  }

  isOverTheCounter() {
    return this.c === '329505003'
  }
}

/** By SNOMED-CT codes. */
export class StatusOfMedication extends CodedValue {
  isOnHold() {
    return this.c === '392521001'
  }

  isNoLongerActive() {
    return this.c === '421139008'
  }

  isActive() {
    return this.c === '55561003'
  }

  isPriorHistory() {
    return this.c === '73425007'
  }
}
