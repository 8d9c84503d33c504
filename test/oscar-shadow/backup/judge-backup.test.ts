import t from 'tap'
import {
  type BackupSignal,
  judgeBackup,
  type LastExport,
  lastTimeOfDay,
} from '../../../oscar-shadow/backup/judge-backup.ts'

const now = new Date('2014-07-01T03:00:00Z')
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const exported = (backup: string): LastExport => ({ backup, finished: true })

const announced: BackupSignal = { kind: 'marker', renewed: before(30), exact: false }
const quiet: BackupSignal = { kind: 'quiet', facts: '7 patients', since: before(30), minutes: 10 }

const cases: { says: string; signal: BackupSignal; last?: LastExport; due: string | false; why?: RegExp }[] = [
  { says: 'a first backup is due', signal: announced, due: 'announced 2014-07-01T02:30:00.000Z' },
  {
    says: 'an exported one is not',
    signal: announced,
    last: exported('announced 2014-07-01T02:30:00.000Z'),
    due: false,
    why: /has been exported/,
  },
  {
    says: 'one whose export stopped is due again',
    signal: announced,
    last: { backup: 'announced 2014-07-01T02:30:00.000Z', finished: false },
    due: 'announced 2014-07-01T02:30:00.000Z',
  },
  {
    says: 'the next one is due',
    signal: announced,
    last: exported('announced 2014-06-30T02:30:00.000Z'),
    due: 'announced 2014-07-01T02:30:00.000Z',
  },
  {
    says: 'no marker is no backup',
    signal: { kind: 'marker', renewed: undefined, exact: false },
    due: false,
    why: /no backup has been announced/,
  },
  {
    says: 'a file that moved a minute ago may still grow',
    signal: { kind: 'marker', renewed: before(1), exact: false },
    due: false,
    why: /still be growing/,
  },
  {
    says: 'a notification counts at once',
    signal: { kind: 'marker', renewed: before(0), exact: true },
    due: 'announced 2014-07-01T03:00:00.000Z',
  },
  {
    says: 'a time that has passed is due',
    signal: { kind: 'time', passed: before(5) },
    due: 'due 2014-07-01T02:55:00.000Z',
  },
  { says: 'a database that has stood still long enough is due', signal: quiet, due: 'database 7 patients' },
  { says: 'one that moved lately is not', signal: { ...quiet, since: before(9) }, due: false, why: /9 min only/ },
  { says: 'one that has not changed since is not', signal: quiet, last: exported('database 7 patients'), due: false },
]
for (const { says, signal, last, due, why } of cases) {
  t.test(says, async (t) => {
    const judgement = judgeBackup(signal, last, now)
    t.match(judgement, due === false ? { due: false } : { due: true, backup: due })
    if (why && !judgement.due) t.match(judgement.why, why)
  })
}

t.test('a time of day is the last one that passed', async (t) => {
  const morning = new Date(2014, 6, 1, 3, 0)
  t.strictSame(lastTimeOfDay('02:30', morning), new Date(2014, 6, 1, 2, 30))
  t.strictSame(lastTimeOfDay('03:00', morning), morning)
  t.strictSame(lastTimeOfDay('23:15', morning), new Date(2014, 5, 30, 23, 15))
})
