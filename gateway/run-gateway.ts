import pino from 'pino'
import { serve } from './serve.ts'
import { type Flags, readSettings } from './settings.ts'

/** Runs a gateway until it is told to stop. Raises EndpointError if it can't start. */
export async function runGateway(flags: Flags): Promise<void> {
  // What the gateway writes is nobody else's to read.
  process.umask(0o077)
  const settings = readSettings(flags)
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }))
  const gateway = await serve(settings, log)
  const https = gateway.https === undefined ? '' : ` https=${gateway.https}`
  process.stdout.write(`ready http=${gateway.http}${https}\n`)
  log.info({ data: settings.data, pseudonyms: settings.pseudonyms }, 'started')
  await stopSignal()
  log.info('stopping')
  await gateway.close()
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  return promise
}
