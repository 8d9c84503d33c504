import type { Step } from '../step.ts'
import { accounts } from './accounts.ts'
import { certificates } from './certificates.ts'
import { finalChecks } from './final-checks.ts'
import { firewall } from './firewall.ts'
import { folders } from './folders.ts'
import { logs } from './logs.ts'
import { mongodb } from './mongodb.ts'
import { monitoring } from './monitoring.ts'
import { oscarLink } from './oscar-link.ts'
import { preflight } from './preflight.ts'
import { release } from './release.ts'
import { secrets } from './secrets.ts'
import { services } from './services.ts'
import { siteFileStep } from './site-file.ts'
import { ssh } from './ssh.ts'
import { tunnel } from './tunnel.ts'
import { updater } from './updater.ts'

/** What makes a machine an endpoint, in the order in which one thing stands on another. */
export const steps: readonly Step[] = [
  ...[preflight, accounts, folders, release, siteFileStep, secrets, certificates],
  ...[mongodb, oscarLink, firewall, services, updater, monitoring, ssh, tunnel, logs],
  finalChecks,
]
