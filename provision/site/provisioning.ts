import { z } from 'zod'
import { Path } from './shapes.ts'

/** A file beside the site file, which provisioning brings along. */
const Beside = z.string().regex(/^[A-Za-z0-9._-]+$/, 'the name of a file beside the site file, without its folder')

const Login = z
  .string()
  .regex(
    /^[a-z_][a-z0-9_-]*@(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?$/,
    'USER@HOST or USER@HOST:PORT, such as scoopadmin@10.44.0.10',
  )

/** What only provisioning acts on; spread into the schema of the site file. */
export const provisioning = {
  machine: Login.describe('where `endpoint provision` finds this machine when no --host is said').optional(),
  mongodb: z
    .strictObject({
      archive: Beside.describe("the maker's .tgz of the server, which is then installed on this machine"),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')
        .describe('of that archive'),
      'cache-gb': z.number().min(0.25).describe('memory that it may use for its cache (default: 0.5)').optional(),
    })
    .optional(),
  tunnel: z
    .strictObject({
      to: Login.describe('account on the hub that the tunnel ends at'),
      'host-key': z
        .string()
        .regex(/^(ssh|ecdsa)-\S+ [A-Za-z0-9+/=]+$/, 'a public key, such as ssh-ed25519 AAAA…')
        .describe("the hub's, as its /etc/ssh/ssh_host_*.pub has it"),
      key: Path.describe('private key of the tunnel (default: tunnel-key among the secrets)').optional(),
      id: z.int().min(0).max(999).describe('number of this endpoint; the hub sees it on ports 10300 and 30300 plus it'),
    })
    .describe('for a hub that cannot reach the clinic: this machine keeps a way open from the hub to itself')
    .optional(),
}

export const monitoringKeys = {
  nrpe: z.boolean().describe('define the checks for NRPE (default: only where it is installed)').optional(),
  prometheus: Path.describe("file for Prometheus' text collector, renewed every five minutes").optional(),
}
