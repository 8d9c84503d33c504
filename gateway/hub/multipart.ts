import type { QueryTexts } from '../query/query.ts'

/** The name of each part of a submission, and the type that the original hub sends it with. */
const parts = [
  ['map', 'application/javascript'],
  ['reduce', 'application/javascript'],
  ['filter', 'application/json'],
  // What it holds is JavaScript all the same.
  ['functions', 'application/json'],
] as const satisfies [keyof QueryTexts, string][]

/** A submission byte for byte as the original hub sends it (`gateway-api.md` section 4.1). */
export function multipart(texts: QueryTexts): { contentType: string; body: Buffer } {
  const boundary = boundaryFor(texts)
  const present = parts.flatMap(([name, type]) => {
    const text = texts[name]
    return text === null ? [] : part(boundary, name, type, Buffer.from(text))
  })
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...present, Buffer.from(`--${boundary}--\r\n\r\n`)]),
  }
}

function part(boundary: string, name: string, type: string, content: Buffer): Buffer[] {
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${name}"; filename="local.path"`,
    `Content-Length: ${content.length}`,
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: binary',
    '\r\n',
  ]
  return [Buffer.from(head.join('\r\n')), content, Buffer.from('\r\n')]
}

/** The original hub's, made longer while a text holds it: then it would end the part too early. */
function boundaryFor(texts: QueryTexts): string {
  const all = Object.values(texts).join('\n')
  let boundary = '-----------RubyMultipartPost'
  while (all.includes(boundary)) boundary += 'X'
  return boundary
}
