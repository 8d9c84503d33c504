import { setTimeout as sleep } from 'node:timers/promises'
import { gateway } from '../../checks/gateway.ts'
import { services as servicesRun, wantedServices } from '../../checks/services.ts'
import { EndpointError } from '../endpoint-error.ts'
import { currentRelease, defaultSiteFile } from '../names.ts'
import type { Site } from '../site.ts'
import { type Change, judgeChanges, look, type Step, type Work } from '../step.ts'
import { type Service, timeZone } from '../units/installed-units.ts'
import { restart, serviceChanges } from '../units/service-changes.ts'

/** The units, and that what they describe runs and answers, with the release and the site file that are in place. */
export const services: Step = {
  name: 'services',
  services: ['scoop-gateway'],
  async check(work) {
    const drift = judgeChanges(await serviceChanges(work, wanted(work.site)), { holds: 'services run', advice })
    if (drift.verdict !== 'ok') return drift
    const running = await look(servicesRun)(work)
    return running.verdict === 'ok' ? gatewayAnswers(work) : running
  },
  async changes(work) {
    const changes = await serviceChanges(work, wanted(work.site))
    if (changes.length > 0) return [...changes, untilGatewayAnswers(work)]
    const gatewayService = { name: 'scoop-gateway', timer: false }
    // Everything is in place, and yet it doesn't answer: it hangs.
    return [restart(work, gatewayService), untilGatewayAnswers(work)]
  },
}

const advice = 'see what it says: journalctl -u scoop-gateway -n 50, or tail /var/log/upstart/scoop-gateway.log'

const wanted = (site: Site): Service[] =>
  wantedServices.map((service) => ({
    ...service,
    environment: { TZ: timeZone(site) },
    // A timer's service reads them each time anew.
    reads: service.timer ? [] : [currentRelease, defaultSiteFile, ...secretsReadAtStart(site)],
  }))

const secretsReadAtStart = ({ gateway: door }: Site) =>
  [door?.['store-password-file']].flatMap((path) => (path === undefined ? [] : [path]))

/** Milliseconds; a large store is opened within it. */
const patience = 60_000

function untilGatewayAnswers(work: Work): Change {
  return {
    summary: 'wait until the gateway answers',
    async apply() {
      const end = performance.now() + patience
      let found = await gatewayAnswers(work)
      while (found.verdict !== 'ok' && performance.now() < end && !(await hasGivenUp(work))) {
        await sleep(200)
        found = await gatewayAnswers(work)
      }
      if (found.verdict !== 'ok') throw new EndpointError(found.summary, { advice })
    },
  }
}

/** Whether the service manager starts it no more, or has just started it for the third time. */
async function hasGivenUp({ target, platform }: Work): Promise<boolean> {
  if (platform === 'precise') return !(await target.run(['status', 'scoop-gateway'])).stdout.includes('start/')
  const { stdout } = await target.run(['systemctl', 'show', 'scoop-gateway', '--property=NRestarts,ActiveState'])
  return /ActiveState=failed/.test(stdout) || Number(/NRestarts=(\d+)/.exec(stdout)?.[1]) > 2
}

const gatewayAnswers = look(gateway)
