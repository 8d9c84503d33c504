import type { IncomingMessage } from 'node:http'

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
