/** A systemd unit as read: section → directive → its values in order, an empty one included since it resets the list. */
export type Unit = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

/** Reads a unit file of ours (systemd.syntax(7), without line continuation). Raises on a line that is none of a unit's. */
export function readUnit(text: string): Unit {
  const unit = new Map<string, Map<string, string[]>>()
  let section: Map<string, string[]> | undefined
  for (const line of text.split('\n').map((line) => line.trim())) {
    if (line === '' || line.startsWith('#')) continue
    const heading = /^\[(\w+)\]$/.exec(line)?.[1]
    const [, directive, value = ''] = /^(\w+)=(.*)$/.exec(line) ?? []
    if (heading) {
      section = unit.get(heading) ?? new Map()
      unit.set(heading, section)
    } else if (directive && section) {
      section.set(directive, [...(section.get(directive) ?? []), value])
    } else {
      throw new Error(`not a line of a unit: ${line}`)
    }
  }
  return unit
}

/** The last value of a directive, which is the one that holds. */
export function lastValue(unit: Unit, section: string, directive: string): string | undefined {
  return unit.get(section)?.get(directive)?.at(-1)
}
