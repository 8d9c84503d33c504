import { EndpointError } from '../../provision/endpoint-error.ts'
import { readCertificates } from './certificate-file.ts'
import type { ShowFlags } from './certificates-command.ts'
import { matches } from './check-certificate.ts'
import type { Description } from './describe-certificate.ts'
import { type Judgement, judgeCertificate } from './judge-certificate.ts'
import { readKeyIfAny } from './key-file.ts'
import { tlsFiles } from './tls-files.ts'

/** Prints the certificates of a file, by default the gateway's. Raises EndpointError if one of them does not hold. */
export async function showCertificates(file: string | undefined, flags: ShowFlags): Promise<void> {
  const files = tlsFiles(flags)
  const key = file === undefined ? await readKeyIfAny(files.key) : undefined
  const found = await readCertificates(file ?? files.certificate)
  const judged = found.map((certificate, index) =>
    judgeCertificate(certificate, new Date(), index === 0 && key !== undefined ? matches(certificate, key) : undefined),
  )
  const shown = { file: file ?? files.certificate, certificates: judged }
  process.stdout.write(flags.json ? `${JSON.stringify(shown)}\n` : `${shown.file}\n${judged.map(lines).join('\n')}`)
  const broken = judged.flatMap((it) => (it.verdict === 'critical' ? it : []))
  const [first] = broken
  if (first) throw new EndpointError(broken.map(({ summary }) => summary).join('\n'), { advice: first.advice })
}

function lines(it: Description & Judgement): string {
  const rows = {
    subject: it.subject,
    issuer: it.issuer,
    names: it.names.join(', ') || 'none',
    valid: `${it.validFrom} to ${it.validTo}, ${it.daysLeft} days left`,
    'SHA-256': it.fingerprint,
    verdict: `${it.verdict}: ${it.summary}`,
  }
  return Object.entries(rows)
    .map(([name, value]) => `  ${name.padEnd(9)}${value}\n`)
    .join('')
}
