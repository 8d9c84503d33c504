import { idRoots, writtenSystems } from '../../gateway/e2e-vocabulary.ts'
import type { Demographic } from '../chart.ts'
import { personName } from './author.ts'
import { coded, unknown } from './cda.ts'
import type { Context } from './context.ts'
import { dateOf } from './stored-times.ts'
import { tell, tellWhole } from './stored-values.ts'
import { telecoms } from './telecoms.ts'
import { type Child, type Element, element } from './xml.ts'

/** The patient (`e2e-export.md` section 2). */
export function recordTarget(demographic: Demographic, context: Context): Element {
  const { phone, phone2, email } = demographic
  return element(
    'recordTarget',
    { typeCode: 'RCT', contextControlCode: 'OP' },
    element(
      'patientRole',
      { classCode: 'PAT' },
      healthNumber(demographic),
      context.detail === 'full' ? address(demographic) : undefined,
      telecoms({ home: phone, work: phone2, email }, context),
      element(
        'patient',
        { classCode: 'PSN', determinerCode: 'INSTANCE' },
        personName(demographic.first_name, demographic.last_name),
        gender(tell(demographic.sex)),
        birthTime(demographic),
        languageCommunication(tell(demographic.official_lang)),
      ),
    ),
  )
}

/** A number is a Personal Health Number only if British Columbia gave it and it looks like one. */
function healthNumber({ hin, hc_type }: Demographic): Element {
  const number = tell(hin)?.replace(/[\s-]+/g, '') ?? ''
  if (!/[1-9]/.test(number)) return unknown('id')
  const issuer = tell(hc_type)?.toUpperCase() ?? 'BC'
  if (issuer === 'BC' && /^\d{10}$/.test(number)) {
    return element('id', { root: idRoots.bcHealthNumber, extension: number, assigningAuthorityName: 'BC-PHN' })
  }
  return element('id', { extension: number, assigningAuthorityName: issuer === 'BC' ? undefined : issuer })
}

function address({ address, city, province, postal }: Demographic): Child {
  const parts = [
    part('delimiter', address),
    part('city', city),
    part('state', province),
    part('postalCode', postal),
  ].filter((it) => it !== undefined)
  return parts.length > 0 ? element('addr', { use: 'H' }, parts) : undefined
}

function part(name: string, text: string | null): Element | undefined {
  const told = tellWhole(text)
  return told === undefined ? undefined : element(name, {}, told)
}

function gender(sex: string | undefined): Element {
  if (sex === undefined) return unknown('administrativeGenderCode', 'UNK')
  const { code, displayName } = genders.get(sex.toUpperCase()) ?? undifferentiated
  return coded('administrativeGenderCode', writtenSystems.gender, code, displayName)
}

const undifferentiated = { code: 'UN', displayName: 'Undifferentiated' }
const genders = new Map([
  ['M', { code: 'M', displayName: 'Male' }],
  ['F', { code: 'F', displayName: 'Female' }],
])

function birthTime({ year_of_birth, month_of_birth, date_of_birth }: Demographic): Element {
  const date = dateOf(tell(year_of_birth), tell(month_of_birth), tell(date_of_birth))
  return date ? element('birthTime', { value: date }) : unknown('birthTime', 'UNK')
}

const languages: ReadonlyMap<string, string> = new Map([
  ['english', 'EN'],
  ['french', 'FR'],
])

function languageCommunication(official: string | undefined): Child {
  const code = languages.get(official?.toLowerCase() ?? '')
  return code && element('languageCommunication', {}, element('languageCode', { code }))
}
