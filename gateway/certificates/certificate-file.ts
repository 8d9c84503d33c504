import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { EndpointError } from '../../provision/endpoint-error.ts'

const blocks = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/**
 * The certificates of a file, in its order: PEM, or one in DER. Raises EndpointError for a file that holds none, and what
 * the system raises for one that can't be read.
 */
export async function readCertificates(file: string): Promise<[X509Certificate, ...X509Certificate[]]> {
  const bytes = await readFile(file)
  const [first, ...rest] = bytes.toString('latin1').match(blocks) ?? [bytes]
  try {
    return [new X509Certificate(first), ...rest.map((block) => new X509Certificate(block))]
  } catch (cause) {
    throw new EndpointError(`${file} holds no certificate that can be read`, {
      advice: 'it should be a PEM file, with "-----BEGIN CERTIFICATE-----"; ask the authority for that form',
      cause,
    })
  }
}

/** As `readCertificates`; none for a file that does not exist. */
export async function readCertificatesIfAny(file: string): Promise<X509Certificate[]> {
  return readCertificates(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}
