import t from 'tap'
import { type Definition, demandBase, recogniseBuild } from '../../../oscar-shadow/source/build.ts'
import { layoutOf, type TableName, tableNames } from '../../../oscar-shadow/source/layouts.ts'

const whole = (table: TableName): Definition => {
  const { columns, key } = layoutOf(table)
  return {
    name: table,
    engine: 'InnoDB',
    columns: Object.keys(columns).map((name) => ({ name, charset: 'latin1' })),
    primaryKey: key ? [key] : [],
  }
}
const without = (...missing: string[]) =>
  tableNames
    .filter((table) => !missing.includes(table))
    .map(whole)
    .map((definition) => ({
      ...definition,
      columns: definition.columns.filter(({ name }) => !missing.includes(`${definition.name}.${name}`)),
    }))

t.test('of a whole database nothing is missing', async (t) => {
  const build = recogniseBuild(without())
  t.strictSame(build.missing, [])
  t.equal(build.tables.size, tableNames.length)
  demandBase(build, 'it')
})

t.test('what an older build lacks is told, and not read', async (t) => {
  const lacking = ['clinic', 'casemgmt_note_link', 'allergies.life_stage', 'drugs.lastUpdateDate', 'casemgmt_note_ext']
  const build = recogniseBuild(without(...lacking))
  t.strictSame([...build.missing].sort(), [...lacking].sort())
  t.notOk(build.tables.get('allergies')?.columns.some(({ name }) => name === 'life_stage'))
  demandBase(build, 'it')
})

t.test('a column that only later builds have is not missed', async (t) => {
  const build = recogniseBuild(without('patientLabRouting.created'))
  t.strictSame(build.missing, [])
  t.notOk(build.tables.get('patientLabRouting')?.columns.some(({ name }) => name === 'created'))
})

for (const lacking of [
  'demographic',
  'provider',
  'casemgmt_note',
  'measurementsExt',
  'demographic.patient_status',
  'drugs.drugid',
  'preventionsExt.val',
])
  t.test(`there is no export without ${lacking}`, async (t) => {
    t.throws(() => demandBase(recogniseBuild(without(lacking)), 'the dump x'), {
      message: `the dump x is no whole OSCAR database: it lacks ${lacking}`,
      advice: /run again/,
    })
  })

t.test('names in other letters are found, and asked for as they are', async (t) => {
  const build = recogniseBuild(
    without().map((definition) => ({
      ...definition,
      name: definition.name.toLowerCase(),
      columns: definition.columns.map(({ name, charset }) => ({ name: name.toUpperCase(), charset })),
    })),
  )
  t.strictSame(build.missing, [])
  t.equal(build.tables.get('measurementsExt')?.name, 'measurementsext')
  t.equal(build.tables.get('measurementsExt')?.keyed, true)
})

t.test('a table is read in the order of its key only where that is its whole primary key', async (t) => {
  const keyed = (primaryKey: string[]) => recogniseBuild([{ ...whole('drugs'), primaryKey }]).tables.get('drugs')?.keyed
  t.equal(keyed(['drugid']), true)
  t.equal(keyed([]), false)
  t.equal(keyed(['demographic_no', 'drugid']), false)
})
