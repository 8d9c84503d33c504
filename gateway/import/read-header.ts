import type { PatientRecord } from '../record.ts'
import type { Context } from './context.ts'
import { type Element, first, firstAttribute, firstValue, fullText, select } from './element.ts'
import { readTime } from './read-time.ts'
import { DocumentRefused } from './refusal.ts'

/** Old MongoDB servers index no key beyond 1,024 bytes; a character may take three. */
export const longestKey = 256

export type Header = Omit<
  PatientRecord,
  'allergies' | 'conditions' | 'encounters' | 'immunizations' | 'medications' | 'results' | 'vital_signs'
>

/**
 * The record's own fields (`e2e-import.md` section 3). Raises DocumentRefused if there is no patient role, or nothing to
 * tell the patient by.
 */
export function readHeader(root: Element, context: Context): Header {
  const role = first(root, 'recordTarget', 'patientRole')
  if (!role) throw new DocumentRefused('unidentified', 'ClinicalDocument/recordTarget/patientRole is missing')
  const key = firstValue(root, 'extension', 'id') ?? null
  if (key !== null && key.length > longestKey) {
    throw new DocumentRefused('limit', `ClinicalDocument/id/@extension is longer than ${longestKey} characters`)
  }
  const person = readPerson(role)
  if (key === null && !isIdentified(person)) {
    throw new DocumentRefused(
      'unidentified',
      'ClinicalDocument/recordTarget/patientRole does not tell who the patient is',
    )
  }
  const hashId = context.pseudonym(identityOf(person))
  const { birthdate, gender, languages } = person
  return {
    _id: key ?? hashId,
    emr_demographics_primary_key: key,
    primary_care_provider_id: firstValue(root, 'extension', 'author', 'assignedAuthor', 'id') ?? null,
    effective_time: readTime(firstAttribute(root, 'value', 'effectiveTime')),
    first: hashed(person.given, context),
    last: hashed(person.family, context),
    birthdate,
    gender,
    medical_record_number: hashed(person.healthNumber, context),
    ...(languages.length > 0 && { languages }),
    hash_id: hashId,
  }
}

/** What identifies a patient, in clear; never leaves this module. */
type Person = {
  healthNumber: string
  given: string
  family: string
  birthdate: number | null
  gender: string | null
  languages: string[]
}

function readPerson(role: Element): Person {
  const given = first(role, 'patient', 'name', 'given')
  const family = first(role, 'patient', 'name', 'family')
  return {
    healthNumber: firstValue(role, 'extension', 'id') ?? '',
    given: given ? fullText(given) : '',
    family: family ? fullText(family) : '',
    birthdate: readTime(firstAttribute(role, 'value', 'patient', 'birthTime')),
    gender: firstAttribute(role, 'code', 'patient', 'administrativeGenderCode') || null,
    languages: select(role, 'patient', 'languageCommunication', 'languageCode').flatMap(
      ({ attributes }) => attributes.code || [],
    ),
  }
}

const isIdentified = ({ healthNumber, given, family, birthdate }: Person) =>
  healthNumber !== '' || (given !== '' && family !== '' && birthdate !== null)

/** The text behind `hash_id`: the parts run together, missing ones left out (`e2e-import.md` section 4). */
const identityOf = ({ healthNumber, given, family, birthdate, gender }: Person) =>
  `${healthNumber}${given}${family}${birthdate ?? ''}${gender ?? ''}`

const hashed = (text: string, { pseudonym }: Context) => (text === '' ? null : pseudonym(text))
