import { EndpointError } from '../../provision/endpoint-error.ts'
import { type Session, textOf } from './connect.ts'
import { excessOf, type Grant, readGrant, unknownRoles } from './grants.ts'
import { codeOf, isPassing } from './server-errors.ts'

// MySQL's codes for: no such right on the table; no such right on a column.
const denied = new Set<number | string | undefined>([1142, 1143])
const atMostRoles = 50

/** Each would change no row even if it were allowed; allowed or not is decided before any row is looked at. */
const probes = (table: string) => [
  `DELETE FROM ${table} WHERE 1=0`,
  `UPDATE ${table} SET demographic_no=demographic_no WHERE 1=0`,
  `INSERT INTO ${table} (demographic_no) SELECT demographic_no FROM ${table} WHERE 1=0`,
]

/**
 * Raises EndpointError unless the account can do nothing but read: by its grants, by those of its roles, and by trying
 * (`shadow-and-backup.md` section 2). `table` is the quoted name of the demographic table. Raises the driver's errors.
 */
export async function proveReadOnly(
  session: Session,
  { database, table }: { database: string; table: string },
): Promise<void> {
  const excess = excessOf(await allGrants(session), database)
  if (excess.length > 0) throw mayDoMore(excess.join('; it '))
  for (const probe of probes(table)) {
    const code = await session.query(probe).then(() => 'allowed', codeOf)
    if (code === 'allowed') throw mayDoMore(`was allowed ${probe.split(' ')[0]} on demographic`)
    if (!denied.has(code)) {
      throw new EndpointError(
        `the server answers ${code ?? 'nothing known'} where it should deny the account to write`,
        {
          advice: 'it is not certain that the account can only read; have the OSP look at it',
        },
      )
    }
  }
}

/** The account's own grants and those of every role that it can take on, however deep. */
async function allGrants(session: Session): Promise<Grant[]> {
  const grants = await grantsBy(session, 'SHOW GRANTS')
  const asked = new Set<string>()
  for (
    let role = unknownRoles(grants)[0];
    role !== undefined;
    role = unknownRoles(grants).find((one) => !asked.has(one))
  ) {
    if (asked.size === atMostRoles) throw mayDoMore(`has more than ${atMostRoles} roles`)
    asked.add(role)
    grants.push(...(await grantsOfRole(session, role)))
  }
  return grants
}

/** MariaDB shows what an account has by roles that are on from the start; MySQL 8 what it would have with one on. */
async function grantsOfRole(session: Session, role: string): Promise<Grant[]> {
  return grantsBy(session, `SHOW GRANTS FOR ${role}`)
    .catch(() => grantsBy(session, `SHOW GRANTS FOR CURRENT_USER() USING ${role}`))
    .catch((error: unknown) => {
      if (isPassing(error)) throw error
      throw mayDoMore(`has the role ${role}, whose rights it can't see because the role is not on by default`)
    })
}

async function grantsBy(session: Session, sql: string): Promise<Grant[]> {
  return (await session.query(sql)).flatMap(([line]) => readGrant(textOf(line)))
}

function mayDoMore(what: string): EndpointError {
  return new EndpointError(`the database account may do more than read OSCAR: it ${what}`, {
    advice: "have the OSP give the shadow an account with GRANT SELECT ON OSCAR's database and nothing else",
  })
}
