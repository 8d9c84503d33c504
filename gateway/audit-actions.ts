import { once } from 'node:events'
import { EndpointError } from '../provision/endpoint-error.ts'
import type { AuditFlags } from './audit-command.ts'
import type { AuditHead, AuditLink } from './query/audit-chain.ts'
import { type AuditProblem, verifyAudit } from './query/verify-audit.ts'
import { print } from './records-actions.ts'
import { printable } from './show-queries.ts'
import { withQueryStore } from './with-query-store.ts'

export async function listAudit(flags: AuditFlags): Promise<void> {
  await withQueryStore(flags, async (store) => {
    for await (const link of store.audit.read()) {
      if (!process.stdout.write(`${flags.json ? jsonOf(link) : lineOf(link)}\n`)) await once(process.stdout, 'drain')
    }
  })
}

/** Raises EndpointError (exit code 1) where the log is not as it was written. */
export async function verifyLog(flags: AuditFlags): Promise<void> {
  const known = flags.head === undefined ? undefined : readHead(flags.head)
  await withQueryStore(flags, async (store) => {
    const { entries, head, problems } = await verifyAudit(store.audit, known)
    const end = `${head.seq}:${head.hash}`
    if (flags.json) print(JSON.stringify({ entries, head: end, problems }))
    else if (problems.length === 0) print(`${entries} entries, none changed, removed or moved; it ends with ${end}`)
    if (problems.length > 0) {
      throw new EndpointError(shortened(problems).join('\n'), {
        advice: 'the log is no longer what the gateway wrote; compare it with a backup and find out who had access',
      })
    }
  })
}

function shortened(problems: AuditProblem[], most = 20): string[] {
  const lines = problems.slice(0, most).map(({ seq, problem }) => `audit entry ${seq}: ${problem}`)
  return problems.length > most ? [...lines, `and ${problems.length - most} more`] : lines
}

function readHead(text: string): AuditHead {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash }
  throw new EndpointError(`"${text}" is no end of an audit log`, {
    advice: 'write it as `endpoint audit verify` printed it: NUMBER:HASH',
    exitCode: 2,
  })
}

const jsonOf = ({ seq, text, hash }: AuditLink) => {
  const entry = parsed(text)
  return JSON.stringify(entry ? { ...entry, hash } : { seq, unreadable: text, hash })
}

function lineOf({ seq, text }: AuditLink): string {
  const { at, event, by, seq: _, ...rest } = parsed(text) ?? {}
  const facts = Object.entries(rest).map(([name, value]) => `${name}=${value}`)
  return printable([String(seq).padStart(6), at, String(event).padEnd(9), by, ...facts].join('  '))
}

/** An entry that somebody changed may be no JSON any more. */
function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
