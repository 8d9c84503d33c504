type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>

/** One line at a terminal that says how many gateways are in which state; elsewhere nothing. */
export function showProgress(gateways: readonly string[], output: Output = process.stderr) {
  const states = new Map(gateways.map((gateway) => [gateway, 'asked']))
  const show = (text: string) => output.isTTY && output.write(`\r\x1b[K${text}`)
  const draw = () => {
    const counts = Map.groupBy(states.values(), (state) => state)
    show([...counts].map(([state, { length }]) => `${length} ${state}`).join(', '))
  }
  draw()
  return {
    state(gateway: string, state: string) {
      states.set(gateway, state)
      draw()
    },
    end: () => show(''),
  }
}
