/** A JSON object's text from member names and the JSON texts of their values, which are not taken apart. */
export function jsonObject(members: readonly (readonly [name: string, json: string])[]): string {
  return `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`
}

/** The members of an object as jsonObject wants them; undefined ones are left out. */
export function jsonMembers(object: Record<string, unknown>): [name: string, json: string][] {
  return Object.entries(object).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, JSON.stringify(value)] satisfies [string, string]],
  )
}
