import t from 'tap'
import { printJson, printNagios, printPrometheus, printTable } from '../../checks/print.ts'
import type { CheckResult } from '../../checks/run-checks.ts'
import { run } from '../run-endpoint.ts'

const disk: CheckResult = {
  check: 'disk',
  finding: {
    verdict: 'warning',
    summary: '12 % of the disk is free',
    advice: 'make room',
    metrics: [{ name: 'free', value: 12, unit: '%', warning: 20, critical: 10 }],
  },
  milliseconds: 3,
}
const cable: CheckResult = {
  check: 'cable',
  finding: { verdict: 'critical', summary: 'no carrier', advice: 'plug the cable in' },
  milliseconds: 1,
}
const hub: CheckResult = {
  check: 'hub',
  finding: { verdict: 'unknown', summary: 'not looked at: cable comes first', advice: 'see to cable' },
  milliseconds: 0,
  because: 'cable',
}
const load: CheckResult = {
  check: 'load',
  finding: { verdict: 'ok', summary: 'load is 0.5', metrics: [{ name: 'load1', value: 0.5 }] },
  milliseconds: 2,
}

t.test('the table gives advice for causes only, and ends with a sentence', async (t) => {
  const lines = printTable([disk, cable, hub, load]).split('\n')
  t.match(lines, [
    /^! disk +12 %/,
    /→ make room/,
    /^✗ cable/,
    /→ plug/,
    /^\? hub/,
    /^✓ load/,
    '',
    /1 critical, 1 unknown, 1 warning/,
  ])
})

t.test('Nagios reads the worst verdict, performance data with limits, and each cause once', async (t) => {
  t.equal(
    printNagios([disk, cable, hub, load]),
    [
      "SCOOP ENDPOINT CRITICAL - 4 checks: 1 critical, 1 unknown, 1 warning | 'disk-free'=12%;20;10 'load-load1'=0.5",
      'disk: 12 % of the disk is free',
      'cable: no carrier',
    ].join('\n'),
  )
})

t.test('Nagios reads a single check under its own name', async (t) => {
  t.equal(printNagios([load]), "LOAD OK - load is 0.5 | 'load-load1'=0.5")
})

t.test('JSON holds the findings and the overall verdict', async (t) => {
  const { verdict, checks } = JSON.parse(printJson([disk, load]))
  t.equal(verdict, 'warning')
  t.match(checks, [
    { check: 'disk', verdict: 'warning', advice: 'make room' },
    { check: 'load', verdict: 'ok' },
  ])
})

t.test('Prometheus reads a gauge a check and one a metric', async (t) => {
  const text = printPrometheus([disk])
  t.match(text, /^scoop_endpoint_check\{check="disk"\} 1$/m)
  t.match(text, /^scoop_endpoint_metric\{check="disk",metric="free",unit="%"\} 12$/m)
})

t.test('a wrong name is a usage error that lists the right ones', async (t) => {
  const { code, stdout, stderr } = await run(['check', 'weather'])
  t.equal(code, 2)
  t.equal(stdout, '')
  t.match(stderr, /no check named weather[\s\S]*there are: .*clock/)
})

t.test('endpoint check prints findings as JSON and says by its exit code whether all hold', async (t) => {
  const { code, stdout } = await run(['check', 'clock', '--json'])
  const { verdict } = JSON.parse(stdout)
  t.equal(code, verdict === 'ok' || verdict === 'warning' ? 0 : 1)
})
