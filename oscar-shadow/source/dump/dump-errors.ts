import { EndpointError } from '../../../provision/endpoint-error.ts'
import type { TableName } from '../layouts.ts'
import type { DumpSyntaxError } from './read-tuple.ts'

type End = { offset: number; line: number; within: string | undefined; rows: number | undefined }

/** The dump was not written, or not copied, to its end. */
export function cutShort(file: string, { offset, line, within, rows }: End): EndpointError {
  const place = within === undefined ? '' : ` inside table ${within}`
  const whole = within === undefined || rows === undefined ? '' : ` after ${rows} whole rows`
  return new EndpointError(
    `the dump ${file} is cut short: it ends at byte ${offset}, line ${line}${place}${whole}, and the mark of its end is missing`,
    { advice: 'wait until the backup is done, or copy the file again; nothing of it was exported' },
  )
}

/** A file of text, or of nothing, that isn't even the beginning of a dump. */
export function noDump(file: string, bytes: number): EndpointError {
  const what = bytes === 0 ? 'is empty' : 'holds no statement'
  return new EndpointError(`${file}, which should be a dump, ${what}`, {
    advice: 'see that it is the file that mysqldump writes, and that the backup is done; nothing was exported',
  })
}

/** What mysqldump would not write. */
export function unreadable(file: string, { message, position }: DumpSyntaxError): EndpointError {
  return new EndpointError(`the dump ${file} can't be read at byte ${position}: ${message}`, {
    advice: 'have the OSP write it with plain mysqldump; nothing of it was exported',
  })
}

export function noColumns(file: string, table: string): EndpointError {
  return new EndpointError(`the dump ${file} doesn't say which columns the table ${table} has`, {
    advice: 'have the OSP leave out --no-create-info, or add --complete-insert',
  })
}

export function twice(file: string, table: TableName): EndpointError {
  return new EndpointError(`the dump ${file} has the table ${table} more than once`, {
    advice: 'if it holds several databases, say which one is to be read',
  })
}
