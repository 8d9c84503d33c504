import { type Build, type Definition, recogniseBuild } from './build.ts'
import { type Session, textOf } from './connect.ts'
import { tableNames } from './layouts.ts'

const wanted = tableNames.map((name) => `'${name.toLowerCase()}'`).join(', ')
const ofOurs = `WHERE table_schema = DATABASE() AND LOWER(table_name) IN (${wanted})`

/** What this database has of OSCAR's tables; it lists only what the account may read. Raises the driver's errors. */
export async function detectBuild(session: Session): Promise<Build> {
  const tables = await texts(session, `SELECT table_name, engine FROM information_schema.tables ${ofOurs}`)
  const columns = await texts(
    session,
    `SELECT table_name, column_name, character_set_name, column_key FROM information_schema.columns ${ofOurs}`,
  )
  return recogniseBuild(
    tables.map(([name = '', engine]): Definition => {
      const own = columns.filter(([table]) => table === name)
      return {
        name,
        engine: engine || undefined,
        columns: own.map(([, column = '', charset]) => ({ name: column, charset: charset || undefined })),
        primaryKey: own.filter(([, , , key]) => key === 'PRI').map(([, column = '']) => column),
      }
    }),
  )
}

async function texts(session: Session, sql: string): Promise<string[][]> {
  return (await session.query(sql)).map((row) => row.map(textOf))
}
