import type { Chart, Clinic } from '../../../../oscar-shadow/chart.ts'
import { H } from '../../../gateway/import/importing.ts'
import { day, key, providerNumber, trimmed, whole } from './columns.ts'
import { allergies, conditions, encounters, immunizations } from './history.ts'
import { medications } from './medications.ts'
import { results, vitalSigns } from './observations.ts'

/** The record that a chart must become, worked out from the columns without a document. */
export function expectedRecord(chart: Chart, clinic: Clinic, effectiveTime: number, today: number) {
  const { demographic } = chart
  const [first, last] = [whole(demographic.first_name), whole(demographic.last_name)]
  const mrn = healthNumber(demographic.hin)
  const birthdate = birth(demographic)
  const gender = genderOf(trimmed(demographic.sex).toUpperCase())
  const language = trimmed(demographic.official_lang).toLowerCase()
  return {
    _id: String(demographic.demographic_no),
    emr_demographics_primary_key: String(demographic.demographic_no),
    primary_care_provider_id: providerNumber(demographic.provider_no, clinic.providers) || null,
    effective_time: effectiveTime,
    first: first === '' ? null : H(first),
    last: last === '' ? null : H(last),
    birthdate,
    gender,
    medical_record_number: mrn === '' ? null : H(mrn),
    ...(language === 'english' && { languages: ['EN'] }),
    ...(language === 'french' && { languages: ['FR'] }),
    hash_id: H(`${mrn}${first}${last}${birthdate ?? ''}${gender ?? ''}`),
    ...withoutEmpty({
      allergies: allergies(chart),
      conditions: conditions(chart, clinic),
      encounters: encounters(chart, clinic),
      immunizations: immunizations(chart),
      medications: medications(chart, clinic, today),
      results: results(chart),
      vital_signs: vitalSigns(chart, clinic),
    }),
  }
}

const withoutEmpty = (sections: Record<string, unknown[]>) =>
  Object.fromEntries(Object.entries(sections).filter(([, entries]) => entries.length > 0))

function healthNumber(hin: string | null): string {
  const number = key(hin) === '' ? trimmed(hin) : key(hin)
  const digits = [...number].filter((character) => character.trim() !== '' && character !== '-').join('')
  return /[1-9]/.test(digits) ? digits : ''
}

function birth({ year_of_birth, month_of_birth, date_of_birth }: Chart['demographic']): number | null {
  const two = (column: string | null) => (/^\d\d?$/.test(trimmed(column)) ? trimmed(column).padStart(2, '0') : '00')
  if (!/^\d{4}$/.test(trimmed(year_of_birth))) return null
  return day(`${trimmed(year_of_birth)}-${two(month_of_birth)}-${two(date_of_birth)}`) ?? null
}

function genderOf(sex: string): string | null {
  if (sex === '') return null
  return sex === 'M' || sex === 'F' ? sex : 'UN'
}
