/** A failure that the reader can do something about; the front door prints it without a stack. */
export class EndpointError extends Error {
  /** The next move, as a sentence or a command. */
  readonly advice: string
  /** 1: a check or the work failed; 2: wrong usage or an invalid site file. */
  readonly exitCode: 1 | 2

  constructor(message: string, { advice, exitCode = 1, cause }: { advice: string; exitCode?: 1 | 2; cause?: unknown }) {
    super(message, { cause })
    this.name = new.target.name
    this.advice = advice
    this.exitCode = exitCode
  }
}
