import { folderChanges, type WantedFolder } from '../file-changes.ts'
import {
  gatewayAccount,
  installFolder,
  secretsFolder,
  shadowAccount,
  siteFolder,
  stateFolder,
  tlsFolder,
} from '../names.ts'
import type { Step } from '../step.ts'

/** What is owned by an account may be read by it alone; the rest belongs to root. */
const wanted: readonly WantedFolder[] = [
  { path: installFolder, mode: 0o755 },
  { path: `${installFolder}/releases`, mode: 0o755 },
  { path: siteFolder, mode: 0o755 },
  // Each secret belongs to the account that needs it, so others may pass through but not list.
  { path: secretsFolder, mode: 0o711 },
  { path: tlsFolder, mode: 0o755 },
  { path: stateFolder, mode: 0o755 },
  { path: `${stateFolder}/gateway`, mode: 0o700, owner: gatewayAccount },
  { path: `${stateFolder}/export`, mode: 0o700, owner: shadowAccount },
]

export const folders: Step = {
  name: 'folders',
  async check({ target }) {
    const changes = await folderChanges(target, wanted)
    if (changes.length === 0) return { verdict: 'ok', summary: `${wanted.length} folders are there` }
    return {
      verdict: 'critical',
      summary: changes.map(({ summary }) => summary).join(', '),
      advice: 'see that /opt, /etc and /var/lib are writable',
    }
  },
  changes: ({ target }) => folderChanges(target, wanted),
}
