import { Transform, type TransformCallback } from 'node:stream'

const tailLength = 4096

/**
 * Passes tap's own output through and closes with the plain line `N passed, N failed, N skipped` that CI reads. A
 * Transform, because tap can't pipe into a mere Writable.
 */
export default class SummaryReporter extends Transform {
  #tail = ''

  override _transform(chunk: Buffer | string, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#tail = (this.#tail + chunk.toString()).slice(-tailLength)
    done(null, chunk)
  }

  override _flush(done: TransformCallback): void {
    done(null, `${summary(this.#tail)}\n`)
  }
}

function summary(tail: string): string {
  const totals = [...tail.matchAll(/^# \{ (total: [^}]*) \}/gm)].at(-1)?.[1]
  // No totals at all: the runner itself broke off.
  if (totals === undefined) return '0 passed, 1 failed'
  const count = (name: string) => Number(new RegExp(`${name}: (\\d+)`).exec(totals)?.[1] ?? 0)
  const skipped = count('skip') + count('todo')
  return `${count('pass')} passed, ${count('fail')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
