import { z } from 'zod'
import type { Computed, QueryLimits } from './engine.ts'
import { QueryFailed } from './query-failed.ts'
import type { MergeFrame } from './sandbox/frames.ts'

/** As `Table.json` in realm/table.ts writes it: the key's identity, name, first record, value, and its packed form. */
const Line = z.union([
  z.tuple([z.string(), z.string(), z.int(), z.string()]),
  z.tuple([z.string(), z.string(), z.int(), z.string(), z.string()]),
])
const Answer = z.tuple([z.int(), z.int(), z.array(Line)])
const Values = z.array(z.string())

/** What one process made of its share of the records. */
export type Share = z.infer<typeof Answer>

/** `place` is the line among those of the share whose record emitted the key first. */
type Key = { identity: string; name: string; first: number; place: number; json: string; packed: string[] }

/** Raises QueryFailed where the text is not what a sandbox process would say. */
export function readShare(text: string): Share {
  return read(Answer, text)
}

/**
 * One answer out of the shares; what several have is reduced once more by `merge`. Keys come in the order in which the
 * records would emit them one after the other. Of different keys with one name the last one counts, as in the original.
 * Raises QueryFailed where limits are exceeded, and what `merge` raises.
 */
export async function mergeShares(
  shares: Share[],
  limits: QueryLimits,
  merge: (keys: MergeFrame) => Promise<string>,
): Promise<Computed> {
  const keys = collect(shares)
  if (keys.length > limits.keys) throw new QueryFailed(`the query emitted more than ${limits.keys} different keys`)
  const shared = keys.filter(({ packed }) => packed.length > 1)
  if (shared.length > 0) {
    const values = read(Values, await merge(shared.map(({ identity, packed }) => ({ key: identity, values: packed }))))
    for (const [index, key] of shared.entries()) key.json = values[index] ?? 'null'
  }
  const values = [...new Map(keys.map(({ name, json }) => [name, json]))]
  refuseLarge(values, limits)
  return {
    values,
    recordsRead: shares.reduce((sum, [records]) => sum + records, 0),
    emitted: shares.reduce((sum, [, emitted]) => sum + emitted, 0),
  }
}

function collect(shares: Share[]): Key[] {
  const keys = new Map<string, Key>()
  for (const [, , lines] of shares) {
    for (const [place, [identity, name, first, json, packed = json]] of lines.entries()) {
      const known = keys.get(identity)
      known?.packed.push(packed)
      if (!known) keys.set(identity, { identity, name, first, place, json, packed: [packed] })
      else if (first < known.first) Object.assign(known, { first, place })
    }
  }
  // What one record emitted stands in one share.
  return [...keys.values()].sort((a, b) => a.first - b.first || a.place - b.place)
}

function refuseLarge(values: Computed['values'], { result, keyLength }: QueryLimits) {
  let size = 2
  for (const [name, json] of values) {
    if (name.length > keyLength) throw new QueryFailed(`the query emitted a key longer than ${keyLength} characters`)
    // Quotes, colon and comma.
    size += Buffer.byteLength(JSON.stringify(name)) + Buffer.byteLength(json) + 2
  }
  if (size > result) throw new QueryFailed(`the result is larger than ${result} bytes`)
}

function read<Content>(schema: z.ZodType<Content>, text: string): Content {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new QueryFailed('a sandbox process gave an answer that makes no sense')
  }
}
