/** What tells of a finished backup (`shadow-and-backup.md` section 4). */
export type BackupSignal =
  /** A file that is renewed when the backup is done; `exact` if it is touched after the very end. */
  | { kind: 'marker'; renewed: Date | undefined; exact: boolean }
  /** A time of day at which it is surely done: the last time it was that. */
  | { kind: 'time'; passed: Date }
  /** The database stands as it is since then; `facts` say how it stands. */
  | { kind: 'quiet'; facts: string; since: Date; minutes: number }

/** What the last export did about its backup. */
export type LastExport = { backup: string | null; finished: boolean }

export type Judgement = { due: true; backup: string } | { due: false; why: string }

/** A marker that moved less than so many milliseconds ago may move again. */
const stillness = 120_000

/** Whether there is a backup that is complete and not exported yet. Pure. */
export function judgeBackup(signal: BackupSignal, last: LastExport | undefined, now: Date): Judgement {
  const seen = whatIsSeen(signal, now)
  if ('why' in seen) return { due: false, why: seen.why }
  if (seen.backup === last?.backup && last.finished) return { due: false, why: 'the last backup has been exported' }
  return { due: true, backup: seen.backup }
}

function whatIsSeen(signal: BackupSignal, now: Date): { backup: string } | { why: string } {
  switch (signal.kind) {
    case 'marker': {
      if (!signal.renewed) return { why: 'no backup has been announced yet' }
      const age = now.getTime() - signal.renewed.getTime()
      if (!signal.exact && age < stillness) return { why: 'the backup file may still be growing' }
      return { backup: `announced ${signal.renewed.toISOString()}` }
    }
    case 'time':
      return { backup: `due ${signal.passed.toISOString()}` }
    case 'quiet': {
      const minutes = (now.getTime() - signal.since.getTime()) / 60_000
      if (minutes < signal.minutes) return { why: `the database has stood still for ${Math.floor(minutes)} min only` }
      return { backup: `database ${signal.facts}` }
    }
  }
}

/** The last time, at or before now, that the clock of this machine showed `HH:MM`. */
export function lastTimeOfDay(at: string, now: Date): Date {
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), hours, minutes)
  if (today <= now) return today
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1, hours, minutes)
}
