/*
 * How fast a query about diabetes maps records when the patient API stands ready in the realm, and when it is evaluated
 * again for every patient, as the original did. Everything else is alike: the query's text runs once a patient, and the
 * record is parsed in the realm.
 * Run: node test/bench/patient-api.ts [--rounds 9] [--seconds 0.5]
 */
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { parseArgs } from 'node:util'
import { type Context, constants, createContext, runInContext } from 'node:vm'
import { importDocument } from '../../gateway/import/index.ts'
import { sha224Pseudonyms } from '../../gateway/import/pseudonym.ts'
import { benchmarkDocument } from './documents.ts'
import { machine, median, printTable, rate, ratesTable, runInTurns } from './measuring.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, seconds: { type: 'string', default: '0.5' } },
})
const folder = new URL('../../gateway/query/patient-api/', import.meta.url)

/** The modules of the API as one script, each as a function's result, so that their names do not meet. */
function scriptOf(file: string, written = new Set<string>()): string {
  if (written.has(file)) return ''
  written.add(file)
  const code = stripTypeScriptTypes(readFileSync(new URL(file, folder), 'utf8'))
  const imports = /import\s*(\{[^}]*\})\s*from\s*'\.\/([^']+)'/g
  const needed = [...code.matchAll(imports)].map(([, , name = '']) => scriptOf(name, written))
  const names = [...code.matchAll(/^export (?:const|class|function) (\w+)/gm)].map(([, name]) => name)
  const body = code.replace(imports, "const $1 = modules['$2']").replace(/^export /gm, '')
  return `${needed.join('')}modules['${file}'] = (() => {\n${body}\nreturn { ${names.join(', ')} } })();\n`
}

const api = `var modules = {};\n${scriptOf('index.ts')}var hQuery = modules['index.ts'].hQuery;\n`
const query = `
  var end = new Date(2014, 0, 1), start = new Date(2000, 0, 1)
  var diabetes = { ICD9: ['250*'] }, insulins = { whoATC: ['^A10A'] }, drugs = { whoATC: ['^A10'] }
  var hba1c = { pCLOCD: ['4548-4', '71875-9'] }, pressure = { LOINC: ['8480-6'] }
  function isCurrent(drug) {
    var start = drug.indicateMedicationStart(), stop = drug.indicateMedicationStop()
    var days = Math.floor(1.2 * Math.floor((stop - start) / 86400000))
    var until = new Date(start.getTime())
    until.setDate(until.getDate() + days)
    return start <= end && until >= end
  }
  function map(patient) {
    var isAdult = patient.age(end) >= 19
    var isDiabetic = patient.conditions().regex_match(diabetes, null, end).length > 0
    var treated = patient.medications().regex_match(drugs).filter(isCurrent).length
    var injected = patient.medications().regex_match(insulins).length
    var measured = patient.results().match(hba1c, start, end)
    var low = patient.vitalSigns().match(pressure, start, end).filter(function (sign) {
      return sign.values()[0].scalar() < 130
    })
    emit('denominator', +(isAdult && isDiabetic))
    emit('numerator', +(isAdult && isDiabetic && treated + injected + measured.length + low.length > 0))
  }
  map(new hQuery.Patient(JSON.parse(text)))`

const document = benchmarkDocument()
const text = JSON.stringify(importDocument(document.bytes, { pseudonym: sha224Pseudonyms }).record)

/** A realm of its own with the record's text and an emit that only counts. */
function realmWith(script: string, realm: Context = createContext(constants.DONT_CONTEXTIFY)): Context {
  realm.text = text
  runInContext(`var emitted = 0; function emit() { emitted += 1 }\n${script}`, realm)
  return realm
}

const [bare, ready] = [realmWith(''), realmWith(api)]
const contextified = realmWith(api, createContext(Object.create(null)))
const seconds = Number(values.seconds)
const contenders = [
  { name: 'API for every patient', round: () => rate(() => runInContext(api + query, bare), seconds) },
  { name: 'API once a query', round: () => rate(() => runInContext(query, ready), seconds) },
  // Each look at a global goes through an interceptor there, also those of the API.
  { name: 'the same, contextified global', round: () => rate(() => runInContext(query, contextified), seconds) },
  { name: 'JSON.parse of the record alone', round: () => rate(() => runInContext('JSON.parse(text)', ready), seconds) },
]
await runInTurns(1, contenders) // warms up

console.log(`record of ${document.name}, ${text.length} bytes; API of ${api.length} characters; ${machine()}`)
const rates = await runInTurns(Number(values.rounds), contenders)
printTable(ratesTable(rates))
// Both ways parse the record; what remains of each is the time of map, API included. Wanted: 10 times less.
const [each = 0, once = 0, , parsed = 0] = rates.map(({ perSecond }) => 1 / median(perSecond))
console.log(`map alone, parsing taken off: API once is ${((each - parsed) / (once - parsed)).toFixed(1)} times faster`)
