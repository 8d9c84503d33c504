import { z } from 'zod'

export type Limits = { warning: number; critical: number }

/** What the checks judge by unless the site says otherwise, each in the unit that its name ends with. */
export const defaultThresholds = {
  /** Exports run nightly and clinics close at weekends; a site that closes longer says so. */
  'import-hours': { warning: 26, critical: 98 },
  'update-hours': { warning: 26, critical: 98 },
  'disk-free-percent': { warning: 20, critical: 10 },
  'inodes-free-percent': { warning: 20, critical: 10 },
  'memory-free-percent': { warning: 10, critical: 5 },
  'fsyncs-per-second': { warning: 40, critical: 4 },
  'certificate-days': { warning: 30, critical: 7 },
  'clock-skew-seconds': { warning: 60, critical: 300 },
  'quarantined-documents': { warning: 1, critical: 100 },
} as const satisfies Record<string, Limits>

export type ThresholdName = keyof typeof defaultThresholds

const described: Record<ThresholdName, string> = {
  'import-hours': 'since the gateway last stored something',
  'update-hours': 'since the updater last looked for a new release',
  'disk-free-percent': 'room left on a disk',
  'inodes-free-percent': 'files that still fit on a disk',
  'memory-free-percent': 'memory that programs can still get',
  'fsyncs-per-second': 'writes that the disk makes durable in a second',
  'certificate-days': 'until a certificate expires',
  'clock-skew-seconds': "between this clock and the hub's",
  'quarantined-documents': 'documents that the gateway could not import',
}

/** Whether less is worse; the others are worse the more there is. */
const lessIsWorse = (name: string) => /free|fsyncs|certificate/.test(name)

const pair = (name: ThresholdName) =>
  z
    .strictObject({ warning: z.number().min(0).optional(), critical: z.number().min(0).optional() })
    .refine(
      (wanted) => inOrder(name, { ...defaultThresholds[name], ...given(wanted) }),
      'warning must come before critical',
    )
    .describe(described[name])
    .optional()

function inOrder(name: string, { warning, critical }: Limits): boolean {
  return lessIsWorse(name) ? warning >= critical : warning <= critical
}

type Partly = { warning?: number | undefined; critical?: number | undefined }

const given = ({ warning, critical }: Partly): Partial<Limits> => ({
  ...(warning !== undefined && { warning }),
  ...(critical !== undefined && { critical }),
})

/** From which value on a check warns, and from which it calls the fact broken. */
export const Thresholds = z.strictObject({
  'import-hours': pair('import-hours'),
  'update-hours': pair('update-hours'),
  'disk-free-percent': pair('disk-free-percent'),
  'inodes-free-percent': pair('inodes-free-percent'),
  'memory-free-percent': pair('memory-free-percent'),
  'fsyncs-per-second': pair('fsyncs-per-second'),
  'certificate-days': pair('certificate-days'),
  'clock-skew-seconds': pair('clock-skew-seconds'),
  'quarantined-documents': pair('quarantined-documents'),
})

/** The limits of a check: the site's, and for what it leaves open the defaults. */
export function limitsOf(site: { thresholds?: z.infer<typeof Thresholds> | undefined }, name: ThresholdName): Limits {
  return { ...defaultThresholds[name], ...given(site.thresholds?.[name] ?? {}) }
}
