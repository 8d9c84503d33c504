import { Busboy } from '@fastify/busboy'
import { RequestRefused } from './request-refused.ts'

/** OSCAR sends one part; a few more are looked at to tell a wrong name from two documents. */
const limits = { parts: 8, files: 8, headerPairs: 32, fieldNameSize: 100 }

/**
 * The document in a multipart body: the one part named `content` (`gateway-api.md` section 9), whether sent as file or
 * as field. Raises RequestRefused (400).
 */
export async function contentPart(body: Buffer, contentType: string): Promise<Buffer> {
  const contents = await readParts(body, contentType)
  const [content] = contents
  if (!content) throw new RequestRefused(400, 'the form has no field named content')
  if (contents.length > 1) throw new RequestRefused(400, 'the form has several fields named content')
  return content
}

function readParts(body: Buffer, contentType: string): Promise<Buffer[]> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer[]>()
  const malformed = () => reject(new RequestRefused(400, 'the body is not a complete multipart form'))
  const tooMany = () => reject(new RequestRefused(400, 'the form has too many parts'))
  const contents: Buffer[] = []
  try {
    const form = new Busboy({ headers: { 'content-type': contentType }, limits, isPartAFile: () => true })
    form.on('file', (name, part) => {
      const chunks: Buffer[] = []
      part.on('data', (chunk: Buffer) => chunks.push(chunk))
      part.on('end', () => {
        if (name === 'content') contents.push(Buffer.concat(chunks))
      })
      part.on('error', malformed)
    })
    form.on('error', malformed)
    // A document beyond the limit would be passed over in silence.
    form.on('partsLimit', tooMany)
    form.on('filesLimit', tooMany)
    form.on('finish', () => resolve(contents))
    form.end(body)
  } catch {
    malformed()
  }
  return promise
}
