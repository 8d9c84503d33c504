import type { Check } from './check.ts'
import { type Finding, worst } from './finding.ts'
import type { Host } from './host.ts'
import { judged } from './judge.ts'

/** What must run on an endpoint; a service with a timer is started by that alone. */
export type WantedService = { name: string; timer: boolean }

export const wantedServices: readonly WantedService[] = [
  { name: 'scoop-gateway', timer: false },
  { name: 'scoop-export', timer: true },
]

/** Whether the services run and come back with the next boot. */
export const services: Check = {
  name: 'services',
  async run({ host }) {
    const systemd = (await host.look('/run/systemd/system')) !== undefined
    return judgeServices(systemd ? await askSystemd(host) : await askUpstart(host))
  },
}

export type ServiceState = {
  unit: string
  installed: boolean
  running: boolean
  /** Whether it starts by itself at the next boot. */
  enabled: boolean
  /** As the service manager says it. */
  says: string
  timer: boolean
}

async function askSystemd(host: Host): Promise<ServiceState[]> {
  const units = wantedServices.map(({ name, timer }) => `${name}.${timer ? 'timer' : 'service'}`)
  const properties = '--property=Id,LoadState,ActiveState,SubState,UnitFileState,Result'
  return parseSystemd((await host.run(['systemctl', 'show', properties, ...units])).stdout)
}

/** `systemctl show`: a block of `Name=value` lines for each unit. */
export function parseSystemd(text: string): ServiceState[] {
  const blocks = text.split(/\n\s*\n/).filter((block) => block.includes('Id='))
  return blocks.map((block) => {
    const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(block)?.[1] ?? ''
    const [active, unit] = [value('ActiveState'), value('Id')]
    const result = ['', 'success'].includes(value('Result')) ? '' : `, ${value('Result')}`
    return {
      unit,
      installed: value('LoadState') === 'loaded',
      running: active === 'active' || active === 'reloading',
      enabled: /^enabled/.test(value('UnitFileState')),
      says: `${active} (${value('SubState')}${result})`,
      timer: unit.endsWith('.timer'),
    }
  })
}

async function askUpstart(host: Host): Promise<ServiceState[]> {
  const jobs = wantedServices.filter(({ timer }) => !timer)
  return Promise.all(
    jobs.map(async ({ name }) => {
      const { stdout } = await host.run(['status', name])
      return parseUpstart(name, stdout, (await host.read(`/etc/init/${name}.override`)) ?? '')
    }),
  )
}

/** `status JOB` of upstart 1.5, whose text alone tells (`ubuntu-12.04.md` section 4.2). */
export function parseUpstart(unit: string, text: string, override: string): ServiceState {
  const state = /^\S+ (\S+\/[^,\s]+)/m.exec(text)?.[1]
  return {
    unit,
    installed: state !== undefined,
    running: state === 'start/running',
    enabled: state !== undefined && !/^manual\s*$/m.test(override),
    says: state ?? 'unknown job',
    timer: false,
  }
}

/** A timer that stands still loses freshness, not service. */
export function judgeServices(states: readonly ServiceState[]): Finding {
  const told = states.map((state) => ({ ...state, trouble: troubleOf(state) }))
  const troubled = told.filter(({ trouble }) => trouble !== undefined)
  if (states.length === 0) {
    const advice = 'see that systemd answers: systemctl is-system-running'
    return judged('unknown', { summary: 'the service manager tells nothing of the services', advice })
  }
  if (troubled.length === 0) return { verdict: 'ok', summary: `${states.map(({ unit }) => unit).join(' and ')} run` }
  const advice = troubled.some(({ installed }) => !installed)
    ? 'install them: sudo endpoint provision /etc/scoop-endpoint/site.yaml --only services'
    : `start it and see what it says: systemctl enable --now ${troubled[0]?.unit}; journalctl -u ${troubled[0]?.unit} -n 50`
  return judged(worst(troubled.map(({ timer }) => (timer ? 'warning' : 'critical'))), {
    summary: troubled.map(({ unit, trouble }) => `${unit} ${trouble}`).join(', '),
    advice,
  })
}

function troubleOf({ installed, running, enabled, says }: ServiceState): string | undefined {
  if (!installed) return 'is not installed'
  if (!running) return `does not run: ${says}`
  return enabled ? undefined : 'runs, but will not after the next boot'
}
