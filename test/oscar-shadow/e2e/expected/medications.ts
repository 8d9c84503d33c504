import type { Chart, Clinic, Drug } from '../../../../oscar-shadow/chart.ts'
import { H, provider } from '../../../gateway/import/importing.ts'
import { day, key, lastDay, number, performer, trimmed, whole } from './columns.ts'

const frequencies: Record<string, object> = {
  bid: rate(2, 1, 'd'),
  od: rate(1, 1, 'd'),
  '3x dai': rate(3, 1, 'd'),
  q3mont: rate(1, 3, 'mo'),
  monthl: rate(1, 1, 'mo'),
}
const forms: Record<string, string> = { TABLET: 'TAB', 'SPRAY, METERED DOSE': 'SPRYADAPT' }

function rate(times: number, per: number, unit: string) {
  return { numerator: { unit: null, value: times }, denominator: { unit, value: per } }
}

export function medications({ drugs }: Chart, clinic: Clinic, today: number) {
  return groupsOf(drugs)
    .filter((rows) => day(rows[0]?.written_date) !== undefined || rows.some((row) => hasPeriod(row)))
    .map((rows) => medication(rows, clinic, today))
}

const hasPeriod = (row: Drug) => day(row.rx_date) !== undefined || day(row.end_date) !== undefined
const plainDin = (row: Drug) => key(row.regional_identifier).replace(/^0+(?=\d)/, '')

function groupsOf(drugs: Drug[]): Drug[][] {
  const kept = drugs.filter((row) => !(row.archived === 1 && trimmed(row.archived_reason).toLowerCase() === 'deleted'))
  const newest = kept.toSorted((a, b) => b.drugid - a.drugid)
  const groups = Map.groupBy(newest, (row) => (plainDin(row) ? `din ${plainDin(row)}` : row.drugid))
  const rank = ([row]: Drug[]) =>
    row && /^\d+$/.test(plainDin(row)) ? Number(plainDin(row)) : Number.POSITIVE_INFINITY
  const name = ([row]: Drug[]) => (trimmed(row?.BN) || nameOf(row)).toLowerCase()
  return [...groups.values()].sort((a, b) => {
    if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1
    return name(a) === name(b) ? 0 : name(a) < name(b) ? -1 : 1
  })
}

const nameOf = (row: Drug | undefined) => whole(row?.GN) || whole(row?.BN) || whole(row?.customName)

function medication(rows: Drug[], clinic: Clinic, today: number) {
  const [newest] = rows
  if (!newest) throw new Error('a group without rows')
  const current = rows.filter((row) => row.archived !== 1)
  const active = current.some((row) => row.long_term === 1 || (lastDay(row.end_date) ?? 0) >= today)
  const longTerm = (current.length > 0 ? current : rows).some((row) => row.long_term === 1)
  return {
    codes: codesOf(newest),
    mood_code: 'EVN',
    _type: 'Medication',
    ...dosing(rows),
    freeTextSig: signature(rows, longTerm),
    statusOfMedication: { value: active ? 'active' : 'completed' },
    longTerm,
    description: whole(newest.BN) || nameOf(newest),
    ...periodOf(rows.find(hasPeriod)),
    time: day(newest.written_date) ?? null,
    ...strengthOf(rows),
    orderInformation: rows.map((row) => order(row, clinic)),
  }
}

function codesOf(row: Drug) {
  const [din, code] = [key(row.regional_identifier), key(row.ATC)]
  if (!din && !code) return { Unknown: ['NI'] }
  return { ...(din && { 'HC-DIN': [din] }), ...(code && { whoATC: [code] }) }
}

/** Without any period there is only a start that nobody knows, and that is a start nevertheless. */
function periodOf(row: Drug | undefined) {
  if (!row) return {}
  const end = day(row.end_date)
  return { start_time: day(row.rx_date) ?? null, ...(end !== undefined && { end_time: end }) }
}

function dosing(rows: Drug[]) {
  const codes = rows.map((row) => trimmed(row.freqcode).toLowerCase())
  const timed = codes.filter((code) => Object.hasOwn(frequencies, code))
  const text = rows.map(durationOf).find((told) => told !== '')
  const routes = rows.map((row) => trimmed(row.route)).filter(Boolean)
  const known = rows.map((row) => trimmed(row.drug_form)).filter((form) => Object.hasOwn(forms, form))
  return {
    administrationTiming: {
      frequency: frequencies[timed[0] ?? ''] ?? { numerator: null, denominator: null },
      ...(codes.includes('q4-6h') && { period: { low: { unit: 'h', value: 4 }, high: { unit: 'h', value: 6 } } }),
      ...(text && { text }),
    },
    dose: doseOf(rows),
    route: routes.length > 0 ? route(routes.at(-1)) : {},
    productForm: known.length > 0 ? form(known.at(-1) ?? '') : {},
  }
}

const route = (code: string | undefined) => ({
  code,
  codeSystem: '2.16.840.1.113883.5.112',
  codeSystemName: 'RouteOfAdministration',
  displayName: code,
})
const form = (name: string) => ({ code: forms[name], codeSystem: '2.16.840.1.113883.1.11.14570', displayName: name })

function durationOf(row: Drug): string {
  if (!Number(number(row.duration) ?? 0)) return ''
  return `${trimmed(row.duration)} ${trimmed(row.durunit)}`.trim()
}

const amount = (take: number | null) =>
  take === null || Number.isNaN(take) ? '' : Number.isInteger(take) ? `${take}.0` : `${take}`
const firstDosed = (rows: Drug[]) => rows.find((row) => amount(row.takemin) !== '')
const unitOf = (column: string | null | undefined) => trimmed(column).replace(/\s+/g, '_')

function doseOf(rows: Drug[]) {
  const row = firstDosed(rows)
  if (!row || unitOf(row.unitName)) return null
  return { low: amount(row.takemin), high: amount(row.takemax) }
}

/** The strength of the newest product; else the dose stands in. */
function strengthOf(rows: Drug[]) {
  const quantity = (scalar: string, units: string) => ({
    values: [{ scalar, units, _type: 'PhysicalQuantityResultValue' }],
  })
  const [newest] = rows
  const scalar = number(trimmed(newest?.dosage).split(/\s/)[0])
  if (scalar && unitOf(newest?.unit)) return quantity(scalar, unitOf(newest?.unit))
  const row = firstDosed(rows)
  return row ? quantity(amount(row.takemin), unitOf(row.unitName)) : {}
}

function signature(rows: Drug[], longTerm: boolean): string {
  const texts = [...new Set(rows.map((row) => whole(row.special_instruction)).filter(Boolean))]
  const prn = rows.find((row) => row.prn !== null)?.prn === 1
  return `${texts.join('\n')}${prn ? ' E2E_PRN_FLAG' : ''}${longTerm ? ' E2E_LONG_TERM_FLAG' : ''}`
}

function order(row: Drug, clinic: Clinic) {
  const [written, end] = [day(row.written_date), day(row.end_date)]
  const [name, billing] = [whole(row.outside_provider_name), key(row.outside_provider_ohip)]
  return {
    prn: row.prn === null ? null : row.prn === 1,
    orderDateTime: day(row.rx_date) ?? null,
    ...(end !== undefined && { orderExpirationDateTime: end }),
    performer:
      name && billing ? provider(H(name + billing), written ?? null) : performer(row.provider_no, clinic, written),
  }
}
