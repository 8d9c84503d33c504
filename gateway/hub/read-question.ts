import { readFile } from 'node:fs/promises'
import { EndpointError } from '../../provision/endpoint-error.ts'
import { readCertificates } from '../certificates/certificate-file.ts'
import { matches } from '../certificates/check-certificate.ts'
import { checkDates } from '../certificates/check-dates.ts'
import { readKeyIfAny } from '../certificates/key-file.ts'
import { refusal } from '../problem.ts'
import type { QueryTexts } from '../query/query.ts'
import type { Credentials } from './connection.ts'
import type { QueryFlags } from './query-command.ts'

/** The files of a query. Raises EndpointError for a blank one, and what the system raises. */
export async function readTexts({ map, reduce, filter, functions }: QueryFlags): Promise<QueryTexts> {
  return {
    map: await readScript(map),
    reduce: await readScript(reduce),
    filter: filter === undefined ? null : await readFile(filter, 'utf8'),
    functions: functions === undefined ? null : await readFile(functions, 'utf8'),
  }
}

async function readScript(file: string): Promise<string> {
  const text = await readFile(file, 'utf8')
  if (text.trim() !== '') return text
  throw new EndpointError(`${file} is blank`, { advice: 'a query needs a map and a reduce function', exitCode: 2 })
}

/** What the hub shows to gateways. Raises EndpointError for files that no gateway would take. */
export async function readCredentials({ cert, key, ca }: QueryFlags): Promise<Credentials> {
  const [own, ...between] = await readCertificates(cert)
  const problems = checkDates(own, new Date())
  if (problems.length > 0) throw refusal(problems)
  const keyText = await readKeyIfAny(key)
  if (keyText === undefined || !matches(own, keyText)) {
    throw new EndpointError(keyText === undefined ? `there is no key ${key}` : `${key} is not the key of ${cert}`, {
      advice: "name the file with the certificate's own key with --key FILE",
    })
  }
  const authorities = await readCertificates(ca)
  return { cert: [own, ...between].join(''), key: keyText, ca: authorities.join('') }
}

/** The origins that gateways are asked at, each once. Raises EndpointError for what is none. */
export function readOrigins(urls: readonly string[]): string[] {
  return [...new Set(urls.map(readOrigin))]
}

function readOrigin(text: string): string {
  const url = URL.parse(text)
  if (url?.protocol === 'https:' && url.pathname === '/' && !url.search && !url.hash && !url.username) return url.origin
  throw new EndpointError(`"${text}" is no address of a gateway`, {
    advice: 'write https://HOST:PORT, as the gateway prints it when it is ready',
    exitCode: 2,
  })
}
