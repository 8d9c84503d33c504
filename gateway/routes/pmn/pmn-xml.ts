import { Builder, parseStringPromise, processors } from 'xml2js'
import { z } from 'zod'
import { RequestRefused } from '../request-refused.ts'

const namespaces = {
  api: 'http://lincolnpeak.com/schemas/DNS4/API',
  arrays: 'http://schemas.microsoft.com/2003/10/Serialization/Arrays',
}

/** Every element comes as a list; attributes are left out, prefixes cut off. */
const readOptions = { ignoreAttrs: true, tagNameProcessors: [processors.stripPrefix] }

const Text = z.tuple([z.string()]).transform(([text]) => text)
const PmnDocument = z.object({ DocumentId: Text, MimeType: Text })
const PostedRequest = z.object({
  Request: z.object({ RequestDocuments: z.tuple([z.object({ Document: z.array(PmnDocument).max(100) })]) }),
})
const PostedDocument = z.object({ RequestDocument: z.object({ Data: Text }) })

export type WantedDocument = { id: string; mimeType: string }

/** The first document that may hold a query: a form or HQMF. Raises RequestRefused (400, 422). */
export async function readRequest(body: Buffer): Promise<WantedDocument> {
  const { Request } = await read(body, PostedRequest)
  const found = Request.RequestDocuments[0].Document.find(
    ({ MimeType }) => MimeType.startsWith('multipart/form-data') || MimeType === 'application/xml',
  )
  if (!found) throw new RequestRefused(422, 'no document of the request is a form')
  return { id: found.DocumentId, mimeType: found.MimeType }
}

/** The bytes that were posted of a document. Raises RequestRefused (400). */
export async function readData(body: Buffer): Promise<Buffer> {
  const { RequestDocument } = await read(body, PostedDocument)
  return Buffer.from(RequestDocument.Data, 'base64')
}

async function read<Shape extends z.ZodType>(body: Buffer, shape: Shape): Promise<z.infer<Shape>> {
  const text = body.toString()
  refuseMuchMarkup(text)
  const xml: unknown = await parseStringPromise(text, readOptions).catch(() => {
    throw new RequestRefused(400, 'the body is not well-formed XML')
  })
  const parsed = shape.safeParse(xml)
  if (!parsed.success) throw new RequestRefused(400, 'the XML lacks an element, or has one too many')
  return parsed.data
}

/** Of a hundred documents with all that PopMedNet tells of them; base64 has but two. */
const mostMarkup = 5000

/** Parsing a megabyte of nothing but tags takes a second, in which the gateway would do nothing else. */
function refuseMuchMarkup(text: string): void {
  const markup = /[<=&[]/g
  for (let count = 0; markup.test(text); count++) {
    if (count >= mostMarkup) throw new RequestRefused(400, 'the XML has more markup than a request or document has')
  }
}

const builder = new Builder({ xmldec: { version: '1.0', encoding: 'UTF-8' } })

type Element = string | number | boolean | { [name: string]: Element | readonly Element[] }

/** An answer in the namespace of the API. */
export function pmnAnswer(name: string, content: { [name: string]: Element } = {}): string {
  return builder.buildObject({ [name]: { $: { xmlns: namespaces.api }, ...content } })
}

/** The answer to a request: under which id it goes on, and which documents are wanted. */
export const requestAnswer = (id: string, document: WantedDocument): string =>
  pmnAnswer('RequestResponse', {
    RequestResult: id,
    DesiredDocuments: { 'a:string': { $: { 'xmlns:a': namespaces.arrays }, _: document.id } },
  })
