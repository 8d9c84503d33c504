import { z } from 'zod'
import { Path } from './shapes.ts'

const OfTheDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM, such as 03:30')
const Minutes = z
  .int()
  .min(1)
  .max(24 * 60)

/** How the shadow learns that the night's backup is done (`shadow-and-backup.md` section 4). */
const BackupDone = z.union([
  z.strictObject({
    marker: Path.describe('a file that is renewed when the backup is done; the dump itself may be it'),
  }),
  z.strictObject({ at: OfTheDay.describe('time of day, of this machine, at which the backup is surely done') }),
  z.strictObject({ quiet: Minutes.describe('minutes for which the database stood still after it had changed') }),
  z.strictObject({ notified: z.literal(true).describe('the backup server runs `endpoint export notify` here') }),
])
export type BackupDone = z.infer<typeof BackupDone>

/** Where the shadow reads. */
export const Oscar = z.strictObject({
  source: z.string().describe('mysql://user@host:3306/database of the backup OSCAR, or a mysqldump file'),
  'password-file': Path.describe('holds the password of the database account; mode 0600').optional(),
  tls: z
    .enum(['required', 'if-available', 'off'])
    .describe('encryption of the link to the database; default: if-available')
    .optional(),
  'tls-ca': Path.describe("certificate of the authority that signed the database server's").optional(),
})

/** Where the shadow delivers, and when. */
export const Export = z.strictObject({
  to: z.string().describe('http://HOST:PORT of the gateway, sftp://USER@HOST/FOLDER, or a folder').optional(),
  key: Path.describe('private key for sftp').optional(),
  'host-key': z.string().describe('public host key of the sftp machine: ssh-ed25519 AAAA…').optional(),
  state: Path.describe('folder of the checkpoint and the report').optional(),
  'backup-done': BackupDone.describe('when to export: once after each backup').optional(),
  'backup-age': z
    .int()
    .min(1)
    .describe('hours after which a backup that has not come counts as missed (default: 26)')
    .optional(),
})
