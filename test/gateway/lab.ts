import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { HubIdentity } from './hub-request.ts'
import { runEndpoint } from './running-gateway.ts'

export type Lab = {
  /** What `endpoint gateway` is told to serve hubs on a free port. */
  flags: string[]
  identity: HubIdentity
  file(name: string): string
}

/** A lab's certificates, made by the command that makes them. */
export async function makeLab(folder: string): Promise<Lab> {
  const file = (name: string) => join(folder, name)
  await runEndpoint(['certificates', 'lab', '--out', folder])
  const read = (name: string) => readFile(file(name), 'utf8')
  const hub = { certificate: await read('hub.pem'), key: await read('hub.key') }
  const files = ['--tls-cert', file('gateway.pem'), '--tls-key', file('gateway.key'), '--hub-ca', file('ca.pem')]
  return { flags: ['--https', '127.0.0.1:0', ...files], identity: { ca: await read('ca.pem'), hub }, file }
}

export const makeTestLab = (t: Pick<Test, 'testdir'>): Promise<Lab> => makeLab(join(t.testdir({}), 'lab'))
