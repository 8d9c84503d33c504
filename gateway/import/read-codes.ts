import { codeSystems, unknownCodeSystem } from '../e2e-vocabulary.ts'
import type { CodedValue, Codes } from '../record.ts'
import { type Element, select } from './element.ts'

/** The name of a code system by its OID. */
export function codeSystemName(oid: string | undefined): string {
  return codeSystems.get(oid?.trim() ?? '') ?? unknownCodeSystem
}

/** The codes of some elements, duplicates kept (`e2e-import.md` section 2). */
export function readCodes(elements: readonly Element[]): Codes {
  const codes: Codes = {}
  for (const { attributes } of elements) {
    const code = attributes.code?.trim()
    const nullFlavor = attributes.nullFlavor?.trim()
    if (code && attributes.codeSystem !== undefined) addCode(codes, codeSystemName(attributes.codeSystem), code)
    else if (!code && nullFlavor) addCode(codes, unknownCodeSystem, nullFlavor)
  }
  return codes
}

/** Each element followed by its translations. */
export function withTranslations(elements: readonly Element[]): Element[] {
  return elements.flatMap((element) => [element, ...select(element, 'translation')])
}

export function addCode(codes: Codes, system: string, code: string): void {
  // Names come from documents, so one may be that of a property that every object has, such as toString.
  if (Object.hasOwn(codes, system)) codes[system]?.push(code)
  else codes[system] = [code]
}

/** The first element that has a code, with its attributes as written and missing ones empty; `null` if none has. */
export function readCodedValue(elements: readonly Element[]): CodedValue | null {
  const { attributes } = elements.find(hasCode) ?? {}
  if (!attributes) return null
  const { code = '', displayName = '', codeSystem = '', codeSystemName: name = '' } = attributes
  return { code, displayName, codeSystem, codeSystemName: name }
}

export const hasCode = (element: Element): boolean => Boolean(element.attributes.code?.trim())
