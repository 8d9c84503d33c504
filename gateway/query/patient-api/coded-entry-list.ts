import type { CodedEntry } from './coded-entry.ts'
import type { CodeSet } from './coded-value.ts'
import { listOf } from './part.ts'

/** Inclusive; what is falsy (0 too) is open. */
type Bound = Date | number | null | undefined

/**
 * What every section method returns (`patient-api.md` section 6). A native array, where the original was an array-like
 * object: it fills four times as fast. So `Array.isArray` holds, `list[0] = x` moves `length`, `[].concat(list)` spreads it,
 * its JSON is an array and `length` is not enumerated; no known query depends on these. Called the ES5 way on an object of
 * a query's own class, it fills that object as the original did.
 */
export class CodedEntryList extends Array<CodedEntry> {
  /** Puts its arguments into the list: a single number is an item, not a length. */
  constructor(...entries: CodedEntry[]) {
    super()
    this.push(...entries)
  }

  /** `slice`, `map`, `filter` and their like give plain arrays. */
  static override get [Symbol.species]() {
    return Array
  }

  pushIfUsable(entry: CodedEntry): void {
    if (entry.isUsable()) this.push(entry)
  }

  /** A null set is every entry's, an undefined one no entry's. Without any time an entry is outside every bound. */
  match(set: CodeSet, start?: Bound, end?: Bound, includeNegated?: boolean): CodedEntryList {
    const isOf = (entry: CodedEntry) => set === null || entry.includesCodeFrom(set)
    return pick(this, (entry) => isOf(entry) && isWithin(entry, start, end) && isWanted(entry, includeNegated))
  }

  /** `match` with regular expressions, not anchored. Raises SyntaxError. */
  regex_match(set: CodeSet, start?: Bound, end?: Bound, includeNegated?: boolean): CodedEntryList {
    const isOf = (entry: CodedEntry) => set === null || entry.regex_includesCodeFrom(set)
    return pick(this, (entry) => isOf(entry) && isWithin(entry, start, end) && isWanted(entry, includeNegated))
  }

  /** This and then the items of one other list, in a list of its own. */
  override concat(other: unknown): CodedEntryList {
    const joined = pick(this, () => true)
    const items = listOf(other) as ArrayLike<CodedEntry>
    for (let index = 0; index < items.length; index++) joined.push(items[index] as CodedEntry)
    return joined
  }

  /** Entries without a status count as wanted unless told otherwise. */
  withStatuses(statuses: unknown[], includeUndefined?: boolean | null): CodedEntryList {
    const wanted = (includeUndefined ?? true) ? statuses.concat([undefined, null]) : statuses
    return pick(this, (entry) => wanted.includes(entry.status()))
  }

  /** Negated entries; with a set those whose reason is in it. */
  withNegation(set?: CodeSet): CodedEntryList {
    const hasReason = (entry: CodedEntry) => !set || entry.negationReason()?.includedIn(set)
    return pick(this, (entry) => entry.negationInd() && hasReason(entry))
  }

  withoutNegation(): CodedEntryList {
    return pick(this, (entry) => !entry.negationInd())
  }
}

function pick(list: ArrayLike<CodedEntry>, holds: (entry: CodedEntry) => unknown): CodedEntryList {
  const picked = new CodedEntryList()
  for (let index = 0; index < list.length; index++) {
    const entry = list[index] as CodedEntry
    if (holds(entry)) picked.push(entry)
  }
  return picked
}

const isWanted = (entry: CodedEntry, includeNegated?: boolean) => includeNegated || !entry.negationInd()

function isWithin(entry: CodedEntry, start: Bound, end: Bound): boolean {
  return (
    (!start || instant(entry.timeStamp()) >= instant(start)) && (!end || instant(entry.timeStamp()) <= instant(end))
  )
}

/** As a comparison converts it, without its cost for dates: undefined is NaN, which is outside all bounds. */
const instant = (time: Bound) => (time instanceof Date ? time.getTime() : Number(time))
