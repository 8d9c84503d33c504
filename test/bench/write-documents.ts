/*
 * How fast writeDocument makes a document of a chart: alone, on one core, nothing read or sent.
 * Run: node test/bench/write-documents.ts [--rounds 7] [--seconds 0.7] [--size 1]
 * `--size 1` is a document of about 20 kB, `--size 20` a long chart. Wanted: 1,000 documents of 20 kB a second.
 * The baseline only turns a finished tree of the same document into text.
 */
import { parseArgs } from 'node:util'
import { Builder, parseStringPromise } from 'xml2js'
import { writeDocument } from '../../oscar-shadow/e2e/index.ts'
import { clinic } from '../oscar-shadow/e2e/charts.ts'
import { stamp } from '../oscar-shadow/e2e/writing.ts'
import { benchmarkChart } from './charts.ts'
import { machine, printTable, rate, ratesTable, runInTurns } from './measuring.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '0.7' },
    size: { type: 'string', default: '1' },
  },
})
const seconds = Number(values.seconds)
const [chart, at] = [benchmarkChart(Number(values.size)), clinic()]
const write = (detail: 'needed' | 'full') => writeDocument(chart, at, { ...stamp, detail }).document

const tree: unknown = await parseStringPromise(write('needed'))
const builder = new Builder({ renderOpts: { pretty: false } })
const contenders = [
  { name: 'xml2js Builder, from a tree', round: () => rate(() => builder.buildObject(tree), seconds) },
  { name: 'writeDocument, needed', round: () => rate(() => write('needed'), seconds) },
  { name: 'writeDocument, full', round: () => rate(() => write('full'), seconds) },
]
await runInTurns(1, contenders) // warms up

const sizes = (['needed', 'full'] as const).map((detail) => `${Buffer.byteLength(write(detail))} bytes ${detail}`)
console.log(`${sizes.join(', ')}; ${machine()}`)
printTable(ratesTable(await runInTurns(Number(values.rounds), contenders)))
