import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { makeLab } from '../../gateway/certificates/make-lab.ts'
import type { Settings } from '../../gateway/settings.ts'
import { askAsHub } from './hub-request.ts'
import { openGateway } from './open-gateway.ts'

const lab = await makeLab()

/**
 * A gateway with both sides, as openGateway. Unless the settings say otherwise the policy is the clinic's, by which every
 * text waits for approval, so that no query is over before its test is.
 */
export async function openBoth(t: Parameters<typeof openGateway>[0], settings: Partial<Settings> = {}) {
  const folder = t.testdir({ cert: lab.gateway.certificate, key: lab.gateway.key, ca: lab.ca })
  const [certificate, key, hubCa] = [join(folder, 'cert'), join(folder, 'key'), join(folder, 'ca')]
  await chmod(key, 0o600)
  const https = { address: { host: '127.0.0.1', port: 0 }, files: { certificate, key, hubCa, hubCrl: undefined } }
  const gateway = await openGateway({ testdir: () => folder, teardown: t.teardown.bind(t) }, { https, ...settings })
  const hub = (path: string, request: Parameters<typeof askAsHub>[2] = {}) =>
    askAsHub(`${gateway.https}${path}`, { ca: lab.ca, hub: lab.hub }, request)
  return { ...gateway, hub }
}
