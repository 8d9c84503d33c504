import { Busboy } from '@fastify/busboy'
import { RequestRefused } from './request-refused.ts'

export type Part = { name: string; bytes: Buffer }

/** Of each part. */
const limits = { headerPairs: 32, fieldNameSize: 100 }

/** The parts of a multipart body, whether sent as files or as fields. Raises RequestRefused (400). */
export function formParts(body: Buffer, contentType: string, most: number): Promise<Part[]> {
  const { promise, resolve, reject } = Promise.withResolvers<Part[]>()
  const malformed = () => reject(new RequestRefused(400, 'the body is not a complete multipart form'))
  const tooMany = () => reject(new RequestRefused(400, 'the form has too many parts'))
  const parts: Part[] = []
  try {
    const form = new Busboy({
      headers: { 'content-type': contentType },
      limits: { ...limits, parts: most, files: most },
      isPartAFile: () => true,
    })
    form.on('file', (name, part) => {
      const chunks: Buffer[] = []
      part.on('data', (chunk: Buffer) => chunks.push(chunk))
      part.on('end', () => parts.push({ name, bytes: Buffer.concat(chunks) }))
      part.on('error', malformed)
    })
    form.on('error', malformed)
    // What is beyond the limit would be passed over in silence.
    form.on('partsLimit', tooMany)
    form.on('filesLimit', tooMany)
    form.on('finish', () => resolve(parts))
    form.end(body)
  } catch {
    malformed()
  }
  return promise
}
