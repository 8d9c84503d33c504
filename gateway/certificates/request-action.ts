import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { EndpointError } from '../../provision/endpoint-error.ts'
import { writeDurably } from '../write-durably.ts'
import type { RequestFlags } from './certificates-command.ts'
import { readKeyIfAny } from './key-file.ts'
import { makeKey } from './key-pair.ts'
import { makeRequest } from './make-request.ts'
import { readNames } from './names.ts'
import { tlsFiles } from './tls-files.ts'

/** Makes a key that waits for its certificate, if none does yet, and prints its request. */
export async function requestCertificate(flags: RequestFlags): Promise<void> {
  const files = tlsFiles(flags)
  const [first, ...more] = readNames(flags.name.length > 0 ? flags.name : files.names)
  if (first === undefined) throw nameless()
  await mkdir(dirname(files.nextKey), { recursive: true, mode: 0o700 })
  const waiting = flags.force ? undefined : await readKeyIfAny(files.nextKey)
  const key = waiting ?? makeKey()
  if (waiting === undefined) await writeDurably(files.nextKey, key, { replace: flags.force === true })
  const request = await makeRequest(key, [first, ...more])
  // Installing checks the certificate against what was asked for.
  await writeDurably(files.request, request, { mode: 0o644 })
  if (flags.out === undefined) process.stdout.write(request)
  else await writeDurably(flags.out, request, { mode: 0o644 })
  tell(`the key ${waiting === undefined ? 'was made' : 'waits already'} in ${files.nextKey} and stays there`)
  tell('let the authority sign the request, then run: endpoint certificates install CERTIFICATE')
}

const tell = (line: string) => process.stderr.write(`${line}\n`)

function nameless(): EndpointError {
  return new EndpointError('the certificate needs a name', {
    advice: 'say how the hub reaches this gateway: --name HOST, or gateway.names in the site file',
    exitCode: 2,
  })
}
