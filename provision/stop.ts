/** The operator's end of the line is gone, or asks to stop: between two steps. */
export function stopAtEndOfInput(abort: AbortController): Disposable {
  const stop = () => abort.abort()
  process.stdin.once('end', stop).once('error', stop).resume()
  // Nobody reads what is told any more; the step that is under way is still finished.
  process.stdout.removeAllListeners('error').on('error', stop)
  process.stderr.on('error', stop)
  process.on('SIGHUP', stop)
  return { [Symbol.dispose]: () => process.stdin.destroy() }
}

/** The first Ctrl-C stops between two steps; a second one at once. */
export function stopAtInterrupt(abort: AbortController): Disposable {
  const stop = () => {
    process.stderr.write('stopping after this step; Ctrl-C again stops at once\n')
    abort.abort()
  }
  process.once('SIGINT', stop)
  return { [Symbol.dispose]: () => process.off('SIGINT', stop) }
}
