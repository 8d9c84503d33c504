import { backup } from './backup.ts'
import type { Check } from './check.ts'
import { clock } from './clock.ts'
import { exported } from './exported.ts'
import { shadowLogin } from './shadow-login.ts'

/** Every fact that an endpoint relies on, causes before their consequences. */
export const checks: readonly Check[] = [clock, backup, exported, shadowLogin]
