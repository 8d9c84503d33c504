import t from 'tap'
import { judgeOperatingSystem, operatingSystem, parseRelease } from '../../checks/operating-system.ts'
import { judgeCases, runHere } from './judging.ts'

const precise = { id: 'ubuntu', version: '12.04' }
const now = new Date('2026-03-01T12:00:00Z')

judgeCases(
  ({ release, accepted = false, on = now }: { release: typeof precise; accepted?: boolean; on?: Date }) =>
    judgeOperatingSystem(release, on, accepted),
  [
    {
      says: 'a supported system',
      facts: { release: { id: 'ubuntu', version: '24.04' } },
      verdict: 'ok',
      summary: '2029-04-30',
    },
    {
      says: 'Ubuntu 12.04 is critical while nobody has accepted it',
      facts: { release: precise },
      verdict: 'critical',
      summary: 'no fixes since 2017-04-28',
    },
    {
      says: 'Ubuntu 12.04 stays a warning where it is accepted',
      facts: { release: precise, accepted: true },
      verdict: 'warning',
      summary: 'which the site accepts',
    },
    {
      says: 'the end of support is announced half a year before',
      facts: { release: { id: 'debian', version: '11' }, on: new Date('2026-08-31T12:00:00Z') },
      verdict: 'warning',
      summary: 'only until 2026-08-31',
    },
    {
      says: 'the day after, it is over',
      facts: { release: { id: 'debian', version: '11' }, on: new Date('2026-09-01T12:00:00Z') },
      verdict: 'critical',
    },
    {
      says: 'a system that nobody has tried',
      facts: { release: { id: 'templeos', version: '5' } },
      verdict: 'warning',
    },
    { says: 'a system that does not say what it is', facts: { release: { id: '', version: '' } }, verdict: 'warning' },
  ],
)

t.test('the advice for an old system is how to leave it', async (t) => {
  t.match(judgeOperatingSystem(precise, now, true), { advice: /second machine.*export/ })
  t.match(judgeOperatingSystem(precise, now, false), { advice: /accept-eol: true/ })
})

t.test('os-release and the older lsb-release are understood', async (t) => {
  t.strictSame(parseRelease('NAME="Ubuntu"\nVERSION="12.04.5 LTS"\nID=ubuntu\nVERSION_ID="12.04"\n'), precise)
  t.strictSame(parseRelease('DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=12.04\nDISTRIB_CODENAME=precise\n'), precise)
})

t.test('this machine says what it runs', async (t) => {
  t.match((await runHere(operatingSystem)).summary, /\w+ [\d.]+/)
})
