import type { Codes, LabResult, PhysicalQuantity } from '../record.ts'
import { type Element, first, firstAttribute, fullText, joinTexts, ownText, select } from './element.ts'
import { addCode, codeSystemName, hasCode } from './read-codes.ts'
import { readDates } from './read-time.ts'

/** One entry of the results section (`e2e-import.md` section 9). */
export function readResult(observation: Element): LabResult {
  return {
    codes: readCodesByName(observation),
    mood_code: 'EVN',
    _type: 'LabResult',
    ...readDates(observation),
    interpretation: readInterpretation(observation) ?? {},
    description: joinTexts(select(observation, 'text'), ownText),
    status_code: { value: firstAttribute(observation, 'code', 'statusCode') ?? '' },
    referenceRange: readReferenceRange(observation),
    ...readResultValue(first(observation, 'value')),
  }
}

/** One entry of the vital signs section (`e2e-import.md` section 9). */
export function readVitalSign(observation: Element): LabResult {
  return {
    codes: readCodesByName(observation),
    mood_code: 'EVN',
    _type: 'LabResult',
    ...readDates(observation),
    interpretation: readInterpretation(observation),
    description:
      joinTexts(select(observation, 'text'), fullText) || firstAttribute(observation, 'displayName', 'code') || '',
    ...readVitalSignValue(first(observation, 'value')),
  }
}

/** Codes under the name that the document gives the code system, not under that of its OID. */
function readCodesByName(observation: Element): Codes {
  const codes: Codes = {}
  for (const { attributes } of select(observation, 'code')) {
    const code = attributes.code?.trim()
    const oid = attributes.codeSystem?.trim()
    const system = usableKey(attributes.codeSystemName) ?? (oid ? codeSystemName(oid) : undefined)
    if (code && system) addCode(codes, system, code)
  }
  return codes
}

/** A name as MongoDB and JavaScript can bear it as a key; undefined if nothing usable is left (K11). */
function usableKey(name: string | undefined): string | undefined {
  const key = name?.trim().replaceAll('.', '_').replace(/^\$+/, '')
  return key && !['__proto__', 'prototype', 'constructor'].includes(key) ? key : undefined
}

function readInterpretation(observation: Element): { code: string; codeSystem: string } | null {
  const { code, codeSystem } = select(observation, 'interpretationCode').find(hasCode)?.attributes ?? {}
  return code === undefined ? null : { code, codeSystem: codeSystemName(codeSystem) }
}

/** Several ranges are each followed by `; `, the last one too: so the original has it, and queries know it. */
function readReferenceRange(observation: Element): string {
  const ranges = select(observation, 'referenceRange', 'observationRange', 'text').map(ownText)
  if (ranges.length <= 1) return ranges[0] ?? 'unspecified'
  return ranges.map((range) => `${range}; `).join('')
}

type Value = Pick<LabResult, 'values' | 'free_text'>

function readResultValue(value: Element | undefined): Value {
  if (!value) return {}
  if (typeOf(value) === 'ST') return { free_text: value.attributes.value ?? fullText(value) }
  const quantity = readQuantity(value)
  if (quantity) return { values: [quantity] }
  const shown = value.attributes.displayName || value.attributes.code
  return shown ? { free_text: shown } : {}
}

function readVitalSignValue(value: Element | undefined): Value {
  if (!value) return {}
  const quantity = readQuantity(value)
  return quantity ? { free_text: fullText(value), values: [quantity] } : { free_text: '' }
}

/** The local part of `xsi:type`; any prefix may be bound to the namespace of the types. */
const typeOf = ({ attributes }: Element) => attributes['xsi:type']?.trim().replace(/^.*:/, '')

/** An empty quantity is none (K18). */
function readQuantity(value: Element): PhysicalQuantity | undefined {
  const scalar = (value.attributes.value || fullText(value)).trim()
  if (scalar === '') return undefined
  return { scalar, units: value.attributes.unit ?? null, _type: 'PhysicalQuantityResultValue' }
}
