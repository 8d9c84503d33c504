import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Settled } from '../../provision/settle.ts'
import { attempt } from './commands.ts'
import type { Host } from './host.ts'
import { addresses } from './network.ts'
import type { Scenario } from './scenario.ts'
import { testBundle } from './test-bundle.ts'

const program = fileURLToPath(new URL('../../endpoint.ts', import.meta.url))

/** What a clinic's site file says of the test network; hardware as small as CI's. */
export const clinicSite = `
name: clinic-07
clinic:
  network: 10.44.0.0/24
ssh:
  from: [10.44.0.0/24]
hardware: { cores: 1, memory-gb: 1, disk-gb: 1 }
gateway:
  http: 0.0.0.0:3001
  https: 0.0.0.0:443
  names: [clinic-07.example.org]
`

export type Provisioned = { code: number; steps: Settled[]; said: string }

/** A technician's laptop: provisions a host from a folder with a site file and what lies beside it. */
export type Technician = Disposable & {
  folder: string
  /** The arguments of the whole command, for a test that stops it. */
  command(flags?: readonly string[]): string[]
  provision(flags?: readonly string[]): Promise<Provisioned>
  write(files: Record<string, string>): void
}

export async function openTechnician(scenario: Scenario, host: Host, site: string): Promise<Technician> {
  const bundle = await testBundle()
  const folder = mkdtempSync(join(tmpdir(), 'scoop-site-'))
  const shown = await host.exec(['ssh-keygen', '-lf', '/etc/ssh/ssh_host_ed25519_key.pub'])
  const write = (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
  }
  write({ 'site.yaml': site })
  const how = ['--host', `root@${addresses.endpoint}`, '--identity', scenario.identity, '--bundle', bundle.file]
  const known = ['--accept-host-key', shown.stdout.split(' ')[1] ?? '']
  const command = (flags: readonly string[] = []) => [
    ...scenario.network.at('ops'),
    ...[process.execPath, program, 'provision', join(folder, 'site.yaml'), ...how, ...known, '--json', ...flags],
  ]
  return {
    folder,
    command,
    write,
    async provision(flags) {
      const [first = '', ...rest] = command(flags)
      const { code, stdout, stderr } = await attempt(first, rest, { timeout: 280_000 })
      return { code, steps: stdout ? JSON.parse(stdout).steps : [], said: stderr }
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}

/** Names of the steps that are not as they should be. */
export const moved = (steps: readonly Settled[]) =>
  steps.filter(({ outcome }) => outcome !== 'unchanged').map(({ step }) => step)
