import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Request, Response } from 'express'
import { type Format, mediaTypes } from './formats.ts'

export type Page = {
  format: Format
  body: string
  /** When what it shows changed last; ISO 8601. */
  modified?: string | undefined
  headers?: Record<string, string>
}

/** Pages hold nothing that a browser must fetch or run. */
const htmlPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Answers a GET with 200, or with 304 where the caller has it already (`gateway-api.md` section 2). */
export function answerPage(request: Request, response: Response, { format, body, modified, headers = {} }: Page): void {
  const bytes = Buffer.from(body)
  const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`
  response.set({
    ...headers,
    ETag: etag,
    'Cache-Control': 'max-age=0, private, must-revalidate',
    Vary: 'Accept',
    'Content-Type': `${mediaTypes[format]}; charset=utf-8`,
    'X-Content-Type-Options': 'nosniff',
    ...(modified !== undefined && { 'Last-Modified': new Date(modified).toUTCString() }),
    ...(format === 'html' && { 'Content-Security-Policy': htmlPolicy }),
  })
  if (isKnown(request.headers, etag, modified)) return void response.status(304).end()
  response.set('Content-Length', String(bytes.length)).end(bytes)
}

/** Whether a conditional request says that its sender has this very page. */
export function isKnown(
  { 'if-none-match': tags, 'if-modified-since': since }: IncomingHttpHeaders,
  etag: string,
  modified: string | undefined,
): boolean {
  if (tags !== undefined) return tags.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
  if (since === undefined || modified === undefined) return false
  // Dates have seconds only: what changed within the second of the date may be unknown to its sender.
  return Date.parse(modified) < Date.parse(since)
}
