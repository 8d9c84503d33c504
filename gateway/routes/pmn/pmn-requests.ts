import { newId } from '../../query/ids.ts'
import { RequestRefused } from '../request-refused.ts'
import type { WantedDocument } from './pmn-xml.ts'

/** Requests whose documents are not all there yet, and bytes of one's document. */
const limits = { requests: 16, bytes: 4 * 1024 * 1024 }

type Collected = WantedDocument & { chunks: Buffer[]; length: number }

/**
 * Collects the documents of requests until they are started. They are in memory only, since nothing is promised before
 * the start; of too many the oldest is given up.
 */
export type PmnRequests = {
  create(document: WantedDocument): string
  has(id: string): boolean
  /** Raises RequestRefused (404, 413). */
  append(id: string, documentId: string, data: Buffer): void
  /** The document as far as it has come, for the one caller who starts the request; undefined for an unknown one. */
  take(id: string): TakenRequest | undefined
}

export type TakenRequest = {
  bytes: Buffer
  mimeType: string
  /** For a request that could not be started after all. */
  putBack(): void
}

export function openPmnRequests(): PmnRequests {
  const requests = new Map<string, Collected>()
  return {
    create(document) {
      const [oldest] = requests.keys()
      if (requests.size >= limits.requests && oldest !== undefined) requests.delete(oldest)
      const id = newId()
      requests.set(id, { ...document, chunks: [], length: 0 })
      return id
    },
    has: (id) => requests.has(id),
    append(id, documentId, data) {
      const request = requests.get(id)
      if (request?.id !== documentId) throw new RequestRefused(404, 'no such document is wanted')
      request.length += data.length
      if (request.length > limits.bytes) {
        requests.delete(id)
        throw new RequestRefused(413, `the document is larger than ${limits.bytes.toLocaleString('en')} bytes`)
      }
      request.chunks.push(data)
    },
    take(id) {
      const request = requests.get(id)
      if (!request) return undefined
      requests.delete(id)
      const { chunks, mimeType } = request
      return { bytes: Buffer.concat(chunks), mimeType, putBack: () => void requests.set(id, request) }
    },
  }
}
