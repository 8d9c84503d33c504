import { fileChanges } from '../file-changes.ts'
import { defaultSiteFile } from '../names.ts'
import type { Step, Work } from '../step.ts'

const wanted = ({ siteText }: Work) => [{ path: defaultSiteFile, content: siteText, mode: 0o644 }]

/** The site file where every command looks for it. It holds no secrets, only paths to them. */
export const siteFileStep: Step = {
  name: 'site-file',
  async check(work) {
    const [change] = await fileChanges(work.target, wanted(work))
    if (!change) return { verdict: 'ok', summary: `${defaultSiteFile} is as wanted` }
    return { verdict: 'critical', summary: change.summary, advice: 'see that /etc is writable' }
  },
  changes: (work) => fileChanges(work.target, wanted(work)),
}
