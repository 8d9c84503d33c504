import { EndpointError } from '../../provision/endpoint-error.ts'

export type RefusalKind = 'encoding' | 'malformed' | 'limit' | 'unknown format' | 'not E2E' | 'unidentified'

const advice: Record<RefusalKind, string> = {
  encoding: 'send UTF-8, or declare the encoding that the bytes are really in',
  malformed: 'send well-formed XML without a document type declaration',
  limit: 'split the document, or raise the limit of the gateway if it is genuine',
  'unknown format': 'send a CDA ClinicalDocument in the namespace urn:hl7-org:v3',
  'not E2E': 'send an E2E document: realmCode CA or CA-BC',
  unidentified: 'send a document id, a health number, or first name, last name and birth date',
}

/**
 * A document that can't be imported. The message names the place and never quotes the document: what stands in it may
 * be clinical.
 */
export class DocumentRefused extends EndpointError {
  readonly kind: RefusalKind

  constructor(kind: RefusalKind, message: string) {
    super(message, { advice: advice[kind] })
    this.kind = kind
  }
}
