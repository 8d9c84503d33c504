import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { EndpointError } from '../endpoint-error.ts'
import { mongodbCurrent, mongodbHome } from '../names.ts'
import type { Change } from '../step.ts'
import type { Target } from '../target.ts'

type Wanted = { archive: string; sha256: string }

/** Puts the server that an archive holds in its place; `archive` is where it was brought. */
export async function serverChanges(target: Target, { archive, sha256 }: Wanted): Promise<Change[]> {
  const home = mongodbHome(sha256)
  const unpack: Change = {
    summary: `unpack ${archive} into ${home}`,
    async apply() {
      await expectSame(archive, sha256)
      const draft = `${home}.new`
      await target.remove(draft)
      await target.makeFolder(draft, { mode: 0o755 })
      await target.must(['tar', '-xzf', archive, '--strip-components=1', '--no-same-owner', '-C', draft])
      await target.must(['sync'])
      await target.must(['mv', '-T', draft, home])
    },
  }
  const link: Change = {
    summary: `let ${mongodbCurrent} point at ${home}`,
    apply: () => target.link(mongodbCurrent, home),
  }
  return [
    ...((await target.find(home)) ? [] : [unpack]),
    ...((await target.find(mongodbCurrent))?.target === home ? [] : [link]),
  ]
}

async function expectSame(archive: string, sha256: string): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(archive), hash).catch((cause: NodeJS.ErrnoException) => {
    throw new EndpointError(`${archive} can't be read (${cause.code})`, {
      advice: 'put the archive that mongodb.archive names beside the site file',
      cause,
    })
  })
  if (hash.digest('hex') === sha256) return
  throw new EndpointError(`${archive} is not the archive that the site file describes: its SHA-256 is another one`, {
    advice: 'get it again from its maker, or correct mongodb.sha256',
  })
}
