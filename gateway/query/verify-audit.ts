import type { AuditStore } from '../store/query-store.ts'
import { type AuditHead, type AuditLink, beginning, hashOf } from './audit-chain.ts'
import { textHash } from './text-hash.ts'

/** What is wrong at one place of the audit log. */
export type AuditProblem = { seq: number; problem: string }

export type AuditVerdict = { entries: number; head: AuditHead; problems: AuditProblem[] }

/**
 * Reads the whole audit log and finds each entry that was changed, removed or moved, and where its end was cut off, as
 * far as a noted head tells: the one beside the log, and `known`, which somebody has kept elsewhere. Who could rewrite
 * the log, its head and all, is found out only by a head that was kept elsewhere.
 */
export async function verifyAudit(audit: AuditStore, known?: AuditHead): Promise<AuditVerdict> {
  const heads = [await audit.head(), known].filter((head) => head !== undefined)
  const problems: AuditProblem[] = []
  const textsHold = textsOf(audit)
  let entries = 0
  let last = beginning
  for await (const link of audit.read()) {
    problems.push(...problemsOfLink(link, last), ...problemsOfHeads(link, heads))
    if (!(await textsHold(link))) problems.push({ seq: link.seq, problem: 'the query texts are not those it names' })
    entries += 1
    last = { seq: link.seq, hash: link.hash }
  }
  const end = Math.max(0, ...heads.map(({ seq }) => seq))
  if (end > last.seq)
    problems.push({ seq: last.seq + 1, problem: `cut off: entries ${last.seq + 1} to ${end} are missing` })
  return { entries, head: last, problems }
}

function problemsOfLink({ seq, text, hash }: AuditLink, previous: AuditHead): AuditProblem[] {
  if (seq > previous.seq + 1) {
    const problem = `removed: entries ${previous.seq + 1} to ${seq - 1} are missing before it`
    return [{ seq, problem }]
  }
  if (hashOf(text, previous.hash) === hash) return []
  return [{ seq, problem: seqOf(text) === seq ? 'changed' : 'moved: this entry stood elsewhere, or is none' }]
}

function problemsOfHeads({ seq, hash }: AuditLink, heads: AuditHead[]): AuditProblem[] {
  const contradicted = heads.some((head) => head.seq === seq && head.hash !== hash)
  return contradicted ? [{ seq, problem: 'rewritten: the head that was noted here is another' }] : []
}

/** Whether the texts that ran are kept as they were; each is looked at once. */
function textsOf(audit: AuditStore): (link: AuditLink) => Promise<boolean> {
  const known = new Map<string, boolean>()
  return async ({ text }) => {
    const entry = entryOf(text)
    if (entry?.event !== 'ran' || typeof entry.textHash !== 'string') return true
    const seen = known.get(entry.textHash)
    if (seen !== undefined) return seen
    const texts = await audit.texts(entry.textHash)
    const hold = texts !== undefined && textHash(texts) === entry.textHash
    known.set(entry.textHash, hold)
    return hold
  }
}

const seqOf = (text: string) => entryOf(text)?.seq

function entryOf(text: string): Record<string, unknown> | undefined {
  try {
    const entry: unknown = JSON.parse(text)
    return typeof entry === 'object' && entry !== null ? { ...entry } : undefined
  } catch {
    return undefined
  }
}
