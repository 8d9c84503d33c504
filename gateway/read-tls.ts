import { createPrivateKey, type X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { EndpointError } from '../provision/endpoint-error.ts'
import { readCertificates } from './certificates/certificate-file.ts'
import { readKeyIfAny } from './certificates/key-file.ts'
import type { TlsFiles } from './certificates/tls-files.ts'

/** The files of the hub-side listener. */
export type ListenerFiles = Pick<TlsFiles, 'certificate' | 'key' | 'hubCa'> & {
  /** Revoked hub certificates: then each authority needs a list of its own in it, not older than it says. */
  hubCrl: string | undefined
}

/** What the files hold, found to belong together. */
export type TlsMaterial = { options: SecureContextOptions; certificate: X509Certificate }

const crlPattern = /-----BEGIN X509 CRL-----[^-]+-----END X509 CRL-----/g

/** Reads the files. Raises EndpointError, naming the file, for one that is missing, broken or open to others. */
export async function readTls(files: ListenerFiles): Promise<TlsMaterial> {
  const [certificate, ...above] = await readable(files.certificate, readCertificates)
  const authorities = await readable(files.hubCa, readCertificates)
  const key = await readable(files.key, readKeyIfAny)
  if (key === undefined) throw unusable(files.key, "can't be read (ENOENT)")
  if (!certificate.checkPrivateKey(createPrivateKey(key))) {
    throw unusable(files.key, `is not the key of the certificate in ${files.certificate}`)
  }
  const options: SecureContextOptions = {
    cert: [certificate, ...above].join(''),
    key,
    ca: authorities.map(String),
    ...(files.hubCrl !== undefined && { crl: await readable(files.hubCrl, readLists) }),
  }
  return { options, certificate }
}

/** Changes whenever one of the files is written, replaced or removed. */
export async function signatureOf(files: ListenerFiles): Promise<string> {
  const paths = Object.values(files).filter((path) => path !== undefined)
  const signatures = await Promise.all(
    paths.map(async (path) => {
      const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true })
      return `${ino} ${size} ${mtimeNs} ${ctimeNs}`
    }),
  ).catch((error: NodeJS.ErrnoException) => [`${error.code}`])
  return signatures.join()
}

/** One list an authority; OpenSSL reads only the first of a text. */
async function readLists(file: string): Promise<string[]> {
  const lists: string[] = (await readFile(file, 'latin1')).match(crlPattern) ?? []
  if (lists.length === 0) throw unusable(file, 'holds no list of revoked certificates in PEM')
  try {
    createSecureContext({ crl: lists })
  } catch (cause) {
    throw unusable(file, 'holds a list of revoked certificates that is broken', cause)
  }
  return lists
}

async function readable<Content>(file: string, read: (file: string) => Promise<Content>): Promise<Content> {
  return read(file).catch((cause: NodeJS.ErrnoException) => {
    if (cause instanceof EndpointError) throw cause
    throw unusable(file, `can't be read (${cause.code})`, cause)
  })
}

function unusable(file: string, what: string, cause?: unknown): EndpointError {
  return new EndpointError(`${file} ${what}`, {
    advice: 'see --tls-cert, --tls-key, --hub-ca and --hub-crl in: endpoint gateway --help',
    cause,
  })
}
