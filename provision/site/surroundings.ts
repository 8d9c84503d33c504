import { z } from 'zod'
import { monitoringKeys } from './provisioning.ts'
import { Machine, Network, Path, TimeZone, WebAddress } from './shapes.ts'

/** The facts of a site about what is around its endpoint; spread into the schema of the site file. */
export const surroundings = {
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes, such as clinic-07')
    .describe('names the endpoint in reports and to the hub')
    .optional(),
  'time-zone': TimeZone.describe('of the clinic, for schedules (default: America/Vancouver)').optional(),
  'accept-eol': z
    .boolean()
    .describe('true: we know that this operating system, such as Ubuntu 12.04, gets no fixes any more')
    .optional(),
  clinic: z
    .strictObject({
      network: Network.describe("the clinic's own network; it alone reaches the gateway's plain HTTP port").optional(),
      'backup-oscar': Machine.describe("the backup OSCAR's database server (default: that of oscar.source)").optional(),
    })
    .optional(),
  ssh: z
    .strictObject({
      from: z.array(Network).describe("networks of the technicians (default: the clinic's)").optional(),
    })
    .optional(),
  hub: z
    .strictObject({
      address: WebAddress.describe('the hub, whose clock and name are looked at').optional(),
    })
    .optional(),
  time: z
    .strictObject({
      server: Machine.describe("the clinic's own time server (default: the system's)").optional(),
    })
    .optional(),
  updates: z
    .strictObject({
      repository: WebAddress.describe('git repository that releases come from').optional(),
      ref: z.string().min(1).describe('branch or tag that is followed (default: main)').optional(),
      signers: Path.describe("the keys that releases must be signed by, in git's form of allowed signers").optional(),
    })
    .optional(),
  monitoring: z
    .strictObject({
      from: z.array(Network).describe('networks of the Nagios hosts that may ask on port 5666').optional(),
      ...monitoringKeys,
    })
    .optional(),
  hardware: z
    .strictObject({
      cores: z.int().min(1).describe('(default: 2)').optional(),
      'memory-gb': z.number().positive().describe('(default: 4)').optional(),
      'disk-gb': z.number().positive().describe('(default: 100)').optional(),
    })
    .describe('the least that the machine must have')
    .optional(),
}
