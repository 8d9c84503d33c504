import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { EndpointError } from '../../provision/endpoint-error.ts'
import { writeDurably } from '../write-durably.ts'
import type { LabFlags } from './certificates-command.ts'
import { makeLab } from './make-lab.ts'
import { readNames } from './names.ts'

/** Makes a lab's files and prints their paths. Raises EndpointError if one is there already, unless forced. */
export async function makeLabFiles({ out, name, days, force = false }: LabFlags): Promise<void> {
  const { ca, gateway, hub } = await makeLab({ names: readNames(name), days })
  const files = [
    ['ca.pem', ca, 0o644],
    ['gateway.pem', gateway.certificate, 0o644],
    ['gateway.key', gateway.key, 0o600],
    ['hub.pem', hub.certificate, 0o644],
    ['hub.key', hub.key, 0o600],
  ] as const
  const paths = files.map(([file, text, mode]) => ({ path: resolve(out, file), text, mode }))
  const existing = paths.find(({ path }) => existsSync(path))
  if (existing && !force) throw alreadyThere(existing.path)
  await mkdir(out, { recursive: true, mode: 0o700 })
  for (const { path, text, mode } of paths) {
    await writeDurably(path, text, { mode })
    process.stdout.write(`${path}\n`)
  }
}

function alreadyThere(path: string): EndpointError {
  return new EndpointError(`${path} is there already`, {
    advice: 'choose another folder with --out DIR, or replace what is there with --force',
  })
}
