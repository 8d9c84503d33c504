import { EndpointError } from '../provision/endpoint-error.ts'
import type { QueriesFlags } from './queries-command.ts'
import { cancelQuery } from './query/cancel-query.ts'
import { decide } from './query/decide.ts'
import { isId } from './query/ids.ts'
import { print } from './records-actions.ts'
import { listing, queryPage } from './show-queries.ts'
import type { Decision, QueryStore, StoredQuery, StoredSummary } from './store/query-store.ts'
import { readCount, whoAmI, withQueryStore } from './with-query-store.ts'

export async function listQueries(flags: QueriesFlags): Promise<void> {
  const most = readCount('--most', flags.most ?? '50')
  await withQueryStore(flags, async (store) => printAll(await store.list(most), flags, 'there are no queries'))
}

export async function listPending(flags: QueriesFlags): Promise<void> {
  await withQueryStore(flags, async (store) => {
    const held = (await store.list(0)).filter((query) => query.held)
    printAll(held, flags, 'no query waits for approval')
    if (held.length > 0 && !flags.json) process.stderr.write('read one: endpoint queries show ID\n')
  })
}

function printAll(queries: StoredSummary[], { json }: QueriesFlags, none: string): void {
  for (const query of queries) print(json ? JSON.stringify(query) : listing(query))
  if (queries.length === 0 && !json) process.stderr.write(`${none}\n`)
}

export async function showQuery(id: string, flags: QueriesFlags): Promise<void> {
  await withQueryStore(flags, async (store) => {
    const query = await queryOf(store, id)
    const decision = await store.decision(query.textHash)
    const result = query.resultId === undefined ? undefined : await store.result(query.resultId)
    print(flags.json ? JSON.stringify({ ...query, decision, result }) : queryPage(query, decision, result))
  })
}

export async function approveText(word: string, flags: QueriesFlags): Promise<void> {
  await settle(word, flags, { verdict: 'approved' })
}

export async function declineText(word: string, flags: QueriesFlags): Promise<void> {
  const why = flags.why?.trim()
  if (!why) {
    throw new EndpointError('a text is declined for a reason', { advice: "say --why 'the reason'", exitCode: 2 })
  }
  await settle(word, flags, { verdict: 'declined', why })
}

async function settle(word: string, flags: QueriesFlags, said: Pick<Decision, 'verdict' | 'why'>): Promise<void> {
  await withQueryStore(flags, async (store) => {
    const textHash = await hashOf(store, word)
    const queries = await decide(store, { textHash, ...said, by: whoAmI() })
    const waiting = queries === 1 ? 'one query waited for it' : `${queries} queries waited for it`
    print(flags.json ? JSON.stringify({ textHash, ...said, queries }) : `${said.verdict} ${textHash}; ${waiting}`)
  })
}

export async function cancelOne(id: string, flags: QueriesFlags): Promise<void> {
  await withQueryStore(flags, async (store) => {
    const { status } = await queryOf(store, id)
    const why = flags.why?.trim()
    const reason = why ? `cancelled at the clinic: ${why}` : 'cancelled at the clinic'
    if (!(await cancelQuery(store, id, reason, whoAmI()))) {
      throw new EndpointError(`the query ${id} is over: ${status}`, {
        advice: 'endpoint queries list shows which are not',
      })
    }
    print(flags.json ? JSON.stringify({ cancelled: id }) : `cancelled ${id}`)
  })
}

/** Raises EndpointError where there is none. */
async function queryOf(store: QueryStore, id: string): Promise<StoredQuery> {
  const query = isId(id) ? await store.get(id) : undefined
  if (query) return query
  throw new EndpointError(`there is no query ${id}`, { advice: 'endpoint queries list shows which there are' })
}

// All that are kept, unless a site keeps very many.
const all = 100_000

/** The hash that the word means: of a query, itself, or the only one that begins so. Raises EndpointError. */
async function hashOf(store: QueryStore, word: string): Promise<string> {
  if (isId(word)) return (await queryOf(store, word)).textHash
  // Whole, so that a text can be approved before anybody asks it.
  if (/^[0-9a-f]{64}$/.test(word)) return word
  const known = [...(await store.list(all)), ...(await store.decisions())].map(({ textHash }) => textHash)
  const found = new Set(word.length >= 8 ? known.filter((hash) => hash.startsWith(word)) : [])
  const [hash, another] = found
  if (hash !== undefined && another === undefined) return hash
  throw new EndpointError(
    another ? `more than one text begins with ${word}` : `"${word}" is neither a query nor a text`,
    {
      advice: 'endpoint queries pending shows the ids and hashes',
    },
  )
}
