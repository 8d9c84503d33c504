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
import { judgeChanges, type Step } from '../step.ts'

/** What is owned by an account may be read by it alone; the rest belongs to root. */
const wanted: readonly WantedFolder[] = [
  { path: installFolder, mode: 0o755 },
  { path: `${installFolder}/releases`, mode: 0o755 },
  { path: siteFolder, mode: 0o755 },
  // Each secret belongs to the account that needs it, so others may pass through but not list.
  { path: secretsFolder, mode: 0o711 },
  // Written by root alone; what root puts there gets the folder's owner, and the gateway must read its key.
  { path: tlsFolder, mode: 0o755, owner: gatewayAccount },
  { path: stateFolder, mode: 0o755 },
  { path: `${stateFolder}/gateway`, mode: 0o700, owner: gatewayAccount },
  { path: `${stateFolder}/export`, mode: 0o700, owner: shadowAccount },
]

export const folders: Step = {
  name: 'folders',
  check: async ({ target }) =>
    judgeChanges(await folderChanges(target, wanted), {
      holds: `${wanted.length} folders are there`,
      advice: 'see that /opt, /etc and /var/lib are writable',
    }),
  changes: ({ target }) => folderChanges(target, wanted),
}
