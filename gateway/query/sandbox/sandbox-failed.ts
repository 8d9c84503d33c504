/** A sandbox process ended, or said, what it should not have. */
export class SandboxFailed extends Error {
  /** What the process said went wrong (`read-failure.ts`), or why there is none any more. */
  readonly failure: string
  /** Whether no text of the query had run in it yet. */
  readonly isCompiling: boolean

  constructor(failure: string, isCompiling: boolean) {
    super('a sandbox process failed')
    this.name = new.target.name
    this.failure = failure
    this.isCompiling = isCompiling
  }
}

export const outOfMemory = 'ended|memory'

export function isOutOfMemory(error: unknown): boolean {
  return error instanceof SandboxFailed && error.failure === outOfMemory
}
