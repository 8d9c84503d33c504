import { mkdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { EndpointError } from '../provision/endpoint-error.ts'
import { exportPaths } from '../provision/export-state.ts'

/** What became of a patient in a run. */
export type Outcome = 'delivered' | 'unchanged' | 'failed'

/** What makes two runs the same, so that the second one may go on where the first one stopped. */
export type RunKey = {
  source: string
  target: string
  mode: string
  /** Which backup it exports; null if nobody knows. */
  backup: string | null
}

export type Checkpoint = Disposable & {
  /** Whether this run goes on where another one stopped. */
  readonly resumed: boolean
  /** Whether this run is through with the patient. */
  isThrough(patient: number): boolean
  /** Digest of what was last delivered of a patient. */
  hashOf(patient: number): string | undefined
  note(patient: number, outcome: Outcome, hash?: string): void
  /** How many patients this run has come to, by outcome. */
  counts(): Record<Outcome, number>
  /**
   * The run is over. If it has seen all patients, it answers those whom an earlier one saw and this one didn't, and
   * forgets them.
   */
  finish(complete: boolean): number[]
}

/** After so many milliseconds an interrupted run is too old to go on with, unless somebody says so. */
const longestBreak = 24 * 3600 * 1000

/**
 * Opens what the shadow remembers of its exports, for one run at a time. `resume` says whether an interrupted run goes
 * on: the same one does by itself (auto). Raises EndpointError while another export is under way.
 */
export function openCheckpoint(folder: string, key: RunKey, resume: 'auto' | 'always' | 'never'): Checkpoint {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const db = openDatabase(exportPaths(folder).checkpoint)
  forgetOtherTarget(db, key.target)
  const interrupted = readRun(db)
  const resumed = interrupted !== undefined && resume !== 'never' && (resume === 'always' || isSame(interrupted, key))
  const run = resumed ? interrupted.run : beginRun(db, key)

  const seen = db.prepare('SELECT 1 FROM patients WHERE patient = ? AND run = ? AND outcome <> ?')
  const hash = db.prepare('SELECT hash FROM patients WHERE patient = ?')
  const insert = db.prepare(
    `INSERT INTO patients VALUES (:patient, :run, :outcome, :hash) ON CONFLICT DO UPDATE SET run = :run,
     outcome = :outcome, hash = CASE :outcome WHEN 'delivered' THEN :hash ELSE hash END`,
  )
  return {
    resumed,
    isThrough: (patient) => seen.get(patient, run, 'failed') !== undefined,
    hashOf(patient) {
      const found = hash.get(patient)?.hash
      return typeof found === 'string' ? found : undefined
    },
    note(patient, outcome, digest) {
      insert.run({ patient, run, outcome, hash: digest ?? null })
    },
    counts() {
      const counts = { delivered: 0, unchanged: 0, failed: 0 }
      for (const row of db
        .prepare('SELECT outcome, COUNT(*) AS n FROM patients WHERE run = ? GROUP BY 1')
        .iterate(run)) {
        if (isOutcome(row.outcome)) counts[row.outcome] = Number(row.n)
      }
      return counts
    },
    finish(complete) {
      db.exec('DELETE FROM run')
      if (!complete) return []
      const gone = db.prepare('DELETE FROM patients WHERE run <> ? RETURNING patient').all(run)
      return gone.map(({ patient }) => Number(patient)).sort((a, b) => a - b)
    },
    [Symbol.dispose]: () => db.close(),
  }
}

const isOutcome = (value: unknown): value is Outcome =>
  value === 'delivered' || value === 'unchanged' || value === 'failed'

/** Losing the last moments in a power cut only delivers some documents twice. */
function openDatabase(file: string): DatabaseSync {
  const db = new DatabaseSync(file)
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    db.exec(`BEGIN IMMEDIATE;
      CREATE TABLE IF NOT EXISTS facts (target TEXT NOT NULL, runs INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS run (run INTEGER, source TEXT, target TEXT, mode TEXT, backup TEXT, started INTEGER) STRICT;
      CREATE TABLE IF NOT EXISTS patients (patient INTEGER PRIMARY KEY, run INTEGER NOT NULL, outcome TEXT NOT NULL,
        hash TEXT) STRICT;
      COMMIT`)
    return db
  } catch (cause) {
    db.close()
    if (!(cause instanceof Error && cause.message.includes('locked'))) throw cause
    throw new EndpointError('another export is under way', { advice: 'wait until it has finished, or stop it', cause })
  }
}

/** What one place has been given says nothing about another. */
function forgetOtherTarget(db: DatabaseSync, target: string): void {
  const facts = db.prepare('SELECT target FROM facts').get()
  if (facts?.target === target) return
  db.exec('DELETE FROM patients; DELETE FROM run; DELETE FROM facts')
  db.prepare('INSERT INTO facts VALUES (?, 0)').run(target)
}

type Interrupted = RunKey & { run: number; started: number }

function readRun(db: DatabaseSync): Interrupted | undefined {
  return db.prepare('SELECT * FROM run').get() as Interrupted | undefined
}

function isSame(run: Interrupted, key: RunKey): boolean {
  const same = run.source === key.source && run.mode === key.mode && run.backup === key.backup
  return same && Date.now() - run.started < longestBreak
}

function beginRun(db: DatabaseSync, { source, target, mode, backup }: RunKey): number {
  const run = Number(db.prepare('UPDATE facts SET runs = runs + 1 RETURNING runs').get()?.runs)
  db.exec('DELETE FROM run')
  db.prepare('INSERT INTO run VALUES (?, ?, ?, ?, ?, ?)').run(run, source, target, mode, backup, Date.now())
  return run
}
