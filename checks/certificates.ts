import { createPrivateKey, X509Certificate } from 'node:crypto'
import { tlsFolder } from '../provision/names.ts'
import { limitsOf } from '../provision/site/thresholds.ts'
import type { Site } from '../provision/site.ts'
import type { Check } from './check.ts'
import type { Host } from './host.ts'
import { notConfigured } from './judge.ts'
import { judgeCertificates } from './judge-certificates.ts'

/** Whether the certificates of the hub side hold: the gateway's own with its key, and the hubs' authority. */
export const certificates: Check = {
  name: 'certificates',
  async run({ site, host }) {
    if (site.gateway?.https === undefined) return notConfigured('hub side', 'gateway.https')
    const { certificate, key, hubCa } = tlsFiles(site)
    const [own, authorities] = [await readCertificates(host, certificate), await readCertificates(host, hubCa)]
    const keyText = await host.read(key)
    const keyMode = (await host.look(key))?.mode
    const fits = keyText === undefined || !own?.[0] ? undefined : matches(own[0], keyText)
    const limits = limitsOf(site, 'certificate-days')
    const files = { certificate, key, hubCa }
    return judgeCertificates({ files, own, authorities, keyMode, fits, now: new Date(), limits })
  },
}

/** Where the site has them, or an installed endpoint by itself. */
export const tlsFiles = ({ gateway = {} }: Site) => ({
  certificate: gateway['tls-cert'] ?? `${tlsFolder}/gateway.pem`,
  key: gateway['tls-key'] ?? `${tlsFolder}/gateway.key`,
  hubCa: gateway['hub-ca'] ?? `${tlsFolder}/hub-ca.pem`,
})

/** Undefined where there is no file; none for one that holds no certificate. */
async function readCertificates(host: Host, path: string): Promise<X509Certificate[] | undefined> {
  const text = await host.read(path)
  const blocks = text?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (text === undefined) return undefined
  try {
    return (blocks ?? []).map((block) => new X509Certificate(block))
  } catch {
    return []
  }
}

function matches(certificate: X509Certificate, key: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}
