import { EndpointError } from '../../provision/endpoint-error.ts'
import { RecordRefused, StoreUnavailable } from './record-store.ts'

const duplicateKey = 11000
const namespaceNotFound = 26

// What a server says of a record that it can't hold: document too large (three ways), key too long, failed
// validation, empty or `$` names.
const recordCodes = new Set([17419, 17420, 10334, 17280, 121, 52, 56, 57])
// The driver's own words for a document over 16 MiB, or one that is no document.
const recordNames = new Set(['MongoInvalidArgumentError', 'BSONError', 'RangeError', 'SyntaxError'])

// CursorNotFound, QueryPlanKilled (the collection was dropped: a wipe), CursorKilled.
const lostCursorCodes = new Set([43, 175, 237])

export function isDuplicateKey(error: unknown): boolean {
  return codeOf(error) === duplicateKey
}

export function isMissingCollection(error: unknown): boolean {
  return codeOf(error) === namespaceNotFound
}

/** Whether a scan lost its place on the server, which may begin again where it stood. */
export function isLostCursor(error: unknown): boolean {
  return lostCursorCodes.has(codeOf(error) ?? 0)
}

// BadValue, FailedToParse, TypeMismatch, NotImplemented, invalid regular expression and its options.
const filterCodes = new Set([2, 9, 14, 238, 51091, 51108])

/** Whether a server refuses a filter as such. */
export function isAboutFilter(error: unknown): boolean {
  return filterCodes.has(codeOf(error) ?? 0)
}

/** What the callers of a store may see: no object of the driver, since those know the password. */
export function storeError(name: string, error: unknown): EndpointError {
  if (error instanceof EndpointError) return error
  if (!(error instanceof Error)) return new StoreUnavailable(name, undefined)
  const code = codeOf(error)
  // A server's own words may quote the record.
  const cause = new Error(`${error.name}: ${code === undefined ? error.message : `error ${code} of the server`}`)
  const aboutRecord = recordNames.has(error.name) || recordCodes.has(code ?? 0)
  return aboutRecord ? new RecordRefused(name, cause) : new StoreUnavailable(name, cause)
}

function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined
}
