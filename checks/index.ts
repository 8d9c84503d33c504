import { backup } from './backup.ts'
import { backupOscar } from './backup-oscar.ts'
import { certificates } from './certificates.ts'
import type { Check } from './check.ts'
import { clock } from './clock.ts'
import { clockSkew } from './clock-skew.ts'
import { diskSpace } from './disk-space.ts'
import { diskSpeed } from './disk-speed.ts'
import { dns } from './dns.ts'
import { encryption } from './encryption.ts'
import { exported } from './exported.ts'
import { firewall } from './firewall.ts'
import { gateway } from './gateway.ts'
import { hardware } from './hardware.ts'
import { inodes } from './inodes.ts'
import { lastImport } from './last-import.ts'
import { listening } from './listening.ts'
import { memory } from './memory.ts'
import { mongodb } from './mongodb.ts'
import { network } from './network.ts'
import { operatingSystem } from './operating-system.ts'
import { quarantine } from './quarantine.ts'
import { secrets } from './secrets.ts'
import { services } from './services.ts'
import { shadowLogin } from './shadow-login.ts'
import { updater } from './updater.ts'

/** Every fact that an endpoint relies on, causes before their consequences. */
export const checks: readonly Check[] = [
  ...[hardware, operatingSystem, memory, diskSpace, inodes, diskSpeed, encryption],
  ...[network, dns, clock, clockSkew, backupOscar, firewall, listening],
  ...[secrets, certificates, services, mongodb, gateway, backup, exported, lastImport],
  ...[quarantine, shadowLogin, updater],
]
