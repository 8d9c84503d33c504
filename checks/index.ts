import type { Check } from './check.ts'
import { clock } from './clock.ts'

/** Every fact that an endpoint relies on, causes before their consequences. */
export const checks: readonly Check[] = [clock]
