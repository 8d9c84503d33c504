import { compileRegex } from './compile-regex.ts'
import { hasCode, normalize } from './has-code.ts'
import { listOf, type Part, partOf } from './part.ts'

/** Code system name → codes, or regular expressions for the `regex_` methods; the query's own, so unchecked. */
export type CodeSet = Part | null | undefined

/** A code and the name of its system, and how both are looked up in a code set: `patient-api.md` section 4. */
export class CodedValue {
  declare c: unknown
  declare csn: unknown

  constructor(c?: unknown, csn?: unknown) {
    this.c = c
    this.csn = csn
  }

  /** The form in which codes are compared: 250 equals "250", and case does not matter. */
  static normalize = normalize

  code() {
    return this.c
  }

  /** What the record stores as `codeSystem`, which is often an OID. */
  codeSystemName() {
    return this.csn
  }

  /** Whether the set has this code under exactly this system name. */
  includedIn(set: CodeSet): boolean {
    const codes = codesUnder(set, this.csn)
    return codes.length > 0 && hasCode(codes, this.c)
  }

  /** Whether an expression under exactly this system name matches anywhere in the code. Raises SyntaxError. */
  regex_includedIn(set: CodeSet): boolean {
    const sources = codesUnder(set, this.csn)
    for (let index = 0; index < sources.length; index++) {
      if (compileRegex(sources[index]).test(String(this.c))) return true
    }
    return false
  }
}

const none: ArrayLike<unknown> = []

function codesUnder(set: CodeSet, system: unknown): ArrayLike<unknown> {
  for (const name in set) if (name === system) return listOf(set[name])
  return none
}

/** One CodedValue for each code of `{system name: [code]}`. Raises TypeError where a list is null. */
export function createCodedValues(codes: unknown): CodedValue[] {
  const values: CodedValue[] = []
  const systems = partOf(codes)
  for (const system in systems) appendCodes(values, system, systems[system])
  return values
}

/** The codes of an entry: as above, but a null list is skipped, so that it does not hide the whole section. */
export function codedValuesOf(codes: unknown): CodedValue[] {
  const values: CodedValue[] = []
  const systems = partOf(codes)
  for (const system in systems) {
    const list = systems[system]
    if (list !== null && list !== undefined) appendCodes(values, system, list)
  }
  return values
}

function appendCodes(values: CodedValue[], system: string, list: unknown): void {
  const codes = listOf(list)
  for (let index = 0; index < codes.length; index++) values.push(new CodedValue(codes[index], system))
}

/** The CodedValue of `{code, codeSystem}`; undefined for null and undefined only. */
export function createCodedValue(json: unknown): CodedValue | undefined {
  return json === null || json === undefined ? undefined : codedValueOf(CodedValue, json)
}

/** A coded member that is always an object: over undefineds when the member is absent. */
export function codedValueOf<T extends CodedValue>(Class: new (c: unknown, csn: unknown) => T, json: unknown): T {
  const coded = partOf(json ?? {})
  return new Class(coded.code, coded.codeSystem)
}
