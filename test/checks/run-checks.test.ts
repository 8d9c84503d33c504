import t from 'tap'
import type { Check } from '../../checks/check.ts'
import type { Finding } from '../../checks/finding.ts'
import { thisHost } from '../../checks/host.ts'
import { runChecks } from '../../checks/run-checks.ts'

const subject = { site: {}, host: thisHost() }
const fine: Finding = { verdict: 'ok', summary: 'it is there' }
const down: Finding = { verdict: 'critical', summary: 'it is gone', advice: 'bring it back' }

const check = (name: string, finding: Finding | Error, after: string[] = []): Check => ({
  name,
  after,
  async run() {
    if (finding instanceof Error) throw finding
    return finding
  },
})

const told = async (checks: Check[]) =>
  (await runChecks(checks, subject)).map((result) => `${result.check}: ${result.finding.verdict}`)

t.test('each check tells its own verdict, in the order of the list', async (t) => {
  t.strictSame(await told([check('a', fine), check('b', down), check('c', fine)]), ['a: ok', 'b: critical', 'c: ok'])
})

t.test('a consequence is not looked at while its cause is in trouble, however far away that is', async (t) => {
  const results = await runChecks(
    [check('hub', down, ['network']), check('network', fine, ['cable']), check('cable', down), check('disk', fine)],
    subject,
  )
  t.strictSame(
    results.map(({ check, finding, because }) => [check, finding.verdict, because]),
    [
      ['hub', 'unknown', 'cable'],
      ['network', 'unknown', 'cable'],
      ['cable', 'critical', undefined],
      ['disk', 'ok', undefined],
    ],
  )
})

t.test('a warning of the cause keeps nobody from looking further', async (t) => {
  const warning: Finding = { verdict: 'warning', summary: 'slow', advice: 'wait' }
  t.strictSame(await told([check('a', warning), check('b', fine, ['a'])]), ['a: warning', 'b: ok'])
})

t.test(
  'a check that fails to find out is unknown, and its error is quoted only where it is the system that speaks',
  async (t) => {
    const system = Object.assign(new Error("EACCES: permission denied, open '/etc/shadow'"), { syscall: 'open' })
    const [first, second] = await runChecks([check('a', system), check('b', new Error('patient 4711'))], subject)
    t.match(first?.finding, { verdict: 'unknown', summary: /permission denied/ })
    t.match(second?.finding, { verdict: 'unknown', summary: 'the check itself failed' })
  },
)
