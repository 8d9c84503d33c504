import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { EndpointError } from '../provision/endpoint-error.ts'

/** The PEM files of the hub-side listener. */
export type TlsFiles = {
  /** The gateway's certificate, and those between it and its authority. */
  cert: string
  /** Its private key, readable by the gateway alone. */
  key: string
  /** The authorities that a hub's certificate may come from. */
  hubCa: string
  /** Revoked hub certificates: then each authority needs a list of its own in it, not older than it says. */
  hubCrl: string | undefined
}

/** What the files hold, found to belong together. */
export type TlsMaterial = { options: SecureContextOptions; certificate: X509Certificate }

const certificatePattern = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g
const crlPattern = /-----BEGIN X509 CRL-----[^-]+-----END X509 CRL-----/g

/** Reads the files. Raises EndpointError, naming the file, for one that is missing, broken or open to others. */
export async function readTls({ cert, key, hubCa, hubCrl }: TlsFiles): Promise<TlsMaterial> {
  const [certificate] = await certificatesIn(cert)
  await certificatesIn(hubCa)
  const privateKey = await keyIn(key)
  if (!certificate?.checkPrivateKey(privateKey)) throw unusable(key, `is not the key of the certificate in ${cert}`)
  const options: SecureContextOptions = {
    cert: await read(cert),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ca: await read(hubCa),
    ...(hubCrl !== undefined && { crl: await crlIn(hubCrl) }),
  }
  return { options, certificate }
}

/** Changes whenever one of the files is written, replaced or removed. */
export async function signatureOf(files: TlsFiles): Promise<string> {
  const paths = Object.values(files).filter((path) => path !== undefined)
  const signatures = await Promise.all(
    paths.map(async (path) => {
      const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true })
      return `${ino} ${size} ${mtimeNs} ${ctimeNs}`
    }),
  ).catch((error: NodeJS.ErrnoException) => [`${error.code}`])
  return signatures.join()
}

async function certificatesIn(file: string): Promise<X509Certificate[]> {
  const blocks = (await read(file)).match(certificatePattern) ?? []
  if (blocks.length === 0) throw unusable(file, 'holds no certificate')
  try {
    return blocks.map((block) => new X509Certificate(block))
  } catch (cause) {
    throw unusable(file, 'holds a certificate that is broken', cause)
  }
}

async function keyIn(file: string): Promise<KeyObject> {
  const text = await read(file, async (handle) => {
    const { mode } = await handle.stat()
    if ((mode & 0o077) === 0) return
    throw new EndpointError(`others may read the key ${file}`, { advice: `run: chmod 600 ${file}` })
  })
  try {
    return createPrivateKey(text)
  } catch (cause) {
    throw unusable(file, 'holds no private key that can be read without a password', cause)
  }
}

/** One list an authority; OpenSSL reads only the first of a text. */
async function crlIn(file: string): Promise<string[]> {
  const crl: string[] = (await read(file)).match(crlPattern) ?? []
  if (crl.length === 0) throw unusable(file, 'holds no list of revoked certificates')
  try {
    createSecureContext({ crl })
  } catch (cause) {
    throw unusable(file, 'holds a list of revoked certificates that is broken', cause)
  }
  return crl
}

async function read(file: string, check?: (handle: FileHandle) => Promise<void>): Promise<string> {
  try {
    await using handle = await open(file)
    await check?.(handle)
    return await handle.readFile('utf8')
  } catch (cause) {
    if (cause instanceof EndpointError) throw cause
    throw unusable(file, `can't be read (${(cause as NodeJS.ErrnoException).code})`, cause)
  }
}

function unusable(file: string, what: string, cause?: unknown): EndpointError {
  return new EndpointError(`${file} ${what}`, {
    advice: 'see --tls-cert, --tls-key, --hub-ca and --hub-crl in: endpoint gateway --help',
    cause,
  })
}
