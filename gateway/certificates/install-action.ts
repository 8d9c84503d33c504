import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeDurably } from '../write-durably.ts'
import { readCertificates, readCertificatesIfAny } from './certificate-file.ts'
import type { InstallFlags } from './certificates-command.ts'
import { inspectCertificate } from './inspect-certificate.ts'
import { readKeyIfAny } from './key-file.ts'
import { requestedNames } from './make-request.ts'
import { readNames } from './names.ts'
import { showCertificates } from './show-action.ts'
import { type TlsFiles, tlsFiles } from './tls-files.ts'

/** Puts a certificate in place with the key that it belongs to. Raises EndpointError for one that a hub would refuse. */
export async function installCertificate(file: string, flags: InstallFlags): Promise<void> {
  const files = tlsFiles(flags)
  const [certificate, ...below] = await readCertificates(file)
  const { chain, key } = await inspectCertificate({
    certificate,
    others: [
      ...below,
      ...(flags.chain === undefined ? [] : await readCertificates(flags.chain)),
      ...(await readCertificatesIfAny(files.hubCa)),
    ],
    keys: [await readKeyIfAny(files.nextKey), await readKeyIfAny(files.key)].flatMap((key) => key ?? []),
    names: flags.name.length > 0 ? readNames(flags.name) : await expectedNames(files),
    now: new Date(),
  })
  await putInPlace(files, key, chain)
  await showCertificates(undefined, flags)
  process.stderr.write(`installed in ${files.certificate}; a running gateway takes it up by itself\n`)
}

/** What was asked for last, or else what the site file says. */
async function expectedNames(files: TlsFiles): Promise<readonly string[]> {
  const request = await readFile(files.request, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  return request === undefined ? readNames(files.names) : requestedNames(request)
}

/** The key first: should the power fail between the two, installing again finds it there. */
async function putInPlace({ key, certificate, nextKey }: TlsFiles, keyText: string, chain: string): Promise<void> {
  for (const file of [key, certificate]) await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeDurably(key, keyText)
  await writeDurably(certificate, chain, { mode: 0o644 })
  await rm(nextKey, { force: true })
}
