import { EndpointError } from '../../provision/endpoint-error.ts'

/** Where documents go. */
export type Delivery = AsyncDisposable & {
  /** How it is told in messages: never with a password. */
  name: string
  /** How many documents may be under way at once. */
  parallel: number
  /**
   * Resolves once the other side has the document for good. Raises DocumentRejected if it won't have this one,
   * TargetUnavailable if none gets through any more, and the signal's reason.
   */
  deliver(patient: number, document: string, signal: AbortSignal): Promise<void>
}

/** Under the name that the original gives it. */
export const fileNameOf = (patient: number) => `output_${patient}.xml`

/** The other side won't have this document; another one may do. */
export class DocumentRejected extends EndpointError {
  constructor(reason: string) {
    super(reason, { advice: 'see why in the gateway: endpoint records quarantine list' })
  }
}

export class TargetUnavailable extends EndpointError {
  constructor(
    name: string,
    reason: string,
    { cause, remedy = 'see that it runs and can be reached' }: { cause?: unknown; remedy?: string } = {},
  ) {
    super(`${name} does not take documents: ${reason}`, {
      advice: `${remedy}; then run the export again, which resumes where it stopped`,
      cause,
    })
  }
}
