import { fileChanges } from '../file-changes.ts'
import { defaultSiteFile } from '../names.ts'
import { judgeChanges, type Step, type Work } from '../step.ts'

const wanted = ({ siteText }: Work) => [{ path: defaultSiteFile, content: siteText, mode: 0o644 }]

/** The site file where every command looks for it. It holds no secrets, only paths to them. */
export const siteFileStep: Step = {
  name: 'site-file',
  check: async (work) =>
    judgeChanges(await siteFileStep.changes(work), {
      holds: `${defaultSiteFile} is as wanted`,
      advice: 'see that /etc is writable',
    }),
  changes: (work) => fileChanges(work.target, wanted(work)),
}
