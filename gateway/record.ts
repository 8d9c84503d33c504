/**
 * The patient record as stored: `e2e-import.md`, to the key. `null` and absent mean different things to hub queries,
 * so a key is optional here only where the specification says that it may be absent.
 */
export type PatientRecord = {
  _id: string
  emr_demographics_primary_key: string | null
  primary_care_provider_id: string | null
  effective_time: UnixSeconds | null
  first: Pseudonym | null
  last: Pseudonym | null
  birthdate: UnixSeconds | null
  gender: string | null
  medical_record_number: Pseudonym | null
  languages?: string[]
  hash_id: Pseudonym
  allergies?: Allergy[]
  conditions?: Condition[]
  encounters?: Encounter[]
  immunizations?: Immunization[]
  medications?: Medication[]
  results?: LabResult[]
  vital_signs?: LabResult[]
}

/** Seconds since 1970, wall-clock digits read as UTC. */
export type UnixSeconds = number
/** Base64 of a hash: 40 characters in `sha224` mode, 44 in `hmac` mode. */
export type Pseudonym = string
/** Code system name → codes, in document order. */
export type Codes = Record<string, string[]>

/** The dates of an entry; a part that the document names without a usable value is `null`. */
export type Dates = { time?: UnixSeconds | null; start_time?: UnixSeconds | null; end_time?: UnixSeconds | null }

type Entry<Type extends string> = Dates & { codes: Codes; mood_code: 'EVN'; _type: Type }

export type CodedValue = { code: string; displayName: string; codeSystem: string; codeSystemName: string }

export type Provider = {
  title: string
  given_name: string
  family_name: Pseudonym
  specialty: string
  npi: Pseudonym
  start: UnixSeconds | null
  end: UnixSeconds | null
  organization: Record<string, never>
}

export type Allergy = Entry<'Allergy'> & {
  description: string
  negationInd?: boolean
  status_code?: Codes
  type: CodedValue | null
  reaction: { text: string; value: CodedValue | null }
  severity: CodedValue | null
}

export type Condition = Entry<'Condition'> & {
  type?: null
  description: string
  status_code?: Codes
  treating_provider?: Provider[]
}

export type Encounter = Entry<'Encounter'> & {
  description: string
  reason?: Reason
  facility?: Facility
  performer: Provider
}

export type Reason = Dates & { codes: Codes; mood_code: 'EVN'; description: string }

export type Facility = {
  name: string | null
  code: { code: string; codeSystemOid: string | null; codeSystem: string } | null
  start_time?: UnixSeconds | null
  end_time?: UnixSeconds | null
  addresses?: Address[]
  telecoms?: Telecom[]
}

export type Address = {
  street: string[]
  city: string | null
  state: string | null
  zip: string | null
  country: string | null
}

export type Telecom = { use: string | null; value: string | null }

export type Immunization = Entry<'Immunization'> & { description: string; negationInd?: true }

export type Scalar = { unit: string | null; value: number | null }
export type Bound = { inclusive: string | null; value: string | null }

export type PhysicalQuantity = { scalar: string; units: string | null; _type: 'PhysicalQuantityResultValue' }

export type AdministrationTiming = {
  frequency: { numerator: Scalar | null; denominator: Scalar | null }
  period?: { low: Scalar | null; high: Scalar | null }
  duration?: { width: Scalar }
  duration_dates?: { low: Bound | null; high: Bound | null }
  text?: string
}

export type Order = {
  prn: boolean | null
  orderDateTime?: UnixSeconds | null
  orderExpirationDateTime?: UnixSeconds | null
  performer?: Provider
}

export type Medication = Entry<'Medication'> & {
  administrationTiming: AdministrationTiming
  freeTextSig: string
  dose: { low: string; high: string } | { center: string } | null
  statusOfMedication: { value: string }
  longTerm: boolean | null
  route:
    | {
        code: string | null
        codeSystem: string | null
        codeSystemName: string | null
        displayName: string | null
        text?: string
      }
    | Record<string, never>
  productForm: { code: string | null; codeSystem: string | null; displayName: string | null } | Record<string, never>
  description?: string
  values?: PhysicalQuantity[]
  orderInformation: Order[]
}

export type LabResult = Entry<'LabResult'> & {
  interpretation: { code: string; codeSystem: string } | Record<string, never> | null
  description: string
  status_code?: { value: string }
  referenceRange?: string
  free_text?: string
  values?: PhysicalQuantity[]
}
