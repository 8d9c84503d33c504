import { lastValue, readUnit, type Unit } from './unit.ts'

/** What becomes of a directive: stanzas of a job, or nothing because of a decision that is told here. */
type Translation = ((values: readonly string[], unit: Unit) => string[]) | { omitted: string }

const noEquivalent = { omitted: 'Linux 3.2 and upstart 1.5 have nothing like it; accounts and file modes must do' }
const elsewhere = { omitted: 'made by a step of the provisioning' }

const last = (stanza: (value: string) => string) => (values: readonly string[]) => values.slice(-1).map(stanza)

/** `ubuntu-12.04.md` section 4.3, for every directive that our units have; a unit with another one is not translated. */
const translations: Record<string, Translation> = {
  'Unit.Description': last((value) => `description "${value}"`),
  'Unit.Documentation': { omitted: 'upstart has no such stanza' },
  'Unit.After': { omitted: 'an event says when a job starts, not after which other; programs wait for what they need' },
  'Unit.Wants': { omitted: 'see After' },
  'Unit.StartLimitIntervalSec': (_values, unit) => [respawnLimit(unit)],
  'Unit.StartLimitBurst': { omitted: 'told together with the interval' },
  'Install.WantedBy': () => ['start on runlevel [2345]', 'stop on runlevel [!2345]'],

  'Service.Type': (values) => (values.at(-1) === 'oneshot' ? ['task'] : []),
  'Service.User': last((value) => `setuid ${value}`),
  'Service.Group': last((value) => `setgid ${value}`),
  'Service.ExecStart': last((value) => `exec ${value}`),
  'Service.Restart': last((value) => (value === 'always' ? 'respawn' : 'respawn\nnormal exit 0 TERM')),
  // Also after the last run, which a stop then waits for.
  'Service.RestartSec': last((value) => `post-stop exec sleep ${value}`),
  'Service.TimeoutStartSec': { omitted: 'a task may take its time; the program bounds itself' },
  'Service.TimeoutStopSec': last((value) => `kill timeout ${value}`),
  'Service.KillMode': { omitted: "upstart signals the process group, in which the gateway's children stay" },
  'Service.Environment': (values) => values.flatMap((value) => value.split(' ').map((pair) => `env ${pair}`)),
  'Service.Nice': last((value) => `nice ${value}`),
  'Service.IOSchedulingClass': { omitted: 'nice 10 lowers the share of the disk as well' },
  'Service.UMask': last((value) => `umask ${value}`),
  'Service.LimitNOFILE': last((value) => `limit nofile ${value} ${value}`),
  'Service.OOMScoreAdjust': last((value) => `oom score ${value}`),
  'Service.OOMPolicy': { omitted: 'upstart follows the main process alone' },
  'Service.StateDirectory': elsewhere,
  'Service.StateDirectoryMode': elsewhere,
  'Service.AmbientCapabilities': { omitted: 'preflight refuses a port below 1024 on Ubuntu 12.04' },
  ...Object.fromEntries(
    [
      ...['CapabilityBoundingSet', 'NoNewPrivileges', 'ProtectSystem', 'ProtectHome', 'PrivateTmp', 'PrivateDevices'],
      ...['PrivateIPC', 'ProtectClock', 'ProtectControlGroups', 'ProtectHostname', 'ProtectKernelLogs'],
      ...['ProtectKernelModules', 'ProtectKernelTunables', 'ProtectProc', 'ProcSubset', 'RemoveIPC'],
      ...['RestrictAddressFamilies', 'RestrictNamespaces', 'RestrictRealtime', 'RestrictSUIDSGID', 'LockPersonality'],
      ...['SystemCallArchitectures', 'SystemCallFilter', 'SystemCallErrorNumber', 'SocketBindDeny'],
      ...['MemoryDenyWriteExecute', 'MemoryMax'],
    ].map((directive) => [`Service.${directive}`, noEquivalent]),
  ),
}

/**
 * The upstart 1.5 job of a systemd service. Raises on a directive that nobody has decided about: a unit must not lose
 * anything in silence on its way to Ubuntu 12.04.
 */
export function translateToUpstart(text: string, { home }: { home: string }): string {
  const unit = readUnit(text)
  const stanzas = [...unit].flatMap(([section, directives]) =>
    [...directives].flatMap(([directive, values]) => {
      const translation = translations[`${section}.${directive}`]
      if (!translation) throw new Error(`nobody has decided what [${section}] ${directive}= becomes under upstart`)
      return 'omitted' in translation ? [] : translation(values, unit)
    }),
  )
  // upstart passes it on to nobody.
  return `${[...stanzas, `env HOME=${home}`, 'console log'].join('\n')}\n`
}

/** Why directives of a unit have no stanza, for the report. */
export function omissions(text: string): Record<string, string> {
  const named = [...readUnit(text)].flatMap(([section, directives]) =>
    [...directives.keys()].map((directive) => [directive, translations[`${section}.${directive}`]] as const),
  )
  const omitted = named.flatMap(([directive, translation]) =>
    translation && 'omitted' in translation ? [[directive, translation.omitted]] : [],
  )
  return Object.fromEntries(omitted)
}

function respawnLimit(unit: Unit): string {
  const interval = lastValue(unit, 'Unit', 'StartLimitIntervalSec')
  return `respawn limit ${interval === '0' ? 'unlimited' : `${lastValue(unit, 'Unit', 'StartLimitBurst')} ${interval}`}`
}
