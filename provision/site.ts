import { readFileSync } from 'node:fs'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { EndpointError } from './endpoint-error.ts'
import { defaultSiteFile } from './names.ts'

const HostAndPort = z.string().regex(/^(\[[0-9a-fA-F:]+\]|[^\s:]+):\d{1,5}$/, 'HOST:PORT, such as 127.0.0.1:3001')
const Path = z.string().startsWith('/', 'an absolute path')

/** Everything about one endpoint. Unknown keys are errors: a misspelt one would otherwise be ignored in silence. */
export const Site = z.strictObject({
  gateway: z
    .strictObject({
      data: Path.describe('folder of the embedded store, the quarantine and the secrets').optional(),
      store: z.string().describe('sqlite, or the mongodb:// address of a server').optional(),
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

export function readSite(text: string, file: string): Site {
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines })
  const syntax = yaml.errors.map(
    ({ pos, message }) => `${file}:${lines.linePos(pos[0]).line} ${message.split(' at line ')[0]}`,
  )
  if (syntax.length > 0) throw invalid(syntax)
  const parsed = Site.safeParse(yaml.toJS() ?? {})
  if (parsed.success) return parsed.data
  throw invalid(
    parsed.error.issues.map((issue) => {
      const path = [...issue.path.map(String), ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])]
      const node = yaml.getIn(path, true)
      const line = isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1
      return `${file}:${line} ${path.join('.') || 'site'}: ${issue.message}`
    }),
  )
}

function invalid(problems: readonly string[]): EndpointError {
  return new EndpointError(problems.join('\n'), {
    advice: 'correct the site file and run the command again',
    exitCode: 2,
  })
}
