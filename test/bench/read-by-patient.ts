import { readAddress } from '../../oscar-shadow/source/address.ts'
import { connect, type LinkOptions, type Session, textOf } from '../../oscar-shadow/source/connect.ts'
import { layoutOf, type TableName } from '../../oscar-shadow/source/layouts.ts'

/** Which rows of a table are one patient's, given what was read of the patient before. */
type Question = { table: TableName; column: string; values(read: Answers): readonly (string | number)[] }
type Answers = ReadonlyMap<TableName, readonly (string | number)[]>

const patient = (read: Answers) => read.get('demographic') ?? []
const of = (table: TableName, column: string, owners?: TableName): Question => ({
  table,
  column,
  values: owners ? (read) => read.get(owners) ?? [] : patient,
})

/** One query per table and patient, in the order in which the original's object mapping asks (`oscar-schema.md`). */
const questions: readonly Question[] = [
  of('allergies', 'demographic_no'),
  of('drugs', 'demographic_no'),
  of('dxresearch', 'demographic_no'),
  of('preventions', 'demographic_no'),
  of('preventionsExt', 'prevention_id', 'preventions'),
  of('measurements', 'demographicNo'),
  of('measurementsExt', 'measurement_id', 'measurements'),
  of('patientLabRouting', 'demographic_no'),
  of('hl7TextInfo', 'lab_no', 'patientLabRouting'),
  of('casemgmt_note', 'demographic_no'),
  of('casemgmt_note_ext', 'note_id', 'casemgmt_note'),
  of('casemgmt_note_link', 'note_id', 'casemgmt_note'),
  of('casemgmt_issue_notes', 'note_id', 'casemgmt_note'),
  of('casemgmt_issue', 'id', 'casemgmt_issue_notes'),
]

/** What the rows of other tables refer to: the key, but for a routing the lab that it routes. */
const referred: Partial<Record<TableName, string>> = { patientLabRouting: 'lab_no', casemgmt_issue_notes: 'id' }

/**
 * Reads charts as the original did, one patient after the other, from a live database: the baseline of the export. Kinder
 * than the original in that each table is asked once per patient, and only for the columns that an export needs.
 */
export async function openPatientReader(where: string, link: LinkOptions) {
  const address = readAddress(where)
  if (address.kind !== 'mysql') throw new Error('only a live database is read by patient')
  const session = await connect(address, link)
  const demographic = questionFor(session, of('demographic', 'demographic_no'))
  const others = questions.map((question) => ({ question, ask: questionFor(session, question) }))
  return {
    /** Answers how many rows there were. */
    async read(patient: number): Promise<number> {
      const read = new Map<TableName, readonly (string | number)[]>()
      read.set('demographic', (await demographic([patient])).keys)
      let rows = 1
      for (const { question, ask } of others) {
        const answer = await ask(question.values(read))
        read.set(question.table, answer.keys)
        rows += answer.rows
      }
      return rows
    },
    [Symbol.asyncDispose]: () => session.close(),
  }
}

function questionFor(session: Session, { table, column }: Question) {
  const { columns, key, later = [] } = layoutOf(table)
  const names = Object.keys(columns).filter((name) => !later.includes(name))
  const place = names.indexOf(referred[table] ?? key ?? column)
  const sql = `SELECT ${names.map((name) => `\`${name}\``).join(', ')} FROM \`${table}\` WHERE \`${column}\` IN `
  return async (values: readonly (string | number)[]) => {
    if (values.length === 0) return { rows: 0, keys: [] }
    const rows = await session.query(`${sql}(${values.map(() => '?').join(', ')})`, values)
    return { rows: rows.length, keys: rows.map((row) => Number(textOf(row[place]))) }
  }
}
