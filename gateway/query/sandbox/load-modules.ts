import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { RealmModules } from './frames.ts'

/** A TypeScript module of ours as JavaScript; comments and line numbers stay. */
export function readScript(module: URL): string {
  return stripTypeScriptTypes(readFileSync(module, 'utf8'))
}

/**
 * A module and all that it imports, as texts: a sandbox process has no right to read them itself. Every import must be
 * relative. Raises what reading raises.
 */
export function loadModules(entry: URL): RealmModules {
  const modules = new Map<string, RealmModules['modules'][number]>()
  const nameOf = (module: URL) => module.href.slice(new URL('../', entry).href.length)
  const visit = (module: URL) => {
    if (modules.has(nameOf(module))) return
    const source = readScript(module)
    const targets = importsOf(source).map((path) => ({ path, target: new URL(path, module) }))
    const imports = Object.fromEntries(targets.map(({ path, target }) => [path, nameOf(target)]))
    modules.set(nameOf(module), { name: nameOf(module), source, imports })
    for (const { target } of targets) visit(target)
  }
  visit(entry)
  return { modules: [...modules.values()], entry: nameOf(entry) }
}

function importsOf(source: string): string[] {
  return [...source.matchAll(/^(?:import|export|\})[^'"\n]*\bfrom '([^']+)'|^import '([^']+)'/gm)].map(
    ([, path, bare]) => path ?? bare ?? '',
  )
}

/** The library that applies filters, as one script that sets `mingo`. */
export function loadFilterLibrary(): string {
  const folder = new URL('../', import.meta.resolve('mingo'))
  return readFileSync(fileURLToPath(new URL('dist/mingo.min.js', folder)), 'utf8')
}
