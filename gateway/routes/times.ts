import type { Timestamp } from '../query/query.ts'

/** To the second, as the original told times: `2013-07-18T17:32:05Z`. */
export const toSecond = (time: Timestamp): string => `${time.slice(0, 19)}Z`
