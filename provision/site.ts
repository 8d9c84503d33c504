import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { EndpointError } from './endpoint-error.ts'
import { defaultSiteFile } from './names.ts'
import { InvalidSite, problemsOf } from './site/problems.ts'
import { surroundings } from './site/surroundings.ts'
import { Thresholds } from './site/thresholds.ts'

const HostAndPort = z.string().regex(/^(\[[0-9a-fA-F:]+\]|[^\s:]+):\d{1,5}$/, 'HOST:PORT, such as 127.0.0.1:3001')
const Path = z.string().startsWith('/', 'an absolute path')

const atLeast = (least: number, most?: number) =>
  most === undefined ? z.int().min(least) : z.int().min(least).max(most)

/** What the hub may ask, and what may leave the clinic. The defaults favour the clinic. */
const QueryPolicy = z.strictObject({
  policy: z
    .enum(['clinic', 'open'])
    .describe('open turns approval, suppression and the limits against row-level data off, for labs (default: clinic)')
    .optional(),
  approval: z
    .enum(['none', 'listed'])
    .describe('listed: a text runs only once `endpoint queries approve` was said to it (default: listed)')
    .optional(),
  'minimum-cell': atLeast(0, 1_000)
    .describe('members with a count from 1 to below this are left out of results; 0: none (default: 5)')
    .optional(),
  hubs: z
    .array(z.string().min(1))
    .describe('names or SHA-256 fingerprints of the hub certificates that may ask (default: all that hub-ca signed)')
    .optional(),
  parallel: atLeast(1, 16).describe('queries that run at a time (default: 2)').optional(),
  limits: z
    .strictObject({
      seconds: atLeast(1).describe('run time of a query (default: 900)').optional(),
      'memory-mib': atLeast(32).describe('memory of one sandbox process (default: 512)').optional(),
      keys: atLeast(1).describe('different keys of a result (default: 10000)').optional(),
      'key-length': atLeast(1).describe('characters of a key (default: 120)').optional(),
      'result-bytes': atLeast(2, 8_000_000).describe("a result's JSON (default: 4000000)").optional(),
      'keys-per-patient': z.number().positive().describe('keys for each patient read (default: 0.5)').optional(),
      'list-length': atLeast(1).describe('entries of the lists and objects within one value (default: 100)').optional(),
      'text-length': atLeast(1).describe('characters of a text within a value (default: 100)').optional(),
    })
    .optional(),
  retention: z
    .strictObject({
      days: atLeast(1).describe('finished queries and their results are kept so long (default: 90)').optional(),
      queries: atLeast(1).describe('and at most so many of them (default: 1000)').optional(),
    })
    .optional(),
})

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

/** Everything about one endpoint. Unknown keys are errors: a misspelt one would otherwise be ignored in silence. */
export const Site = z.strictObject({
  ...surroundings,
  thresholds: Thresholds.describe('from when on checks warn, and call a fact broken').optional(),
  gateway: z
    .strictObject({
      data: Path.describe('folder of the embedded store, the quarantine and the secrets').optional(),
      store: z
        .string()
        .refine((address) => !/\/\/[^@/]*:[^/]*@/.test(address), 'a password belongs into a file (store-password-file)')
        .describe('sqlite, or the mongodb:// address of a server')
        .optional(),
      'store-password-file': Path.describe("holds the password of the address's account; mode 0600").optional(),
      inbox: Path.describe('folder from which complete documents are imported and deleted').optional(),
      http: HostAndPort.describe('where OSCAR posts documents').optional(),
      pseudonyms: z
        .enum(['hmac', 'sha224'])
        .describe('sha224 only to link with data of an original gateway')
        .optional(),
      names: z.array(z.string()).describe('host names and addresses that the hub reaches the gateway by').optional(),
      'tls-cert': Path.describe('certificate of the hub-side listener').optional(),
      'tls-key': Path.describe('its private key').optional(),
      'hub-ca': Path.describe("the authority that signs hubs' certificates").optional(),
      'din-atc': Path.describe('JSON table that supplies ATC codes for DINs').optional(),
      queries: QueryPolicy.describe('what the hub may ask, and what may leave the clinic').optional(),
      https: HostAndPort.describe('where hubs submit queries; without it there is no hub side').optional(),
      'hub-crl': Path.describe('their lists of revoked certificates, one for each of them (PEM)').optional(),
    })
    .optional(),
  oscar: z
    .strictObject({
      source: z.string().describe('mysql://user@host:3306/database of the backup OSCAR, or a mysqldump file'),
      'password-file': Path.describe('holds the password of the database account; mode 0600').optional(),
      tls: z
        .enum(['required', 'if-available', 'off'])
        .describe('encryption of the link to the database; default: if-available')
        .optional(),
      'tls-ca': Path.describe("certificate of the authority that signed the database server's").optional(),
    })
    .optional(),
  export: z
    .strictObject({
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
    .optional(),
})
export type Site = z.infer<typeof Site>

/**
 * The site file, validated. The default file may be missing: then everything has its default. Raises EndpointError with
 * every problem as `file:line key: what is wrong`.
 */
export function loadSite(file: string | undefined): Site & { found: boolean } {
  const text = readText(file ?? defaultSiteFile, file === undefined)
  return text === undefined ? { found: false } : { ...readSite(text, file ?? defaultSiteFile), found: true }
}

function readText(file: string, optional: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (optional && (cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EndpointError(`the site file can't be read: ${reason}`, {
      advice: 'name one with --site FILE',
      exitCode: 2,
      cause,
    })
  }
}

/** Raises InvalidSite. */
export function readSite(text: string, file: string): Site {
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines })
  const syntax = yaml.errors.map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    key: 'YAML',
    message: message.split(' at line ')[0] ?? message,
  }))
  if (syntax.length > 0) throw new InvalidSite(file, syntax)
  const parsed = Site.safeParse(yaml.toJS() ?? {})
  if (parsed.success) return parsed.data
  throw new InvalidSite(file, problemsOf(parsed.error, { yaml, lines, schema: Site }))
}
