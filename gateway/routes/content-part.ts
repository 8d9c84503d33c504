import { formParts } from './form-parts.ts'
import { RequestRefused } from './request-refused.ts'

/** OSCAR sends one part; a few more are looked at to tell a wrong name from two documents. */
const mostParts = 8

/**
 * The document in a multipart body: the one part named `content` (`gateway-api.md` section 9), whether sent as file or
 * as field. Raises RequestRefused (400).
 */
export async function contentPart(body: Buffer, contentType: string): Promise<Buffer> {
  const parts = await formParts(body, contentType, mostParts)
  const contents = parts.filter(({ name }) => name === 'content')
  const [content] = contents
  if (!content) throw new RequestRefused(400, 'the form has no field named content')
  if (contents.length > 1) throw new RequestRefused(400, 'the form has several fields named content')
  return content.bytes
}
