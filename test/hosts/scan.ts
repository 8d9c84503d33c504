import { attempt } from './commands.ts'

/** Every TCP port of an address, as seen from a place in the network; one that a firewall drops is filtered. */
export async function scanPorts(place: string[], address: string): Promise<{ open: number[]; closed: number[] }> {
  const [program = '', ...enter] = place
  const speed = ['-T5', '--min-rate', '20000', '--max-retries', '1']
  const scan = ['nmap', '-n', '-Pn', '-sS', ...speed, '-p-', '-oG', '-', address]
  const { code, stdout, stderr } = await attempt(program, [...enter, ...scan])
  if (code !== 0) throw new Error(`nmap failed: ${stderr}`)
  const ports = (state: string) =>
    [...stdout.matchAll(/(\d+)\/(\w+)\/tcp/g)].filter(([, , found]) => found === state).map(([, port]) => Number(port))
  return { open: ports('open'), closed: ports('closed') }
}
