/** One line of SHOW GRANTS. `object` is `*.*`, `database.*`, `database.table`, or a routine's; names may be patterns. */
export type Grant =
  | {
      kind: 'privileges'
      privileges: string[]
      database: string
      object: string
      grantee: string
      grantOption: boolean
    }
  | { kind: 'role'; role: string }
  | { kind: 'other' }
  | { kind: 'unreadable' }

const identifier = /(?:`((?:[^`]|``)*)`|'((?:[^']|'')*)'|([^\s`'.@,]+))/.source
const privilegeLine = new RegExp(
  `^GRANT (?<privileges>.+?) ON (?:(?<routine>FUNCTION|PROCEDURE|PACKAGE(?: BODY)?|TABLE) )?(?<database>\\*|${identifier})\\.(?<object>\\*|${identifier}) TO (?<rest>.*)$`,
  's',
)
const roleLine = new RegExp(
  `^GRANT (?<roles>${identifier}(?:@${identifier})?(?:, ?${identifier}(?:@${identifier})?)*) TO `,
)

/** Takes one line of SHOW GRANTS apart; MySQL 5.0 to 8 and MariaDB 5.5 to 11 write it alike but for roles. */
export function readGrant(line: string): Grant[] {
  // Says which role is on after login; the role itself stands in a line of its own.
  if (/^SET DEFAULT ROLE /.test(line)) return [{ kind: 'other' }]
  if (/^GRANT PROXY ON /.test(line)) return [privileges('PROXY', '*', '*', line)]
  const groups = privilegeLine.exec(line)?.groups
  if (groups) {
    const object = groups.routine ? `${groups.routine} ${unquote(groups.object)}` : unquote(groups.object)
    return [privileges(groups.privileges ?? '', unquote(groups.database), object, groups.rest ?? '')]
  }
  const roles = roleLine.exec(line)?.groups?.roles
  if (roles === undefined) return [{ kind: 'unreadable' }]
  return [...roles.matchAll(new RegExp(`${identifier}(?:@${identifier})?`, 'g'))].map(([role]) => ({
    kind: 'role',
    role,
  }))
}

const granteeForm = new RegExp(`^${identifier}(?:@${identifier})?`)

function privileges(list: string, database: string, object: string, rest: string): Grant {
  // Columns in brackets narrow a privilege down; they don't change what it is.
  const names = list.replaceAll(/\s*\([^)]*\)/g, '').split(',')
  return {
    kind: 'privileges',
    privileges: names.map((name) => name.trim().toUpperCase()),
    database,
    object,
    grantee: granteeForm.exec(rest)?.[0] ?? '',
    grantOption: /\bWITH\b.*\bGRANT OPTION\b/s.test(rest.replaceAll(/'(?:[^'\\]|''|\\.)*'|`(?:[^`]|``)*`/g, '')),
  }
}

/** The roles that the account may take on and whose own rights are not among the grants yet. */
export function unknownRoles(grants: readonly Grant[]): string[] {
  const known = new Set(grants.flatMap((grant) => (grant.kind === 'privileges' ? unquote(grant.grantee) : [])))
  const roles = grants.flatMap((grant) => (grant.kind === 'role' && !known.has(unquote(grant.role)) ? grant.role : []))
  return [...new Set(roles)]
}

const unquote = (name = '') => name.replace(/^[`'](.*)[`']$/s, '$1').replaceAll('``', '`')

const watching = new Set(['REPLICATION CLIENT', 'BINLOG MONITOR', 'REPLICA MONITOR', 'SLAVE MONITOR'])
const reading = new Set(['SELECT', 'SHOW VIEW', 'USAGE'])

/**
 * What an account may do beyond reading, as sentences; none for one that can only read (`shadow-and-backup.md` section 2).
 * Rights that everyone has on the `test` databases are passed over, unless OSCAR's own matches.
 */
export function excessOf(grants: readonly Grant[], database: string): string[] {
  return grants.flatMap((grant) => {
    if (grant.kind === 'unreadable') return ['has a grant that is not understood']
    if (grant.kind !== 'privileges') return []
    const place = `${grant.database}.${grant.object}`
    if (isTestDatabase(grant) && !matches(grant, database)) return []
    const excess = grant.privileges.filter((name) => !isHarmless(name, grant.database))
    return [
      ...(excess.length > 0 ? [`has ${excess.join(', ')} on ${place}`] : []),
      ...(grant.grantOption ? [`may hand on its rights on ${place}`] : []),
    ]
  })
}

type PrivilegeGrant = Extract<Grant, { kind: 'privileges' }>

const isHarmless = (privilege: string, database: string) =>
  database === '*' ? privilege === 'USAGE' || watching.has(privilege) : reading.has(privilege)

const isTestDatabase = ({ database }: PrivilegeGrant) => ['test', 'test\\_%', 'test_%'].includes(database)

/** Database names of grants are patterns: `_` and `%` stand for any character and any text unless escaped. */
function matches({ database: pattern }: PrivilegeGrant, database: string): boolean {
  const source = pattern.replaceAll(/\\([_%\\])|([_%])|([^A-Za-z0-9])/g, (_, escaped, wild, other) => {
    if (wild !== undefined) return wild === '_' ? '.' : '.*'
    return `\\${escaped ?? other}`.replace('\\_', '_').replace('\\%', '%')
  })
  return new RegExp(`^${source}$`, 'isu').test(database)
}
