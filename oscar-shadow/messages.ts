/** Messages and progress on stderr: with the time for logs, plain at a terminal. */
export type Messages = {
  say(message: string): void
  /** Shown at a terminal only, in place of the last one. */
  progress(done: number, all: number): void
}

/** How often progress is shown, in milliseconds. */
const step = 200

export function openMessages(stream: NodeJS.WriteStream = process.stderr): Messages {
  let shown = 0
  const clear = () => stream.isTTY && shown > 0 && stream.write('\r\x1b[K')
  return {
    say(message) {
      clear()
      stream.write(stream.isTTY ? `${message}\n` : `${new Date().toISOString()} ${message}\n`)
    },
    progress(done, all) {
      if (!stream.isTTY || (Date.now() - shown < step && done < all)) return
      shown = Date.now()
      stream.write(`\r\x1b[K${done} of ${all} patients${done === all ? '\n' : ''}`)
      if (done === all) shown = 0
    },
  }
}
