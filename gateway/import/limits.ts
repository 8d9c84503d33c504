/** What one document may cost; a document beyond any of these is refused. */
export type Limits = {
  /** Size of the document in bytes, and of its text in characters. */
  size: number
  /** Elements inside one another; the public documents reach 19 at most. */
  depth: number
  /** Elements in all; 20,000 lab results are about 500,000. */
  elements: number
  /** Attributes of one element. */
  attributes: number
  /** Characters of one attribute value. */
  attributeLength: number
  /** Characters of one run of text; attachments in Base64 are the longest seen. */
  textLength: number
}

export const defaultLimits: Limits = {
  size: 32 * 1024 * 1024,
  depth: 256,
  elements: 1_000_000,
  attributes: 256,
  attributeLength: 1024 * 1024,
  textLength: 16 * 1024 * 1024,
}
