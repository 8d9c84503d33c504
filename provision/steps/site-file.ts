import { join } from 'node:path'
import { companions } from '../companions.ts'
import { fileChanges, type WantedFile } from '../file-changes.ts'
import { defaultSiteFile } from '../names.ts'
import { judgeChanges, type Step, type Work } from '../step.ts'

/** The site file where every command looks for it, and what it points at. It holds no secrets, only paths to them. */
export const siteFileStep: Step = {
  name: 'site-file',
  check: async (work) =>
    judgeChanges(await siteFileStep.changes(work), {
      holds: `${defaultSiteFile} is as wanted`,
      advice: 'see that /etc is writable',
    }),
  changes: async (work) => fileChanges(work.target, [siteFile(work), ...(await brought(work))]),
}

const siteFile = ({ siteText }: Work): WantedFile => ({ path: defaultSiteFile, content: siteText, mode: 0o644 })

async function brought({ site, beside, target }: Work): Promise<WantedFile[]> {
  const files = await Promise.all(
    companions(site).map(async ({ name, path }) => ({ path, content: await target.read(join(beside, name)) })),
  )
  return files.flatMap(({ path, content }) => (content === undefined ? [] : [{ path, content, mode: 0o644 }]))
}
