import { basename } from 'node:path'
import { tlsFiles } from '../checks/certificates.ts'
import type { Site } from './site.ts'

/** A file that is no secret, brought beside the site file under its own name, and where the site wants it. */
export type Companion = { name: string; path: string }

/** Those that the site file points at; each may be there already, or come later. */
export function companions(site: Site): Companion[] {
  const { updates, gateway, oscar } = site
  const hubCa = gateway?.https === undefined ? undefined : tlsFiles(site).hubCa
  const paths = [updates?.signers, gateway?.['din-atc'], oscar?.['tls-ca'], hubCa]
  return paths.flatMap((path) => (path === undefined ? [] : [{ name: basename(path), path }]))
}
