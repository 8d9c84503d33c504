/** More sources than any known query has; one that makes up new ones for every patient must not fill the memory. */
const most = 1000
const compiled = new Map<string, RegExp>()

/**
 * The expression as `regex_match` and friends mean it: not anchored, case ignored, other flags of a RegExp dropped.
 * Compiled once for each source, because it is asked for with every code of every entry. Raises SyntaxError.
 */
export function compileRegex(source: unknown): RegExp {
  if (typeof source !== 'string') return new RegExp(source as RegExp, 'i')
  const known = compiled.get(source)
  if (known) return known
  if (compiled.size >= most) compiled.clear()
  const regex = new RegExp(source, 'i')
  compiled.set(source, regex)
  return regex
}
