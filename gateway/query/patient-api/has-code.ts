type Kept = { codes: unknown[]; normalized: Set<string> }

/** Below this, walking the list costs less than keeping it. */
const long = 16
const kept = new WeakMap<object, Kept>()

export const normalize = (code: unknown) => String(code).toLowerCase()

/**
 * Whether a list of a code set has the code. Value sets may have thousands of codes and are asked for with every code of
 * every entry, so a long list is normalized once, and again when a query has changed it since.
 */
export function hasCode(list: ArrayLike<unknown>, code: unknown): boolean {
  const wanted = normalize(code)
  if (list.length >= long && typeof list === 'object') return normalizedCodes(list).has(wanted)
  for (let index = 0; index < list.length; index++) if (normalize(list[index]) === wanted) return true
  return false
}

function normalizedCodes(list: ArrayLike<unknown>): Set<string> {
  const known = kept.get(list)
  if (known && isSame(known.codes, list)) return known.normalized
  const codes = Array.from(list)
  const normalized = new Set(codes.map(normalize))
  kept.set(list, { codes, normalized })
  return normalized
}

function isSame(codes: unknown[], list: ArrayLike<unknown>): boolean {
  if (codes.length !== list.length) return false
  for (let index = 0; index < codes.length; index++) if (codes[index] !== list[index]) return false
  return true
}
