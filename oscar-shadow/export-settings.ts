import { resolve } from 'node:path'
import { EndpointError } from '../provision/endpoint-error.ts'
import { exportFolder } from '../provision/export-state.ts'
import { type BackupDone, loadSite } from '../provision/site.ts'
import type { Detail } from './e2e/index.ts'
import type { LinkOptions, TlsMode } from './source/connect.ts'

/** What the flags of `endpoint export` may say; each overrides the site file. */
export type ExportFlags = {
  site?: string
  source?: string
  passwordFile?: string
  tls?: TlsMode
  tlsCa?: string
  to?: string
  key?: string
  hostKey?: string
  state?: string
  since?: string
  detail?: Detail
  /** True: go on whatever the interruption was; false: begin anew. */
  resume?: boolean
  whenBackupDone?: boolean
  json?: boolean
}

export type ExportSettings = {
  source: string
  link: LinkOptions
  to: string
  key: string | undefined
  hostKey: string | undefined
  /** Folder of the checkpoint, the report and, while an export runs, the stage. */
  state: string
  /** beginning: all patients; last: those whose document has changed; a day: those whose chart shows a change since. */
  since: 'beginning' | 'last' | { day: string }
  detail: Detail
  resume: 'auto' | 'always' | 'never'
  backupDone: BackupDone | undefined
}

/** Flags, then the site file, then defaults. Raises EndpointError for an invalid site file or flag. */
export function readExportSettings(flags: ExportFlags): ExportSettings {
  const site = loadSite(flags.site)
  const { oscar, export: wishes } = site
  const source = flags.source ?? oscar?.source
  if (source === undefined) {
    throw new EndpointError('nothing says where the OSCAR database is', {
      advice:
        'name it with --source mysql://user@host/database or --source FILE.sql.gz, or in the site file (oscar.source)',
      exitCode: 2,
    })
  }
  const ca = flags.tlsCa ?? oscar?.['tls-ca']
  return {
    source: /^\w+:\/\//.test(source) ? source : resolve(source),
    link: { passwordFile: flags.passwordFile ?? oscar?.['password-file'], tls: flags.tls ?? oscar?.tls, ca },
    to: flags.to ?? wishes?.to ?? 'http://127.0.0.1:3001',
    key: flags.key ?? wishes?.key,
    hostKey: flags.hostKey ?? wishes?.['host-key'],
    state: flags.state === undefined ? exportFolder(site) : resolve(flags.state),
    since: readSince(flags.since),
    detail: flags.detail ?? 'needed',
    resume: flags.resume === undefined ? 'auto' : flags.resume ? 'always' : 'never',
    backupDone: wishes?.['backup-done'],
  }
}

function readSince(since: string | undefined): ExportSettings['since'] {
  if (since === undefined) return 'beginning'
  if (since === 'last') return since
  if (/^\d{4}-\d{2}-\d{2}$/.test(since) && !Number.isNaN(Date.parse(since))) return { day: since }
  throw new EndpointError('since when is to be told as a day or as last', {
    advice: 'write --since last (what has changed since the last export) or --since 2014-06-30',
    exitCode: 2,
  })
}
