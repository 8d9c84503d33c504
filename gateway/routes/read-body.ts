import type { IncomingMessage } from 'node:http'
import { RequestRefused } from './request-refused.ts'

/** What arrived of a request body; `cut` says why it is not the whole. */
export type Body = { bytes: Buffer; cut?: 'too large' | 'ended early' }

/** A client reads no answer before it has sent its body, so a somewhat larger one is read to its end, but not kept. */
const patience = 4

/** Reads a request body of up to `limit` bytes. Never raises: what arrived is wanted for the quarantine in any case. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > patience * limit) break
      if (length <= limit) chunks.push(chunk)
    }
  } catch {
    return { bytes: Buffer.concat(chunks), cut: 'ended early' }
  }
  const bytes = Buffer.concat(chunks)
  return length > limit ? { bytes, cut: 'too large' } : { bytes }
}

/** The bytes of a body that arrived whole and as it is. Raises RequestRefused (413, 400, 415). */
export function wholeBody({ bytes, cut }: Body, { headers }: IncomingMessage, limit: number): Buffer {
  if (cut === 'too large') throw new RequestRefused(413, `the body is larger than ${limit.toLocaleString('en')} bytes`)
  if (cut) throw new RequestRefused(400, 'the body ended early')
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new RequestRefused(415, 'the body is compressed; send it as it is')
  }
  return bytes
}

/** How much of the admission a request takes: a body of unknown length may be as long as any. */
export const expectedSize = ({ headers }: IncomingMessage, limit: number): number =>
  Math.min(Number(headers['content-length'] ?? limit), limit)
