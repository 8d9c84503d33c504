import type { Step } from '../step.ts'
import { accounts } from './accounts.ts'
import { folders } from './folders.ts'
import { release } from './release.ts'
import { services } from './services.ts'
import { siteFileStep } from './site-file.ts'

/** What makes a machine an endpoint, in the order in which one thing stands on another. */
export const steps: readonly Step[] = [accounts, folders, release, siteFileStep, services]
