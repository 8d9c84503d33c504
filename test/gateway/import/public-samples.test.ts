import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { readDinAtc } from '../../../gateway/import/din-atc.ts'
import { sectionNames } from '../../fixtures/e2e/document.ts'
import { imported, nobody, warningsOf } from './importing.ts'

const folder = new URL('../../../../shared/e2e-samples/', import.meta.url)
const read = (name: string) => readFileSync(new URL(encodeURIComponent(name), folder))
const expected = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`expected/${encodeURIComponent(name)}`, folder), 'utf8'))
const here = existsSync(folder) ? {} : { skip: 'the public samples are not beside the project: nothing was compared' }

const patient1 = 'E2E-DTC Ex 002 - Conversion - Patient 1  - V1-30-00'
const lab1 = 'E2E-DTC Ex 006 - Generic Episodic - Lab 1 - V1-30-00'
const documents = [patient1, lab1, 'MZarilla']
const options = () => ({ atcByDin: readDinAtc(read('din-atc.json').toString('utf8')) })

for (const name of documents) {
  t.test(`${name} becomes its expected record`, here, async (t) => {
    t.strictSame(imported(read(`${name}.xml`), options()), expected(`${name}.json`))
  })
}

t.test('different patients share one record key', here, async (t) => {
  const [one, other] = [patient1, lab1].map((name) => imported(read(`${name}.xml`)))
  t.equal(one?._id, other?._id)
  t.equal(one?.medical_record_number, other?.medical_record_number)
  t.not(one?.hash_id, other?.hash_id)
})

t.test('the encounters and dispensed drugs of 002 are left out with a warning', here, async (t) => {
  t.ok(warningsOf(read(`${patient1}.xml`)).length >= 2)
})

t.test('the facts that the samples are known for', here, async (t) => {
  const record = imported(read('MZarilla.xml'), options())
  t.equal(record._id, record.hash_id)
  t.equal(record.effective_time, 1410256040)
  const counts = sectionNames.map((name) => [name, record[name]?.length])
  t.strictSame(Object.fromEntries(counts), {
    allergies: 3,
    conditions: 5,
    encounters: 3,
    immunizations: 3,
    medications: 7,
    results: 59,
    vital_signs: 7,
  })
  t.strictSame(record.medications?.[0]?.codes, { 'HC-DIN': ['2241497'], whoATC: ['R03AC02'] })
  t.strictSame(record.medications?.[2]?.codes, { Unknown: ['NI'] })
  t.strictSame(record.medications?.[3]?.codes, { 'HC-DIN': ['2243224'] })
  t.ok(
    record.medications?.every(({ orderInformation }) =>
      orderInformation.every(({ performer }) => performer?.npi === nobody),
    ),
  )
  t.equal(record.results?.[18]?.referenceRange, '>1.10')
  t.equal(record.results?.[19]?.referenceRange, '<4.4')
  t.notOk(record.results?.[30] && ('values' in record.results[30] || 'free_text' in record.results[30]))
  t.notOk(record.conditions?.[2] && 'type' in record.conditions[2])
})

t.test('without a table the public samples have no ATC of ours', here, async (t) => {
  t.strictSame(imported(read('MZarilla.xml')).medications?.[0]?.codes, { 'HC-DIN': ['2241497'] })
})
