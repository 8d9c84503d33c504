import { FilterRefused, type RecordPage } from '../store/record-store.ts'
import { type Crew, deal } from './crew.ts'
import type { Computed } from './engine.ts'
import { mergeShares, readShare } from './merge-shares.ts'
import { frame, jsonFrame, type QueryFrame } from './sandbox/frames.ts'
import { readFailure, type Told } from './sandbox/read-failure.ts'
import { SandboxFailed } from './sandbox/sandbox.ts'

/**
 * Lets a crew answer a query over the records that it holds and those of the pages. Raises QueryFailed, and the store's
 * errors.
 */
export async function compute(
  crew: Crew,
  { texts, limits, filter }: Told & Pick<QueryFrame, 'filter'>,
  pages?: AsyncIterable<RecordPage>,
): Promise<Computed> {
  const { map, reduce, functions } = texts
  const { keys, keyLength, result } = limits
  const query = { map, reduce, functions: functions ?? '', limits: JSON.stringify({ keys, keyLength, result }) }
  let isCompiling = true
  try {
    await askAll(crew, jsonFrame('query', filter ? { ...query, filter } : query))
    isCompiling = false
    if (pages) await deal(pages, crew)
    const shares = (await askAll(crew, frame('finish'))).map(readShare)
    const [first] = crew.sandboxes
    return await mergeShares(shares, limits, async (shared) => (await first?.ask(jsonFrame('merge', shared))) ?? '')
  } catch (error) {
    if (error instanceof FilterRefused) throw readFailure('filter', { texts, limits }, isCompiling)
    throw error instanceof SandboxFailed ? readFailure(error.failure, { texts, limits }, isCompiling) : error
  }
}

const askAll = ({ sandboxes }: Crew, question: Buffer) => Promise.all(sandboxes.map((sandbox) => sandbox.ask(question)))
