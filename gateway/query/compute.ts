import type { RecordPage } from '../store/record-store.ts'
import { type Crew, deal } from './crew.ts'
import type { Computed, QueryLimits } from './engine.ts'
import { mergeShares, readShare } from './merge-shares.ts'
import type { QueryTexts } from './query.ts'
import { frame, jsonFrame, type QueryFrame } from './sandbox/frames.ts'

/** A query as the sandbox processes are asked it. */
export type Question = {
  texts: Omit<QueryTexts, 'filter'>
  limits: QueryLimits
  /** A filter for the processes to apply. */
  filter?: QueryFrame['filter']
}

/**
 * Lets a crew answer a query over the records that it holds and those of the pages. Raises SandboxFailed, QueryFailed, and
 * the store's errors.
 */
export async function compute(crew: Crew, question: Question, pages?: AsyncIterable<RecordPage>): Promise<Computed> {
  await askAll(crew, jsonFrame('query', queryFrame(question)))
  for (const sandbox of crew.sandboxes) sandbox.startRecords()
  if (pages) await deal(pages, crew)
  const shares = (await askAll(crew, frame('finish'))).map(readShare)
  const [first] = crew.sandboxes
  return mergeShares(shares, question.limits, async (keys) => (await first?.ask(jsonFrame('merge', keys))) ?? '')
}

function queryFrame({ texts: { map, reduce, functions }, limits, filter }: Question): QueryFrame {
  const { keys, keyLength, result } = limits
  const query = { map, reduce, functions: functions ?? '', limits: JSON.stringify({ keys, keyLength, result }) }
  return filter ? { ...query, filter } : query
}

const askAll = ({ sandboxes }: Crew, question: Buffer) => Promise.all(sandboxes.map((sandbox) => sandbox.ask(question)))
