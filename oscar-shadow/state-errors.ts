import { EndpointError } from '../provision/endpoint-error.ts'

/** What the system's codes, and SQLite's, mean for the folder in which an export keeps its state and its stage. */
const meanings: Record<string, [what: string, advice: string]> = {
  ENOSPC: [
    'its disk is full',
    'make room: an export needs about as much as the tables that it reads; then run it again',
  ],
  EACCES: ['this account may not write there', 'name a folder of its own with --state'],
  EPERM: ['this account may not write there', 'name a folder of its own with --state'],
  EROFS: ['its disk is read-only', 'name another folder with --state'],
  EEXIST: ['there is a file in its place', 'name another folder with --state'],
  ENOTDIR: ['there is a file in its place', 'name another folder with --state'],
}
const sqliteCodes = new Map([
  [8, 'EROFS'],
  [13, 'ENOSPC'],
  [14, 'EACCES'],
])

/** The error as it is to be told, if it is about the state folder; else the error itself. */
export function stateError(folder: string, error: unknown): unknown {
  if (error instanceof EndpointError || !(error instanceof Error) || !('code' in error)) return error
  if ('path' in error && !String(error.path).startsWith(folder)) return error
  const code = 'errcode' in error ? sqliteCodes.get(Number(error.errcode) & 0xff) : String(error.code)
  const meaning = meanings[code ?? '']
  if (!meaning) return error
  const [what, advice] = meaning
  return new EndpointError(`the export can't keep its state in ${folder}: ${what} (${code})`, { advice, cause: error })
}
