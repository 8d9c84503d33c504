import { posix } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Delivery, fileNameOf, TargetUnavailable } from './delivery.ts'
import { connectSftp, readLogin, type SftpConnection, type SftpKeys } from './sftp-connection.ts'

/** How often in a row a document may fail to get through. */
const mostAttempts = 5

/**
 * Puts documents into a folder of another machine, where a gateway watches: each appears whole or not at all. The machine
 * must show exactly the given host key. Raises EndpointError for keys that can't be used, TargetUnavailable.
 */
export async function openSftpDelivery(url: URL, keys: SftpKeys): Promise<Delivery> {
  const folder = decodeURIComponent(url.pathname)
  const name = `sftp://${url.host}${folder}`
  const login = await readLogin(url, keys)
  let connecting: Promise<SftpConnection> | undefined

  /** All documents share one connection; a lost one is made anew by whoever comes first. */
  async function withConnection(work: (connection: SftpConnection) => Promise<void>): Promise<void> {
    connecting ??= connectSftp(login)
    const mine = connecting
    try {
      await work(await mine)
    } catch (error) {
      if (!isAnswer(error) && connecting === mine) {
        connecting = undefined
        await mine.then((connection) => connection[Symbol.asyncDispose]()).catch(() => {})
      }
      throw error
    }
  }

  async function close(): Promise<void> {
    const connection = await connecting?.catch(() => undefined)
    await connection?.[Symbol.asyncDispose]()
  }

  const unavailable = (error: unknown) => new TargetUnavailable(name, reasonOf(error), { cause: error })
  // A wrong key, host or folder shows before the first document is made.
  await withConnection((connection) => connection.expectFolder(folder)).catch(async (error: unknown) => {
    await close()
    throw unavailable(error)
  })
  return {
    name,
    parallel: 8,
    async deliver(patient, document, signal) {
      const path = posix.join(folder, fileNameOf(patient))
      const draft = posix.join(folder, `.${fileNameOf(patient)}.draft`)
      for (let attempt = 1; ; attempt++) {
        signal.throwIfAborted()
        try {
          return await withConnection((connection) => connection.put(draft, path, document))
        } catch (error) {
          if (isAnswer(error) || attempt === mostAttempts) throw unavailable(error)
          await sleep(attempt * 1000, undefined, { signal })
        }
      }
    },
    [Symbol.asyncDispose]: close,
  }
}

/** The server's own refusals carry a number; what a connection died of, a word. */
const isAnswer = (error: unknown) => error instanceof Error && 'code' in error && typeof error.code === 'number'

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (isAnswer(error)) return error.message.toLowerCase()
  if (/authentication methods failed/.test(error.message)) return 'it does not take our key'
  if (/host.*verif|verification failed/i.test(error.message)) return 'it shows another host key than the one we know'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
