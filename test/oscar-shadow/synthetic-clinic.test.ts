import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { type AnyRow, rowsOf } from '../../oscar-shadow/synthetic-clinic/clinic-rows.ts'
import {
  clinicDump,
  clinicStatements,
  defaultClinic,
  writeClinicDump,
} from '../../oscar-shadow/synthetic-clinic/index.ts'
import { type TableName, tableNames, tables } from '../../oscar-shadow/synthetic-clinic/tables.ts'
import { howToGetMariadb, startMariadb } from '../mariadb-server.ts'

const clinic = { ...defaultClinic, patients: 600, seed: 7 }
const rows = new Map<TableName, AnyRow[]>(tableNames.map((table) => [table, [...rowsOf(table, clinic)]]))
const all = (table: TableName) => rows.get(table) ?? []
const values = (table: TableName, column: string) => new Set(all(table).map((row) => row[column]))
const digest = (pieces: Iterable<string>) => {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

t.test('the same seed gives the same bytes, another seed another clinic', async (t) => {
  const small = { patients: 30 }
  t.equal(digest(clinicDump(small)), digest(clinicDump(small)))
  t.not(digest(clinicDump(small)), digest(clinicDump({ ...small, seed: 2 })))
})

t.test('rows name only columns that their table has', async (t) => {
  for (const table of tableNames) {
    const strays = all(table).flatMap((row) => Object.keys(row).filter((name) => !(name in tables[table].columns)))
    t.strictSame([...new Set(strays)], [], table)
  }
})

t.test('every table has rows, and its keys are unique', async (t) => {
  for (const table of tableNames) {
    const [key = ''] = /PRIMARY KEY \(`(\w+)`\)/.exec(tables[table].keys.join())?.slice(1) ?? []
    t.ok(all(table).length > 0, table)
    if (key) t.equal(values(table, key).size, all(table).length, table)
  }
})

t.test('rows of a patient do not lie in the order of patients', async (t) => {
  const patients = all('measurements').map(({ demographicNo }) => Number(demographicNo))
  t.notSame(
    patients,
    patients.toSorted((a, b) => a - b),
  )
})

const dirt: { says: string; table: TableName; holds(row: AnyRow): boolean }[] = [
  { says: 'inactive patients', table: 'demographic', holds: ({ patient_status }) => patient_status === 'IN' },
  { says: 'a status in small letters', table: 'demographic', holds: ({ patient_status }) => patient_status === 'ac' },
  {
    says: 'months that are not padded',
    table: 'demographic',
    holds: ({ month_of_birth }) => /^\d$/.test(`${month_of_birth}`),
  },
  { says: 'double-encoded names', table: 'demographic', holds: ({ last_name }) => `${last_name}`.includes('Ã') },
  { says: 'accents that are true', table: 'demographic', holds: ({ last_name }) => /[éá]/.test(`${last_name}`) },
  { says: 'no doctor', table: 'demographic', holds: ({ provider_no }) => provider_no === null },
  { says: 'a doctor who is not there', table: 'demographic', holds: ({ provider_no }) => provider_no === '7777' },
  { says: 'merged charts', table: 'demographic_merged', holds: ({ deleted }) => deleted === 0 },
  { says: 'partial dates', table: 'drugs', holds: ({ rx_date }) => `${rx_date}`.endsWith('-00-00') },
  { says: 'dates that are none', table: 'drugs', holds: ({ end_date }) => end_date === '0001-01-01' },
  { says: 'zero times', table: 'drugs', holds: ({ lastUpdateDate }) => lastUpdateDate === '0000-00-00 00:00:00' },
  { says: 'archived drugs', table: 'drugs', holds: ({ archived_reason }) => archived_reason === 'doseChange' },
  { says: 'drugs entered in error', table: 'drugs', holds: ({ archived_reason }) => archived_reason === 'deleted' },
  { says: 'the text null as DIN', table: 'drugs', holds: ({ regional_identifier }) => regional_identifier === 'null' },
  { says: 'hand-typed drugs', table: 'drugs', holds: ({ customName }) => customName !== undefined },
  { says: 'drugs against diabetes', table: 'drugs', holds: ({ ATC }) => `${ATC}`.startsWith('A10') },
  { says: 'rows of nobody', table: 'drugs', holds: ({ demographic_no }) => Number(demographic_no) > clinic.patients },
  { says: 'problems without a patient', table: 'dxresearch', holds: ({ demographic_no }) => demographic_no === null },
  { says: 'other code systems', table: 'dxresearch', holds: ({ coding_system }) => coding_system !== 'icd9' },
  { says: 'deleted problems', table: 'dxresearch', holds: ({ status }) => status === 'D' },
  { says: 'allergies without a flag', table: 'allergies', holds: ({ archived }) => archived === null },
  { says: 'decimal commas', table: 'measurements', holds: ({ dataField }) => /^\d+,\d$/.test(`${dataField}`) },
  { says: 'blood pressures', table: 'measurements', holds: ({ dataField }) => /^\d+\/\d+$/.test(`${dataField}`) },
  { says: 'results that map to no type', table: 'measurements', holds: ({ type }) => type === '' },
  { says: 'A1C', table: 'measurementsExt', holds: ({ keyval, val }) => keyval === 'identifier' && val === '4548-4' },
  { says: 'labs that match nobody', table: 'patientLabRouting', holds: ({ demographic_no }) => demographic_no === 0 },
  { says: 'labs without a date', table: 'hl7TextInfo', holds: ({ obr_date }) => obr_date === '' },
  { says: 'deleted immunizations', table: 'preventions', holds: ({ deleted }) => deleted === '1' },
  { says: 'refusals', table: 'preventions', holds: ({ refused }) => refused === '1' },
  { says: 'screenings', table: 'preventions', holds: ({ prevention_type }) => prevention_type === 'PAP' },
  { says: 'locked notes', table: 'casemgmt_note', holds: ({ locked }) => locked === '1' },
  { says: 'drafts', table: 'casemgmt_note', holds: ({ signed }) => signed === 0 },
  { says: 'notes without a uuid', table: 'casemgmt_note', holds: ({ uuid }) => uuid === null },
  { says: 'what XML can not carry', table: 'casemgmt_note', holds: ({ note }) => /[\x01\x0b]/.test(`${note}`) },
  { says: 'HTML', table: 'casemgmt_note', holds: ({ note }) => `${note}`.includes('<br />') },
  { says: 'windows-1252', table: 'casemgmt_note', holds: ({ note }) => /20 €/.test(`${note}`) },
]
for (const { says, table, holds } of dirt) t.test(`${table} holds ${says}`, async (t) => t.ok(all(table).some(holds)))

t.test('references may dangle', async (t) => {
  const measured = values('measurements', 'id')
  t.ok(
    all('measurementsExt').some(({ measurement_id }) => !measured.has(measurement_id)),
    'ext rows without a measurement',
  )
  const routed = all('patientLabRouting').map(({ lab_no, demographic_no }) => `${lab_no} ${demographic_no}`)
  t.ok(new Set(routed).size < routed.length, 'a lab routed twice')
})

t.test('revisions of a note share its uuid', async (t) => {
  const uuids = all('casemgmt_note').flatMap(({ uuid }) => uuid ?? [])
  t.ok(new Set(uuids).size < uuids.length)
})

t.test('nobody real can be meant: no health number is valid, names say that they are invented', async (t) => {
  for (const { hin } of all('demographic')) t.notOk(isHealthNumber(`${hin}`.replaceAll(' ', '')), `${hin}`)
  const stem = `${all('demographic').find(({ hin }) => /^9\d{9}$/.test(`${hin}`))?.hin}`.slice(0, 9)
  t.ok(
    [...'0123456789'].some((digit) => isHealthNumber(stem + digit)),
    'with another check digit it would be valid',
  )
})

/** The rule of BC: ten digits, the first a 9, the last a check digit. */
function isHealthNumber(number: string): boolean {
  if (!/^9\d{9}$/.test(number)) return false
  const sum = [2, 4, 8, 5, 10, 9, 7, 3].reduce(
    (sum, weight, index) => sum + ((weight * Number(number[index + 1])) % 11),
    0,
  )
  return 11 - (sum % 11) === Number(number[9])
}

t.test('the dump is complete, in the order of table names, and can be compressed', async (t) => {
  const folder = t.testdir({})
  await writeClinicDump(join(folder, 'clinic.sql'), { patients: 20 })
  await writeClinicDump(join(folder, 'clinic.sql.gz'), { patients: 20 })
  const dump = readFileSync(join(folder, 'clinic.sql'), 'utf8')
  t.match(dump, /^-- MySQL dump 10.13 .*\n/)
  t.match(dump, /\n-- Dump completed on 2014-06-30 23:15:02\n$/)
  const created = [...dump.matchAll(/^CREATE TABLE `(\w+)`/gm)].map(([, name]) => name)
  t.strictSame(created, created.toSorted())
  t.equal(gunzipSync(readFileSync(join(folder, 'clinic.sql.gz'))).toString(), dump)
  t.equal(statSync(join(folder, 'clinic.sql')).mode & 0o777, 0o600)
})

const server = await startMariadb()
if (server) t.teardown(() => server.remove())

t.test('a real server takes it', { skip: server ? false : howToGetMariadb }, async (t) => {
  if (!server) return

  const loads = [
    { charset: 'latin1', engine: 'InnoDB', pieces: clinicDump(clinic) },
    { charset: 'latin1', engine: 'mixed', pieces: clinicDump({ ...clinic, engine: 'mixed' }) },
    { charset: 'utf8', engine: 'MyISAM', pieces: terminated({ ...clinic, charset: 'utf8', engine: 'MyISAM' }) },
  ] as const
  for (const { charset, engine, pieces } of loads) {
    const database = `clinic_${charset}_${engine}`
    await server.sql(`CREATE DATABASE ${database} CHARACTER SET ${charset}`)
    await server.sql(pieces, database)

    t.test(`every row arrives in ${engine} tables with ${charset}`, async (t) => {
      const counts = tableNames.map((table) => `SELECT '${table}', COUNT(*) FROM \`${table}\`;`)
      const expected = tableNames.map((table) => `${table}\t${all(table).length}`)
      t.strictSame((await server.sql(counts, database)).split('\n'), expected)
    })

    t.test(`the columns of ${database} hold all three encodings`, async (t) => {
      const holds = (hex: string) => `SELECT COUNT(*) > 0 FROM casemgmt_note WHERE HEX(note) LIKE '%${hex}%';`
      // "Caf", then é encoded twice and once; "20 " and the euro sign.
      const found =
        charset === 'latin1' ? ['436166C3A9', '436166E9', '32302080'] : ['436166C383C2A9', '436166C3A9', '323020E282AC']
      t.equal(await server.sql(found.map(holds), database), '1\n1\n1')
    })

    t.test(`the tables of ${database} have engine, charset and keys as 12.1`, async (t) => {
      const engines = await server.sql(
        `SELECT DISTINCT engine FROM information_schema.tables WHERE table_schema='${database}' ORDER BY 1;`,
      )
      t.equal(engines, engine === 'mixed' ? 'InnoDB\nMyISAM' : engine)
      const unindexed = `SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema='${database}'
        AND table_name IN ('drugs','allergies','dxresearch') AND index_name <> 'PRIMARY';`
      t.equal(await server.sql(unindexed), '0')
    })
  }
})

function* terminated(options: Parameters<typeof clinicStatements>[0]): Generator<string> {
  for (const statement of clinicStatements(options)) yield `${statement};\n`
}
