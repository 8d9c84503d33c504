import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { makeBundle } from '../../provision/bundle/make-bundle.ts'
import { readManifest } from '../../provision/bundle/manifest.ts'
import { cache } from './base-root.ts'
import { run } from './commands.ts'

const checkout = fileURLToPath(new URL('../..', import.meta.url))

export type TestBundle = {
  file: string
  release: string
  /** The release, unpacked as an endpoint has it; nobody may change it. */
  folder: string
}

/** The bundle of the checkout as it is, made once for all test files that want it. */
export async function testBundle(): Promise<TestBundle> {
  const folder = join(cache, `bundle-${contentKey()}`)
  mkdirSync(cache, { recursive: true, mode: 0o700 })
  for (let turn = 0; !existsSync(folder); turn++) {
    if (turn > 1_200) throw new Error(`${folder}.lock is held by nobody any more; remove it`)
    if (takeLock(folder)) await make(folder).finally(() => rmSync(`${folder}.lock`, { recursive: true }))
    else await sleep(100)
  }
  const { release } = await readManifest(join(folder, 'release'))
  return { file: join(folder, 'bundle.tar.gz'), folder: join(folder, 'release'), release }
}

async function make(folder: string): Promise<void> {
  const draft = `${folder}.draft`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft)
  const { file, release } = await makeBundle(join(draft, 'bundle.tar.gz'), { uncommitted: true })
  run('tar', ['-xzf', file, '-C', draft])
  renameSync(join(draft, release), join(draft, 'release'))
  renameSync(draft, folder)
}

function takeLock(folder: string): boolean {
  try {
    mkdirSync(`${folder}.lock`)
    return true
  } catch {
    return false
  }
}

/** Of all files that git tracks or would. */
function contentKey(): string {
  const files = run('git', ['-C', checkout, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  const hash = createHash('sha256')
  for (const file of files.split('\0')) {
    if (file && existsSync(join(checkout, file))) hash.update(file).update(readFileSync(join(checkout, file)))
  }
  return hash.digest('hex').slice(0, 12)
}
