import { z } from 'zod'

const atLeast = (least: number, most?: number) =>
  most === undefined ? z.int().min(least) : z.int().min(least).max(most)

/** What the hub may ask, and what may leave the clinic. The defaults favour the clinic. */
export const QueryPolicy = z.strictObject({
  policy: z
    .enum(['clinic', 'open'])
    .describe('open turns approval, suppression and the limits against row-level data off, for labs (default: clinic)')
    .optional(),
  approval: z
    .enum(['none', 'listed'])
    .describe('listed: a text runs only once `endpoint queries approve` was said to it (default: listed)')
    .optional(),
  'minimum-cell': atLeast(0, 1_000)
    .describe('members with a count from 1 to below this are left out of results; 0: none (default: 5)')
    .optional(),
  hubs: z
    .array(z.string().min(1))
    .describe('names or SHA-256 fingerprints of the hub certificates that may ask (default: all that hub-ca signed)')
    .optional(),
  parallel: atLeast(1, 16).describe('queries that run at a time (default: 2)').optional(),
  limits: z
    .strictObject({
      seconds: atLeast(1).describe('run time of a query (default: 900)').optional(),
      'memory-mib': atLeast(32).describe('memory of one sandbox process (default: 512)').optional(),
      keys: atLeast(1).describe('different keys of a result (default: 10000)').optional(),
      'key-length': atLeast(1).describe('characters of a key (default: 120)').optional(),
      'result-bytes': atLeast(2, 8_000_000).describe("a result's JSON (default: 4000000)").optional(),
      'keys-per-patient': z.number().positive().describe('keys for each patient read (default: 0.5)').optional(),
      'list-length': atLeast(1).describe('entries of the lists and objects within one value (default: 100)').optional(),
      'text-length': atLeast(1).describe('characters of a text within a value (default: 100)').optional(),
    })
    .optional(),
  retention: z
    .strictObject({
      days: atLeast(1).describe('finished queries and their results are kept so long (default: 90)').optional(),
      queries: atLeast(1).describe('and at most so many of them (default: 1000)').optional(),
    })
    .optional(),
})
