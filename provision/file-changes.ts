import { createTwoFilesPatch } from 'diff'
import type { Change } from './step.ts'
import type { Found, Ownership, Target } from './target.ts'

export type WantedFile = Ownership & {
  path: string
  content: string
  /** Its content shows in no diff. */
  secret?: boolean
}

/** What it takes to make these files be there as they are wanted; nothing where they are. */
export async function fileChanges(target: Target, files: readonly WantedFile[]): Promise<Change[]> {
  const changes = await Promise.all(files.map((file) => fileChange(target, file)))
  return changes.flatMap((change) => change ?? [])
}

async function fileChange(target: Target, wanted: WantedFile): Promise<Change | undefined> {
  const { path, content, secret = false } = wanted
  const found = await target.find(path)
  const before = found?.kind === 'file' ? await target.read(path) : undefined
  const same = before === content
  if (same && (await isOwned(target, found, wanted))) return undefined
  return {
    summary: `${before === undefined ? 'write' : same ? 'set owner and mode of' : 'change'} ${path}`,
    ...(!same && !secret && { diff: fileDiff(path, before ?? '', content) }),
    apply: () => target.write(path, content, wanted),
  }
}

export type WantedFolder = Ownership & { path: string }

export async function folderChanges(target: Target, folders: readonly WantedFolder[]): Promise<Change[]> {
  const changes = await Promise.all(
    folders.map(async (wanted): Promise<Change[]> => {
      const found = await target.find(wanted.path)
      if (found?.kind === 'folder' && (await isOwned(target, found, wanted))) return []
      const summary = `${found ? 'set owner and mode of' : 'make'} ${wanted.path}`
      return [{ summary, apply: () => target.makeFolder(wanted.path, wanted) }]
    }),
  )
  return changes.flat()
}

/** Whether owner, group and mode are as wanted; an account that is still to be made owns nothing. */
async function isOwned(target: Target, found: Found | undefined, wanted: Ownership): Promise<boolean> {
  const { mode, owner = 'root', group = owner } = wanted
  const [user, ofGroup] = [await target.account(owner), await target.run(['getent', 'group', group])]
  const gid = Number(ofGroup.stdout.trim().split(':')[2])
  return found?.mode === mode && found.uid === user?.uid && found.gid === gid
}

export function fileDiff(path: string, before: string, after: string): string {
  return createTwoFilesPatch(path, path, before, after, before === '' ? 'absent' : 'now', 'wanted', { context: 2 })
    .split('\n')
    .filter((line) => !/^(Index: |={60,}$)/.test(line))
    .join('\n')
}
