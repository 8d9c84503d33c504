import * as own from './captured.ts'

/**
 * The name of a result's member, made from an emitted key: `gateway-api.md` section 6.1, the joined form, with numbers and
 * dates as Ruby writes them.
 */
export function memberName(key: unknown): string {
  const parts: Parts = { text: '', count: 0 }
  collect(key, parts)
  return parts.text
}

type Parts = { text: string; count: number }

function collect(key: unknown, parts: Parts): void {
  const scalar = scalarName(key)
  if (scalar !== undefined) {
    parts.text += parts.count > 0 ? `_${scalar}` : scalar
    parts.count += 1
  } else if (typeof key === 'object' && key !== null) collectMembers(key, parts)
}

function collectMembers(key: object, parts: Parts): void {
  const names = own.keysOf(key)
  const isList = own.isArray(key)
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? ''
    if (!isList) collect(name, parts)
    collect(own.readMember(key, name), parts)
  }
}

/** Undefined for what has members. */
function scalarName(key: unknown): string | undefined {
  if (key === null || key === undefined) return ''
  if (typeof key === 'number') return floatName(key)
  if (typeof key !== 'object') return `${key as string | boolean}`
  const time = own.timeOf(key)
  return time === undefined ? undefined : dateName(time)
}

/** A whole number has a fraction of zero, so that it is never mistaken for a text of digits. */
function floatName(number: number): string {
  if (!own.isFiniteNumber(number)) return `${number}`
  const size = number < 0 ? -number : number
  if (number === 0 || (size >= 1e-4 && size < 1e16)) return own.isInteger(number) ? `${number}.0` : `${number}`
  const parts = own.firstMatch(scientific, own.exponential(number))
  if (!parts) return `${number}`
  const exponent = parts[4] ?? ''
  return `${parts[1]}.${parts[2] ?? '0'}e${parts[3]}${exponent.length < 2 ? '0' : ''}${exponent}`
}

const scientific = /^(-?\d)(?:\.(\d+))?e([+-])(\d+)$/

function dateName(time: number): string {
  if (!own.isFiniteNumber(time)) return ''
  const iso = own.isoText(time)
  const end = own.indexOf(iso, 'T')
  return `${own.slice(iso, 0, end)} ${own.slice(iso, end + 1, end + 9)} UTC`
}
