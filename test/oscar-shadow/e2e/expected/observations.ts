import type { Chart, Clinic, LabResult, Measurement } from '../../../../oscar-shadow/chart.ts'
import { key, moment, number, start, trimmed, whole } from './columns.ts'

const quantity = (scalar: string, units: string | null) => ({
  values: [{ scalar, units, _type: 'PhysicalQuantityResultValue' }],
})

const loinc: Record<string, string> = {
  ...{ BP: '55284-4', SYST: '8480-6', DIAS: '8462-4', WT: '3141-9', PULSE: '8867-4', TEMP: '8310-5' },
}
const units: Record<string, string> = {
  ...{ BP: 'mm[Hg]', SYST: 'mm[Hg]', DIAS: 'mm[Hg]', WT: 'kg', PULSE: '/min', TEMP: 'Cel', EGFR: 'mL/min' },
}
const own = (table: Record<string, string>, name: string) => (Object.hasOwn(table, name) ? table[name] : undefined)

export const vitalSigns = ({ measurements }: Chart, clinic: Clinic) =>
  measurements.flatMap(halves).map((row) => {
    const type = trimmed(row.type)
    const [code, instruction] = [own(loinc, type), trimmed(row.measuringInstruction)]
    const what = type && describe(type, clinic)
    return {
      codes: code ? { LOINC: [code] } : type ? { OSCAR: [type] } : {},
      mood_code: 'EVN',
      _type: 'LabResult',
      ...start(moment(row.dateObserved)),
      interpretation: null,
      description: what && instruction ? `${what} (${instruction})` : what || instruction,
      ...vitalValue(type, row.dataField),
    }
  })

function halves(row: Measurement): Measurement[] {
  if (row.type !== 'BP') return [row]
  const numbers = (row.dataField ?? '').match(/\d+\.\d+|\d+,\d(?!\d)|\d+/g) ?? []
  if (numbers.length !== 2) return [row]
  return ['SYST', 'DIAS'].map((type, index) => ({ ...row, type, dataField: numbers[index] ?? '' }))
}

function describe(type: string, { measurementTypes }: Clinic): string {
  if (type === 'SYST') return 'Systolic Blood Pressure'
  if (type === 'DIAS') return 'Diastolic Blood Pressure'
  return whole(measurementTypes.get(type) ?? measurementTypes.get(type.slice(0, 4))) || type
}

function vitalValue(type: string, dataField: string | null) {
  const [unit, scalar, text] = [own(units, type), number(dataField), whole(dataField)]
  if (unit && scalar) return { free_text: '', ...quantity(scalar, unit) }
  return text ? { free_text: text, ...quantity(text.trim(), null) } : { free_text: '' }
}

export const results = ({ labs }: Chart) =>
  labs.flatMap(({ results: rows }) =>
    rows.map(({ ext, dataField }) => ({
      codes: key(ext.identifier) ? { pCLOCD: [key(ext.identifier)] } : {},
      mood_code: 'EVN',
      _type: 'LabResult',
      ...start(moment(ext.datetime)),
      interpretation: flagOf(trimmed(ext.abnormal).toUpperCase()),
      description: whole(ext.name),
      status_code: { value: trimmed(ext.olis_status).toUpperCase() === 'P' ? 'active' : 'complete' },
      referenceRange: rangeOf(ext),
      ...resultValue(dataField, trimmed(ext.unit)),
    })),
  )

const flagOf = (code: string) =>
  ['A', 'AA', 'H', 'HH', 'L', 'LL', 'N'].includes(code) ? { code, codeSystem: 'ObservationInterpretation' } : {}

function rangeOf({ range, minimum, maximum }: LabResult['ext']): string {
  const [low, high] = [trimmed(minimum), trimmed(maximum)]
  if (whole(range)) return whole(range)
  if (low && high) return `${low} - ${high}`
  return low ? `from ${low}` : high ? `up to ${high}` : 'unspecified'
}

function resultValue(dataField: string | null, unit: string) {
  const [scalar, text] = [number(dataField), whole(dataField)]
  if (text === '') return { free_text: '' }
  if (scalar && unit) return quantity(scalar, unit.replace(/\s+/g, '_'))
  return { free_text: unit ? `${text} ${unit}` : text }
}
