import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { EndpointError } from './endpoint-error.ts'
import { defaultSiteFile } from './names.ts'
import { Gateway } from './site/gateway.ts'
import { InvalidSite, problemsOf } from './site/problems.ts'
import { provisioning } from './site/provisioning.ts'
import { Export, Oscar } from './site/shadow.ts'
import { surroundings } from './site/surroundings.ts'
import { Thresholds } from './site/thresholds.ts'

/** Everything about one endpoint. Unknown keys are errors: a misspelt one would otherwise be ignored in silence. */
export const Site = z.strictObject({
  ...surroundings,
  ...provisioning,
  thresholds: Thresholds.describe('from when on checks warn, and call a fact broken').optional(),
  gateway: Gateway.optional(),
  oscar: Oscar.optional(),
  export: Export.optional(),
})
export type { BackupDone } from './site/shadow.ts'
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
