import { NumberLong, ObjectId } from './shell-values.ts'

/** Text of a date as the shell takes it: parts may be missing from the right, and no zone means UTC. */
const isoDate = /^(\d{4})-?(\d\d)?-?(\d\d)?(?:[T ](\d\d):?(\d\d)?:?(\d\d(?:\.\d+)?)?)? ?(Z|[+-]\d\d:?\d\d)?$/

function ISODate(text?: unknown): Date {
  if (text === undefined) return new Date()
  const parts = isoDate.exec(String(text))
  if (!parts) throw new TypeError('this is no ISO date')
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', zone = 'Z'] = parts
  const offset = zone.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2')
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`)
}

type List = ArrayLike<unknown>

/** The first item plus the others, whatever `+` makes of them; null for an empty list. */
function sum(list: List): unknown {
  if (list.length === 0) return null
  let total = list[0]
  for (let index = 1; index < list.length; index++) total = (total as number) + (list[index] as number)
  return total
}

function contains(list: List, wanted: unknown): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: the shell's compares so
  for (let index = 0; index < list.length; index++) if (list[index] == wanted) return true
  return false
}

function unique(list: List): unknown[] {
  const found: unknown[] = []
  for (let index = 0; index < list.length; index++) if (!contains(found, list[index])) found.push(list[index])
  return found
}

const avg = (list: List) => (list.length === 0 ? null : (sum(list) as number) / list.length)

/** What the database's shell has in scope (`gateway-api.md` section 7.1); whatever is printed is dropped. */
export function defineShell(define: (owner: object, name: string, value: unknown) => void) {
  for (const [name, value] of Object.entries({ sum, avg, unique, contains })) define(Array, name, value)
  const shell = { ObjectId, ISODate, NumberLong, tojson: (value: unknown) => JSON.stringify(value), print() {} }
  for (const [name, value] of Object.entries(shell)) define(globalThis, name, value)
}
