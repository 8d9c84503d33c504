import { gatewayAccount, secretsFolder, shadowAccount } from '../provision/names.ts'
import type { Site } from '../provision/site.ts'
import { tlsFiles } from './certificates.ts'
import type { Check, Subject } from './check.ts'
import type { Finding } from './finding.ts'
import { judged } from './judge.ts'
import { dataFolder } from './places.ts'

/** Whether each secret is its owner's alone. */
export const secrets: Check = {
  name: 'secrets',
  run: async (subject) => judgeSecrets(await readSecrets(subject)),
}

/** A file that holds a secret, and the account that it must belong to; any if undefined. */
export type WantedSecret = { path: string; owner?: string }

/** The secrets that a site has by what it says; others may lie in the folder for them. */
export function wantedSecrets(site: Site): WantedSecret[] {
  const tls = site.gateway?.https === undefined ? [] : [{ path: tlsFiles(site).key, owner: gatewayAccount }]
  const pseudonyms = { path: `${dataFolder(site)}/secrets/pseudonym.key`, owner: gatewayAccount }
  const password = site.gateway?.['store-password-file']
  const store = password === undefined ? [] : [{ path: password, owner: gatewayAccount }]
  const ofShadow = [site.oscar?.['password-file'], site.export?.key].flatMap((path) =>
    path === undefined ? [] : [{ path, owner: shadowAccount }],
  )
  return [...tls, ...store, ...ofShadow, ...(site.gateway?.pseudonyms === 'sha224' ? [] : [pseudonyms])]
}

export type Secret = WantedSecret & {
  /** Undefined where there is no such file. */
  mode: number | undefined
  /** Name of its account, or its number if it has none. */
  heldBy: string
}

async function readSecrets({ site, host }: Subject): Promise<Secret[]> {
  const accounts = parseAccounts((await host.read('/etc/passwd')) ?? '')
  const inFolder = ((await host.list(secretsFolder)) ?? []).map((name) => ({ path: `${secretsFolder}/${name}` }))
  const wanted = wantedSecrets(site)
  const others = inFolder.filter(({ path }) => !wanted.some((secret) => secret.path === path))
  return Promise.all(
    [...wanted, ...others].map(async (secret) => {
      const seen = await host.look(secret.path)
      const heldBy = seen === undefined ? '' : (accounts.get(seen.uid) ?? String(seen.uid))
      return { ...secret, mode: seen?.mode, heldBy }
    }),
  )
}

/** passwd(5): name by number. */
function parseAccounts(text: string): Map<number, string> {
  const fields = text.split('\n').map((line) => line.split(':'))
  return new Map(fields.map(([name = '', , uid]) => [Number(uid), name]))
}

export function judgeSecrets(all: readonly Secret[]): Finding {
  const found = all.filter(({ mode }) => mode !== undefined)
  const open = found.filter(({ mode = 0 }) => (mode & 0o077) !== 0)
  const strange = found.filter(({ owner, heldBy }) => owner !== undefined && ![owner, 'root'].includes(heldBy))
  if (open.length > 0) {
    return judged('critical', {
      summary: `others may read ${open.map(({ path, mode = 0 }) => `${path} (${mode.toString(8)})`).join(', ')}`,
      advice: `run: chmod 600 ${open.map(({ path }) => path).join(' ')}; if strangers have accounts here, renew the secrets`,
    })
  }
  if (strange.length > 0) {
    const told = strange.map(({ path, owner, heldBy }) => `${path} belongs to ${heldBy}, not to ${owner}`)
    const advice = `run: ${strange.map(({ path, owner }) => `chown ${owner} ${path}`).join('; ')}`
    return judged('critical', { summary: told.join(', '), advice })
  }
  const missing = all.filter(({ mode }) => mode === undefined)
  const absent = missing.length > 0 ? `; not made yet: ${missing.map(({ path }) => path).join(', ')}` : ''
  return { verdict: 'ok', summary: `${found.length} secrets are their owners' alone${absent}` }
}
