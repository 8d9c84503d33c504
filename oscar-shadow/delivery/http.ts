import { type Delivery, DocumentRejected, TargetUnavailable } from './delivery.ts'
import { openPace } from './pace.ts'
import { type Answer, openPoster } from './post-form.ts'

export type HttpOptions = {
  /** Documents under way at once. */
  parallel?: number
  /** Milliseconds after which a gateway that takes nothing counts as gone; an update restarts it in less. */
  patience?: number
  /** Milliseconds to wait before the same document is tried again, where the gateway does not say how long. */
  pause?: number
  /** Hears once when the gateway stops taking documents, and once when it takes them again. */
  tell?: (message: string) => void
}

/**
 * Posts documents to a gateway as OSCAR does (`gateway-api.md` section 9): a multipart form with one file part
 * `content`, over kept connections. Unlike OSCAR it waits where the gateway says so, and tries again.
 */
export function openHttpDelivery(url: URL, options: HttpOptions = {}): Delivery {
  const { parallel = 8, patience = 300_000, pause = 1000, tell = () => {} } = options
  const target = url.pathname === '/' ? new URL('/records/create', url) : url
  const name = `${target.origin}${target.pathname}`
  const pace = openPace(parallel)
  const poster = openPoster(target, parallel)
  let troubledSince: number | undefined
  let told = false

  /** A gateway that has much to do says so as a matter of course; nobody need hear of that. */
  function tellOfTrouble(outcome: Answer): void {
    if (told || outcome.status === 429) return
    told = true
    const minutes = Math.ceil(patience / 60_000)
    tell(`${name} does not take documents: ${reasonIn(outcome)}; trying for up to ${minutes} minutes`)
  }

  /** Undefined for a document that has to be tried again. */
  async function attempt(patient: number, document: string, signal: AbortSignal): Promise<Answer | undefined> {
    using _turn = await pace.enter(signal)
    const outcome = await poster.post(patient, document, signal)
    if (outcome.status === 201) {
      troubledSince = undefined
      if (told) tell(`${name} takes documents again`)
      told = false
      pace.succeeded()
      return outcome
    }
    if (!isPassing(outcome)) return outcome
    troubledSince ??= Date.now()
    if (Date.now() - troubledSince > patience) throw new TargetUnavailable(name, reasonIn(outcome))
    tellOfTrouble(outcome)
    pace.slowDown(waitOf(outcome.retryAfter) ?? pause)
    return undefined
  }

  return {
    name,
    parallel,
    async deliver(patient, document, signal) {
      let answer: Answer | undefined
      while (!answer) answer = await attempt(patient, document, signal)
      if (answer.status !== 201) throw new DocumentRejected(reasonIn(answer))
    },
    async [Symbol.asyncDispose]() {
      poster[Symbol.dispose]()
    },
  }
}

/** What has nothing to do with the document and may be over soon. */
const isPassing = ({ status }: Answer) => status === 0 || status === 429 || status === 502 || status === 503

/** Our gateway's own sentences quote nothing of a document; of what another server says only the status is told. */
function reasonIn({ status, body }: Answer): string {
  if (status === 0) return body
  try {
    const { reason } = JSON.parse(body)
    if (typeof reason === 'string') return `answered ${status}: ${reason.slice(0, 300)}`
  } catch {}
  return `answered ${status}`
}

/** Milliseconds; Retry-After holds seconds or a date. */
function waitOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined
  const wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now()
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), 60_000) : undefined
}
