import t from 'tap'
import { judgeServices, parseSystemd, parseUpstart, type ServiceState } from '../../checks/services.ts'
import { judgeCases } from './judging.ts'

const running: ServiceState = {
  ...{ unit: 'scoop-gateway.service', installed: true, running: true, enabled: true },
  ...{ says: 'active (running)', timer: false },
}
const timer = { ...running, unit: 'scoop-export.timer', says: 'active (waiting)', timer: true }

judgeCases(judgeServices, [
  {
    says: 'all run',
    facts: [running, timer],
    verdict: 'ok',
    summary: 'scoop-gateway.service and scoop-export.timer run',
  },
  {
    says: 'one that is not installed',
    facts: [{ ...running, installed: false }],
    verdict: 'critical',
    summary: 'not installed',
  },
  {
    says: 'one that has failed, in its own words',
    facts: [{ ...running, running: false, says: 'failed (failed, watchdog)' }, timer],
    verdict: 'critical',
    summary: 'does not run: failed (failed, watchdog)',
  },
  {
    says: 'one that the next boot forgets',
    facts: [{ ...running, enabled: false }],
    verdict: 'critical',
    summary: 'next boot',
  },
  { says: 'a timer that stands still', facts: [running, { ...timer, running: false }], verdict: 'warning' },
  { says: 'a service manager that tells nothing', facts: [], verdict: 'unknown' },
])

t.test('systemctl show is read unit by unit', async (t) => {
  const text = `Result=watchdog
Id=scoop-gateway.service
LoadState=loaded
ActiveState=failed
SubState=failed
UnitFileState=enabled

Result=success
Id=scoop-export.timer
LoadState=not-found
ActiveState=inactive
SubState=dead
UnitFileState=
`
  t.match(parseSystemd(text), [
    {
      unit: 'scoop-gateway.service',
      installed: true,
      running: false,
      enabled: true,
      says: 'failed (failed, watchdog)',
    },
    { unit: 'scoop-export.timer', installed: false, running: false, enabled: false, timer: true },
  ])
})

const upstart = [
  { text: 'scoop-gateway start/running, process 1234\n', override: '', state: { running: true, enabled: true } },
  { text: 'scoop-gateway stop/waiting\n', override: '', state: { running: false, says: 'stop/waiting' } },
  { text: 'scoop-gateway start/running, process 7\n', override: 'manual\n', state: { running: true, enabled: false } },
  { text: 'status: Unknown job: scoop-gateway\n', override: '', state: { installed: false } },
]

for (const { text, override, state } of upstart) {
  t.test(`upstart: ${text.trim()}${override && ', but manual'}`, async (t) => {
    t.match(parseUpstart('scoop-gateway', text, override), state)
  })
}
