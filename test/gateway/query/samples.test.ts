// Queries over real records: that of our own sample document, and those of the public samples where they lie beside the
// checkout.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { openQuerying, type TestRecord } from './querying.ts'

const ours = new URL('../../fixtures/e2e/sample.expected.json', import.meta.url)
const folder = new URL('../../../../shared/e2e-samples/expected/', import.meta.url)
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
const files = [ours, ...names.map((name) => new URL(encodeURIComponent(name), folder))]

const records = files.map((file): TestRecord => JSON.parse(readFileSync(file, 'utf8')))
const numbered = records.map((record, place) => ({ ...record, _id: `${place}` }))
const entriesOf = (record: TestRecord, section: string) => (Array.isArray(record[section]) ? record[section].length : 0)

t.test('sections are counted as they stand in the records', async (t) => {
  const { ask } = await openQuerying(t, numbered)
  const map = `function map(patient) {
    ["conditions", "medications", "encounters"].forEach(function (section) {
      emit(section, (patient.json[section] || []).length)
      emit({ type: "usable", section: section }, +(patient[section]().length > 0))
    })
    emit({ type: "group", gender: patient.gender() }, 1)
  }`
  const answer = await ask({ map })
  for (const section of ['conditions', 'medications', 'encounters']) {
    const counts = records.map((record) => entriesOf(record, section))
    t.equal(
      answer[section],
      counts.reduce((sum, count) => sum + count),
      section,
    )
    t.equal(answer[`type_usable_section_${section}`], counts.filter((count) => count > 0).length, `usable ${section}`)
  }
  for (const { gender } of records) {
    const same = records.filter((record) => record.gender === gender)
    t.equal(answer[`type_group_gender_${gender ?? ''}`], same.length, 'genders')
  }
})

t.test('a query of the kind that the hub sends: codes, a date window, the latest value', async (t) => {
  const { ask } = await openQuerying(t, numbered)
  const map = `function map(patient) {
    var end = new Date(2030, 0, 1), start = new Date(1950, 0, 1)
    var drugs = patient.medications().regex_match({ whoATC: [".*"] }, start, end)
    var results = patient.results().concat(patient.vitalSigns())
    var latest = results.sort(function (a, b) { return b.timeStamp() - a.timeStamp() })[0]
    emit("denominator", 1)
    emit("drugs", drugs.length)
    emit("latest", latest && latest.values()[0] && !isNaN(latest.values()[0].scalar()) ? 1 : 0)
  }`
  const answer = await ask({ map })
  t.equal(answer.denominator, records.length)
  t.ok(Number(answer.drugs) > 0)
  t.ok(Number(answer.latest) > 0)
})
