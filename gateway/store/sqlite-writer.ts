// The writer thread of the SQLite store: the only place that writes, so that no disk ever holds up the gateway's event
// loop, and posts that arrive while a commit is under way share the next one.
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { EndpointError } from '../../provision/endpoint-error.ts'
import type { RecordText } from './record-store.ts'
import { hasMoved, type OpenFile, openForWriting } from './sqlite-file.ts'
import { messageOf, prepareUpsert, type UpsertRow, writeGroup } from './sqlite-group.ts'
import { recordsSchema } from './sqlite-schemas.ts'
import { emptyWal, wipeFile } from './sqlite-wipe.ts'
import type { Answer, Failure, Request } from './writer-messages.ts'

// Bounds how long the first record of a group waits, and how much memory it takes; in characters of JSON text.
const groupBound = { records: 256, characters: 32e6 }

type Connection = OpenFile & { upsert: UpsertRow }

if (parentPort) serve(parentPort, (workerData as { folder: string }).folder)

function serve(port: MessagePort, folder: string) {
  let connection: Connection | undefined

  const connect = (): Connection => {
    if (connection && hasMoved(connection)) disconnect()
    if (!connection) {
      const opened = openForWriting(folder, recordsSchema)
      connection = { ...opened, upsert: prepareUpsert(opened.db) }
    }
    return connection
  }
  const disconnect = () => {
    connection?.db.close()
    connection = undefined
  }
  /** After an error the file is opened anew next time: that heals whatever state the connection was left in. */
  const attempt = <Result>(work: () => Result): Result | Failure => {
    try {
      return work()
    } catch (error) {
      disconnect()
      return failureOf(error)
    }
  }
  const write = (records: RecordText[]) => {
    const { db, upsert } = connect()
    return writeGroup(db, upsert, records)
  }
  const close = () => {
    // Another process that reads just now will empty the log itself.
    if (connection) attempt(() => connection && emptyWal(connection.db))
    disconnect()
    return { result: null }
  }

  port.on('message', (first: Request) => {
    const requests = takeWaiting(first, port)
    const records = requests.flatMap(({ task }) => (task.kind === 'upsert' ? [task.record] : []))
    const written = records.length > 0 ? attempt(() => write(records)) : []
    const answers = requests.map(({ ticket, task }, place): Answer => {
      if (task.kind === 'wipe') return { ticket, answer: attempt(() => ({ result: wipeFile(connect().db) })) }
      if (task.kind === 'close') return { ticket, answer: close() }
      const answer = Array.isArray(written) ? written[place] : written
      return { ticket, answer: answer ?? { failure: 'unavailable', message: 'not written' } }
    })
    port.postMessage(answers)
    if (requests.some(({ task }) => task.kind === 'close')) port.close()
  })
}

/** What waits at the port, in order, up to the bound of a group or the first task that is no upsert. */
function takeWaiting(first: Request, port: MessagePort): Request[] {
  const taken: Request[] = []
  let characters = 0
  for (let next: Request | undefined = first; next; next = receiveMessageOnPort(port)?.message) {
    taken.push(next)
    if (next.task.kind !== 'upsert') break
    characters += next.task.record.json.length
    if (taken.length >= groupBound.records || characters >= groupBound.characters) break
  }
  return taken
}

function failureOf(error: unknown): Failure {
  if (error instanceof EndpointError) return { failure: 'advised', message: error.message, advice: error.advice }
  return { failure: 'unavailable', message: messageOf(error) }
}
