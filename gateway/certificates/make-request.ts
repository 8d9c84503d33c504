import { keyPair, signing } from './key-pair.ts'
import { commonName, endUsage, subjectNames } from './sign-certificate.ts'
import * as x509 from './x509.ts'

/** A request (PKCS #10 PEM) for the server certificate of a private key; the first name is also its common name. */
export async function makeRequest(key: string, names: readonly [string, ...string[]]): Promise<string> {
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: commonName(names[0]),
    keys: keyPair(key),
    signingAlgorithm: signing,
    extensions: [...endUsage(x509.ExtendedKeyUsage.serverAuth), ...subjectNames(names)],
  })
  return `${request.toString('pem')}\n`
}

/** The names that a request asks for. */
export function requestedNames(request: string): string[] {
  const extension = new x509.Pkcs10CertificateRequest(request).getExtension('2.5.29.17')
  return extension instanceof x509.SubjectAlternativeNameExtension
    ? extension.names.items.map(({ value }) => value)
    : []
}
