/** A query that is not even kept; the message is for its sender. `full`: the same query may be taken later. */
export class QueryRefused extends Error {
  readonly reason: 'blank' | 'too large' | 'full'

  constructor(reason: QueryRefused['reason'], message: string) {
    super(message)
    this.name = new.target.name
    this.reason = reason
  }
}
