import type { Place } from './engine.ts'

/** Something is wrong with the query itself; the message is for its author and holds no record content. */
export class QueryFailed extends Error {
  readonly place: Place | undefined

  constructor(message: string, { place, cause }: { place?: Place; cause?: unknown } = {}) {
    super(message, { cause })
    this.name = new.target.name
    this.place = place
  }
}
