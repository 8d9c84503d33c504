import type { Decode } from './decode-text.ts'
import type { Kind } from './layouts.ts'

/** A value as a server or a dump file gives it: text as bytes, dates as text. */
export type RawValue = Uint8Array | string | number | null

type Converter = (value: RawValue) => string | number | null

/** Makes a value what its column holds, whatever this build of OSCAR stores it as; null for what can't be that. */
export function converterFor(kind: Kind, decode: Decode): Converter {
  if (kind === 'text') return (value) => (value === null ? null : asText(value, decode))
  return kind === 'integer' ? toInteger : toReal
}

function asText(value: string | number | Uint8Array, decode: Decode): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : decode(value)
}

function toInteger(value: RawValue): number | null {
  if (value === null) return null
  // A BIT column, as one byte.
  if (typeof value === 'object' && value.length === 1 && (value[0] ?? 0) < 32) return value[0] ?? null
  const number = typeof value === 'number' ? value : Number(digits(value, /^[-+]?\d+$/))
  return Number.isSafeInteger(number) ? number : null
}

function toReal(value: RawValue): number | null {
  if (value === null || typeof value === 'number') return value
  const number = Number(digits(value, /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i))
  return Number.isFinite(number) ? number : null
}

function digits(value: string | Uint8Array, form: RegExp): string | undefined {
  const text = (typeof value === 'string' ? value : Buffer.from(value).toString('latin1')).trim()
  return form.test(text) ? text : undefined
}
