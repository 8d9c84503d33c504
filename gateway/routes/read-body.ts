import type { IncomingMessage } from 'node:http'

/** What arrived of a request body; `cut` says why it is not the whole. */
export type Body = { bytes: Buffer; cut?: 'too large' | 'ended early' }

/** Reads a request body of up to `limit` bytes. Never raises: what arrived is wanted for the quarantine in any case. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > limit) return { bytes: Buffer.concat(chunks), cut: 'too large' }
      chunks.push(chunk)
    }
  } catch {
    return { bytes: Buffer.concat(chunks), cut: 'ended early' }
  }
  return { bytes: Buffer.concat(chunks) }
}
