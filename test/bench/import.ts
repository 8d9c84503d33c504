/*
 * How fast importDocument turns a document into a record: alone, on one core, nothing stored.
 * Run: node test/bench/import.ts [--rounds 15] [--seconds 0.7]
 * Wanted: at least 3 times the baseline, which only parses the same file.
 */
import { parseArgs } from 'node:util'
import { importDocument } from '../../gateway/import/index.ts'
import { hmacPseudonyms, sha224Pseudonyms } from '../../gateway/import/pseudonym.ts'
import { benchmarkDocument } from './documents.ts'
import { baselineName, machine, parseRate, printTable, rate, ratesTable, runInTurns } from './measuring.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, seconds: { type: 'string', default: '0.7' } },
})
const seconds = Number(values.seconds)
const document = benchmarkDocument()
const hmac = hmacPseudonyms(Buffer.alloc(32, 1))
const contenders = [
  { name: baselineName, round: () => parseRate(document.bytes, seconds) },
  {
    name: 'importDocument, hmac',
    round: () => rate(() => importDocument(document.bytes, { pseudonym: hmac }), seconds),
  },
  {
    name: 'importDocument, sha224',
    round: () => rate(() => importDocument(document.bytes, { pseudonym: sha224Pseudonyms }), seconds),
  },
]
await runInTurns(1, contenders) // warms up

console.log(`${document.name}, ${document.bytes.length} bytes; ${machine()}`)
printTable(ratesTable(await runInTurns(Number(values.rounds), contenders)))
