import { stat } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import { EndpointError } from '../provision/endpoint-error.ts'
import type { Listener } from './listen.ts'
import { listenTls } from './listen-tls.ts'
import { signatureOf } from './read-tls.ts'
import type { HubDoor } from './settings.ts'

export type OpenHubDoor = {
  /** Undefined while the certificate is still to be signed. */
  url: string | undefined
  close(grace: number): Promise<void>
}

/** How often it is looked whether the certificate has come, in milliseconds. */
const renewal = 5000

/**
 * The hub-side listener. Where a request for its certificate was made and waits to be signed, the door opens by itself
 * once the certificate is installed; until then the clinic side works alone. Raises EndpointError as `listenTls` does.
 */
export async function openHubDoor(
  handler: RequestListener,
  { address, files }: HubDoor,
  log: Logger,
  every = renewal,
): Promise<OpenHubDoor> {
  if (!(await waitsForSignature(files))) return listenTls(handler, address, files, log)
  log.warn({ request: `${files.key}.csr` }, 'no hub side yet: its certificate waits to be signed')
  let listener: Listener | undefined
  let seen = ''
  const look = async () => {
    const signature = await signatureOf(files)
    if (signature === seen || (await waitsForSignature(files))) return
    seen = signature
    listener = await listenTls(handler, address, files, log).catch((error: unknown) => {
      const reason = error instanceof EndpointError ? error.message : 'the address or the files can not be used'
      log.error({ reason }, 'the hub side can not be opened')
      return undefined
    })
    if (listener) log.info({ https: listener.url }, 'the hub side is open')
  }
  let looking = Promise.resolve()
  const timer = setInterval(() => {
    if (!listener) looking = looking.then(look)
  }, every).unref()
  return {
    url: undefined,
    async close(grace) {
      clearInterval(timer)
      await looking
      await listener?.close(grace)
    },
  }
}

async function waitsForSignature({ certificate, key }: HubDoor['files']): Promise<boolean> {
  return !(await isThere(certificate)) && (await isThere(`${key}.csr`))
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
