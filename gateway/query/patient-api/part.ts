/**
 * Any part of a record. Nothing in it is checked (`patient-api.md` section 1): a missing member reads as undefined, and
 * reading on from there raises the TypeError that it always raised.
 */
export type Part = Readonly<Record<string, unknown>>

/** How a part is read that may be absent or of another shape; no test is made. */
export const partOf = (json: unknown) => json as Part

/** How a list is read that may be absent (TypeError), a text (its characters) or no list at all (nothing). */
export const listOf = (json: unknown) => json as ArrayLike<unknown>

/** Base of the classes that wrap a part of the record, which queries read through `json` wherever they like. */
export class RecordPart {
  declare json: Part

  constructor(json: unknown) {
    this.json = partOf(json)
  }
}

export type PartClass<T> = new (json: unknown) => T

/** An object over the part; undefined when the part is falsy. */
export function wrapPresent<T>(Class: PartClass<T>, json: unknown): T | undefined {
  return json ? new Class(json) : undefined
}

/** An object over each item, in a plain array. Raises TypeError when the list is absent. */
export function wrapEach<T>(Class: PartClass<T>, json: unknown): T[] {
  const items = listOf(json)
  const wrapped: T[] = []
  for (let index = 0; index < items.length; index++) wrapped.push(new Class(items[index]))
  return wrapped
}
