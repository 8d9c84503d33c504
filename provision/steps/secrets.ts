import { basename, join } from 'node:path'
import type { Finding } from '../../checks/finding.ts'
import { secrets as secretsAreKept } from '../../checks/secrets.ts'
import { fileChanges } from '../file-changes.ts'
import { type SecretFile, secretFiles } from '../secret-files.ts'
import { type Change, judgeChanges, look, type Step, type Work } from '../step.ts'

/** What people bring beside the site file, in `secrets`, each where the site says and its owner's alone. */
export const secrets: Step = {
  name: 'secrets',
  async check(work) {
    const missing = await missingSecrets(work)
    if (missing.length > 0) return notBrought(missing)
    const drift = judgeChanges(await secrets.changes(work), { holds: 'in place', advice: 'see that /etc is writable' })
    return drift.verdict === 'ok' ? look(secretsAreKept)(work) : drift
  },
  async changes(work) {
    if ((await missingSecrets(work)).length > 0) return []
    const changes = await Promise.all(secretFiles(work.site).map((secret) => changesOf(work, secret)))
    return changes.flat()
  },
}

const brought = ({ beside }: Work, { path }: SecretFile) => join(beside, 'secrets', basename(path))

async function changesOf(work: Work, secret: SecretFile): Promise<Change[]> {
  const content = (await work.target.read(brought(work, secret))) ?? (await work.target.read(secret.path)) ?? ''
  return fileChanges(work.target, [{ ...secret, content, mode: 0o400, secret: true }])
}

async function missingSecrets(work: Work): Promise<SecretFile[]> {
  const places = secretFiles(work.site)
  const found = await Promise.all(
    places.map(async (secret) => (await work.target.find(secret.path)) ?? work.target.find(brought(work, secret))),
  )
  return places.filter((_, place) => found[place] === undefined)
}

const notBrought = (missing: readonly SecretFile[]): Finding => ({
  verdict: 'critical',
  summary: `the site names secrets that are not there: ${missing.map(({ path }) => path).join(', ')}`,
  advice: `put them beside the site file, as ${missing.map(({ path }) => `secrets/${basename(path)}`).join(' and ')}`,
})
