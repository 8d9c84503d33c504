import { certificates as certificatesHold, tlsFiles } from '../../checks/certificates.ts'
import type { Finding } from '../../checks/finding.ts'
import { fileChanges } from '../file-changes.ts'
import { currentRelease, defaultSiteFile, gatewayAccount } from '../names.ts'
import { type Change, judgeChanges, look, notWanted, type Step, type Work } from '../step.ts'

/** The gateway's key, made on the endpoint and never anywhere else, and the request for its certificate. */
export const certificates: Step = {
  name: 'certificates',
  async check(work) {
    if (work.site.gateway?.https === undefined) return notWanted('the site has no hub side')
    const drift = judgeChanges(await certificates.changes(work), { holds: 'a key is there', advice: 'see /etc' })
    if (drift.verdict !== 'ok') return drift
    const { certificate, key } = tlsFiles(work.site)
    if (!(await work.target.find(certificate))) return (await isRequested(work)) ? waits(key) : nameless
    const found = await look(certificatesHold)(work)
    // What an authority has to mend must not keep the rest from being provisioned.
    return found.verdict === 'critical' ? { ...found, verdict: 'warning' } : found
  },
  async changes(work) {
    if (work.site.gateway?.https === undefined) return []
    const { certificate, key } = tlsFiles(work.site)
    const found = await Promise.all([certificate, key, `${key}.next`].map(work.target.find))
    const isNew = found.every((it) => it === undefined)
    if (isNew) return (work.site.gateway.names ?? []).length > 0 ? [request(work, key)] : []
    return ownedByGateway(work, [key, `${key}.next`])
  },
}

const isRequested = async ({ site, target }: Work) => (await target.find(`${tlsFiles(site).key}.csr`)) !== undefined

const waits = (key: string): Finding => ({
  verdict: 'warning',
  summary: `${key}.csr waits for an authority's signature; until then there is no hub side`,
  advice: `let it be signed, then run: endpoint certificates install CERTIFICATE`,
})

const nameless: Finding = {
  verdict: 'critical',
  summary: 'a certificate needs the names that the hub reaches the gateway by, and the site file has none',
  advice: 'say them in the site file: gateway.names',
}

function request(work: Work, key: string): Change {
  return {
    summary: `make the gateway's key and ${key}.csr, the request for its certificate`,
    async apply() {
      const argv = ['certificates', 'request', '--site', defaultSiteFile]
      await work.target.must([`${currentRelease}/bin/endpoint`, ...argv])
      for (const change of await ownedByGateway(work, [`${key}.next`])) await change.apply()
    },
  }
}

async function ownedByGateway({ target }: Work, paths: readonly string[]): Promise<Change[]> {
  const changes = await Promise.all(
    paths.map(async (path) => {
      const content = await target.read(path)
      const own = { path, mode: 0o600, owner: gatewayAccount, secret: true }
      return content === undefined ? [] : fileChanges(target, [{ ...own, content }])
    }),
  )
  return changes.flat()
}
