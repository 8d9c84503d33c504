/** An export in numbers; it names no patient. */
export type Summary = {
  outcome: 'done' | 'incomplete'
  mode: string
  resumed: boolean
  /** Patients that there were to export. */
  pending: number
  /** Delivered; in a resumed export also those that were delivered before the interruption. */
  processed: number
  failed: number
  /** Left out because nothing has changed. */
  skipped: number
  /** Patients at the last export who are none any more: dead, moved, merged. */
  left: number
  seconds: number
  perSecond: number
  /** Which backup it was, if that is known. */
  backup: string | null
  /** The newest entry in the database, clinic time. */
  newest: string | null
  /** Tables and columns that this build of OSCAR lacks. */
  missing: readonly string[]
  /** Why what was read may not be one state of the database. */
  drift: readonly string[]
  /** Where it stands which patients failed or left. */
  report: string | null
}

export function sentence(summary: Summary): string {
  const { processed, failed, skipped, left, seconds, report } = summary
  const parts = [
    `${processed} patients exported in ${seconds.toFixed(1)} s`,
    ...(skipped > 0 ? [`${skipped} unchanged`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(left > 0 ? [`${left} are no patients any more`] : []),
  ]
  return `${parts.join(', ')}${report === null ? '' : `; which ones: ${report}`}`
}

/** The words of the original's log, which monitors look for (`e2e-export.md` section 6, `gateway-api.md` section 11). */
export function closingLines({ processed, failed, skipped, pending, seconds }: Summary): string[] {
  const unaccounted = pending - processed - failed - skipped
  return [
    `Done E2E export job (${clockTime(seconds)})`,
    `${processed} records processed`,
    ...(failed > 0 ? [`${failed} records failed`] : []),
    ...(skipped > 0 ? [`${skipped} records skipped`] : []),
    ...(unaccounted > 0 ? [`${unaccounted} records unaccounted`] : []),
  ]
}

/** `HH:MM:SS.mmm` */
const clockTime = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 23)
