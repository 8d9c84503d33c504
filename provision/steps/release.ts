import { differences } from '../bundle/manifest.ts'
import { currentRelease, installedCommand, installFolder, releaseFolder } from '../names.ts'
import { type Change, judgeChanges, type Step, type Work } from '../step.ts'

/** The program with its own runtime: an unchanging folder, and a link that says which one runs. */
export const release: Step = {
  name: 'release',
  check: async (work) =>
    judgeChanges(await release.changes(work), {
      holds: `release ${work.release.name} is in place`,
      advice: `see that ${installFolder} has room (300 MB) and is writable`,
    }),
  async changes(work) {
    const { target, release } = work
    const home = releaseFolder(release.name)
    return [
      ...((await isWhole(work, home)) ? [] : [install(work, home)]),
      ...(await linkChange(target, currentRelease, home)),
      ...(await linkChange(target, installedCommand, `${currentRelease}/bin/endpoint`)),
    ]
  },
}

async function isWhole({ target, release }: Work, home: string): Promise<boolean> {
  if ((await target.find(home))?.kind !== 'folder') return false
  // What runs from its place has been compared when it was put there; hashing 300 MB again would take seconds.
  return release.folder === home || (await differences(home).catch(() => ['?'])).length === 0
}

/** Beside its place first, so that a folder that is there is whole. */
function install({ target, release }: Work, home: string): Change {
  return {
    summary: `install release ${release.name}`,
    async apply() {
      const draft = `${home}.new`
      await target.remove(draft)
      await target.must(['cp', '-a', release.folder, draft])
      await target.must(['chown', '-R', 'root:root', draft])
      await target.must(['sync'])
      await target.remove(home)
      await target.must(['mv', '-T', draft, home])
    },
  }
}

async function linkChange(target: Work['target'], path: string, to: string): Promise<Change[]> {
  const found = await target.find(path)
  if (found?.target === to) return []
  return [{ summary: `let ${path} point at ${to}`, apply: () => target.link(path, to) }]
}
