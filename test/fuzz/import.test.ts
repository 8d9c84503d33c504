import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { importDocument } from '../../gateway/import/index.ts'
import { sha224Pseudonyms } from '../../gateway/import/pseudonym.ts'
import { DocumentRefused } from '../../gateway/import/refusal.ts'
import { between, pick, seededRandom } from '../../oscar-shadow/synthetic-clinic/random.ts'
import { syntheticDocument } from '../fixtures/synthetic-documents.ts'
import { mutate } from './mutate.ts'

const importIt = (bytes: Uint8Array) => importDocument(bytes, { pseudonym: sha224Pseudonyms })

/** What becomes of any bytes: a record, or the reason for the refusal. Anything else that is thrown goes through. */
function outcomeOf(bytes: Uint8Array): unknown {
  try {
    return importIt(bytes)
  } catch (error) {
    if (error instanceof DocumentRefused) return { refused: error.kind, message: error.message }
    throw error
  }
}

t.test('an undamaged synthetic document is imported without a warning', async (t) => {
  for (const bytes of [5_000, 20_000, 200_000]) {
    const { record, warnings } = importIt(Buffer.from(syntheticDocument(7, { bytes })))
    t.same(warnings, [])
    t.equal(record._id, '7')
    const lists = Object.values(record).filter(Array.isArray)
    t.equal(lists.length, bytes < 16_000 ? 1 : 8, 'its languages, and the seven sections where there is room for them')
  }
})

const seed = Number(process.env.FUZZ_SEED ?? 2)
const random = seededRandom(seed)
const originals = Array.from({ length: 20 }, (_, patient) =>
  Buffer.from(syntheticDocument(patient, { bytes: between(random, 5_000, 25_000), seed })),
)

t.test('a damaged document is imported or refused, always alike, whatever the damage', async (t) => {
  const outcomes = { imported: 0, refused: 0 }
  for (let index = 0; index < 2_000; index += 1) {
    const { bytes, steps } = mutate(pick(random, originals), pick(random, originals), random)
    const about = `document ${index} of FUZZ_SEED=${seed}, damaged by ${steps.join(', ')}`
    try {
      const outcome = outcomeOf(bytes)
      const isPlain = isDeepStrictEqual(JSON.parse(JSON.stringify(outcome)), outcome)
      if (!isPlain) t.fail(`${about}: JSON doesn't carry what came of it`)
      if (!isDeepStrictEqual(outcomeOf(bytes), outcome)) t.fail(`${about}: another outcome the second time`)
      outcomes[outcome instanceof Object && 'record' in outcome ? 'imported' : 'refused'] += 1
    } catch (error) {
      t.fail(`${about}: ${error instanceof Error ? error.stack : error}`)
    }
  }
  t.comment(outcomes)
  t.ok(outcomes.imported > 100 && outcomes.refused > 100, 'the damage is neither too small nor too great to tell')
})
