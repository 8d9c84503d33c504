import type { X509Certificate } from 'node:crypto'
import type { Limits } from '../provision/site/thresholds.ts'
import type { Finding } from './finding.ts'
import { byLimits, judged } from './judge.ts'

export type TlsFacts = {
  files: { certificate: string; key: string; hubCa: string }
  /** Undefined: no such file; empty: it holds no certificate. The server's own comes first, then its authorities. */
  own: readonly X509Certificate[] | undefined
  authorities: readonly X509Certificate[] | undefined
  keyMode: number | undefined
  /** Whether the key belongs to the certificate; undefined if one of them isn't there. */
  fits: boolean | undefined
  now: Date
  limits: Limits
}

const install = 'install it: endpoint certificates install CERTIFICATE'

/** The first thing that is wrong, from the plainest to the subtlest. */
export function judgeCertificates(facts: TlsFacts): Finding {
  const { own, authorities, now, limits } = facts
  const trouble = missingFile(facts) ?? badKey(facts) ?? brokenChain(own ?? [])
  if (trouble) return judged('critical', trouble)
  const all = [...(own ?? []), ...(authorities ?? [])]
  const early = all.find(({ validFromDate }) => validFromDate > now)
  if (early) {
    const summary = `${subject(early)} holds only from ${day(early.validFromDate)}; this machine's clock says ${day(now)}`
    return judged('critical', { summary, advice: 'if that clock is wrong, set it (timedatectl set-ntp true)' })
  }
  const [next] = all.toSorted((a, b) => a.validToDate.getTime() - b.validToDate.getTime())
  return next
    ? judgeExpiry(next, now, limits)
    : judged('critical', { summary: 'there is no certificate', advice: install })
}

type Trouble = { summary: string; advice: string }

function missingFile({ files, own, authorities, keyMode }: TlsFacts): Trouble | undefined {
  if (own === undefined) return { summary: `${files.certificate} is missing`, advice: install }
  if (keyMode === undefined) {
    const advice = 'make a key and a request for its certificate: endpoint certificates request'
    return { summary: `${files.key} is missing`, advice }
  }
  if (authorities === undefined)
    return { summary: `${files.hubCa} is missing`, advice: 'get it from whoever runs the hub' }
  const empty = own.length === 0 ? files.certificate : authorities.length === 0 ? files.hubCa : undefined
  if (empty) return { summary: `${empty} holds no certificate`, advice: 'it should be a PEM file; get it again' }
  const wrong = authorities.find(({ ca }) => !ca)
  if (!wrong) return undefined
  return {
    summary: `${subject(wrong)} in ${files.hubCa} is no authority`,
    advice: 'get the authority’s own certificate',
  }
}

function badKey({ files, keyMode = 0, fits }: TlsFacts): Trouble | undefined {
  if ((keyMode & 0o077) !== 0) {
    return { summary: `others may read the private key ${files.key}`, advice: `run: chmod 600 ${files.key}` }
  }
  if (fits) return undefined
  return { summary: `${files.key} does not belong to the certificate ${files.certificate}`, advice: install }
}

/** Each certificate of the file must be signed by the next one. */
function brokenChain(chain: readonly X509Certificate[]): Trouble | undefined {
  const place = chain.findIndex((link, index) => {
    const issuer = chain[index + 1]
    return issuer !== undefined && !(link.checkIssued(issuer) && link.verify(issuer.publicKey))
  })
  const [link, next] = [chain[place], chain[place + 1]]
  if (!link || !next) return undefined
  return { summary: `${subject(link)} is not signed by ${subject(next)}, which follows it`, advice: install }
}

function judgeExpiry(certificate: X509Certificate, now: Date, limits: Limits): Finding {
  const days = Math.floor((certificate.validToDate.getTime() - now.getTime()) / 86_400_000)
  const ends = `on ${day(certificate.validToDate)}; this machine's clock says ${day(now)}`
  return judged(days < 0 ? 'critical' : byLimits(days, limits), {
    summary: `${subject(certificate)} ${days < 0 ? 'expired' : 'expires'} ${ends}`,
    advice: 'get a new one: endpoint certificates request; if the clock is wrong, set it',
    metrics: [{ name: 'expiry', value: days, unit: 'd', ...limits }],
  })
}

const subject = (certificate: X509Certificate) =>
  `the certificate of ${/CN=([^\n]+)/.exec(certificate.subject)?.[1] ?? 'nobody'}`

const day = (date: Date) => `${date.toISOString().slice(0, 19)}Z`
