import type { Request } from 'express'
import { RequestRefused } from './request-refused.ts'

export type Format = 'atom' | 'html' | 'json' | 'xml'

export const mediaTypes = {
  atom: 'application/atom+xml',
  html: 'text/html',
  json: 'application/json',
  xml: 'application/xml',
} satisfies Record<Format, string>

/** A browser's `Accept`, as the original told it. */
const browserLike = /,\s*\*\/\*|\*\/\*\s*,/

/**
 * The format to answer in, by the path's suffix or by `Accept` (`gateway-api.md` section 2). The first one offered is for
 * those who take anything. Raises RequestRefused (406).
 */
export function formatFor<Offered extends Format>(request: Request, offered: readonly Offered[]): Offered {
  const { accept = '' } = request.headers
  const html = offered.find((format) => format === 'html')
  const suffix = suffixOf(request.path)
  const chosen =
    suffix !== undefined
      ? offered.find((format) => format === suffix)
      : html && (accept.trim() === '' || browserLike.test(accept))
        ? html
        : offered.find((format) => mediaTypes[format] === request.accepts(offered.map((it) => mediaTypes[it])))
  if (chosen === undefined) throw new RequestRefused(406, `this comes as ${offered.join(' or ')} only`)
  return chosen
}

/** `atom` of `/queries.atom`. */
export const suffixOf = (path: string) => /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase()
