import { plain } from '../plain-text.ts'
import { AnswerTooLarge } from './connection.ts'
import { GatewayFailed } from './gateway-failed.ts'

const clock = () => `this machine's clock says ${new Date().toISOString().replace(/\.\d+Z$/, 'Z')}`

const foreign = () =>
  new GatewayFailed(
    'shows a certificate that the authority of --ca has not signed',
    "name the authority that signed the gateway's certificate with --ca FILE; if it is the right one, somebody else answers there",
  )

const hungUp = () =>
  new GatewayFailed(
    'hung up without an answer; most likely it does not accept the certificate of --cert',
    "see whether it has expired (endpoint certificates show FILE) and comes from the authority of the gateway's --hub-ca",
    { passing: true },
  )

const refusedHub = (why: string) => () =>
  new GatewayFailed(
    `refuses the certificate of --cert: ${why}`,
    "use one that the authority of the gateway's --hub-ca has signed",
  )

const away = (message: string, advice: string) => () => new GatewayFailed(message, advice, { passing: true })

/** What the codes of the network and of TLS mean to somebody who asks a gateway. */
const meanings: Record<string, () => GatewayFailed> = {
  ECONNREFUSED: away('does not listen', 'see that it runs, and that host and port are right'),
  ENOTFOUND: away('has a name that nobody knows', 'see that the host is spelt right, and that this machine has DNS'),
  EAI_AGAIN: away('has a name that could not be looked up', 'see that this machine has DNS'),
  ETIMEDOUT: away('does not answer', 'see that nothing between here and there blocks the connection'),
  EHOSTUNREACH: away('can not be reached', 'see that nothing between here and there blocks the connection'),
  ENETUNREACH: away('can not be reached', "see that this machine's network is up"),
  ECONNRESET: hungUp,
  EPIPE: hungUp,
  CERT_HAS_EXPIRED: () =>
    new GatewayFailed(
      `shows a certificate that has expired; ${clock()}`,
      'if that clock is wrong, set it; else the clinic needs a new one: endpoint certificates request',
    ),
  CERT_NOT_YET_VALID: () =>
    new GatewayFailed(`shows a certificate that does not hold yet; ${clock()}`, 'if that clock is wrong, set it'),
  SELF_SIGNED_CERT_IN_CHAIN: foreign,
  DEPTH_ZERO_SELF_SIGNED_CERT: foreign,
  UNABLE_TO_GET_ISSUER_CERT: foreign,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: foreign,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: foreign,
  CERT_SIGNATURE_FAILURE: foreign,
  INVALID_PURPOSE: () =>
    new GatewayFailed('shows a certificate that is not meant for a server', 'the clinic needs another one'),
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: refusedHub('it does not know its authority'),
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: refusedHub('it saw none'),
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: refusedHub('it has expired'),
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: refusedHub('it was revoked'),
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: refusedHub('it is not valid'),
  ERR_SSL_WRONG_VERSION_NUMBER: () =>
    new GatewayFailed('does not speak TLS', 'name its --https address, not the one where OSCAR posts documents'),
}

/** Why a gateway gave no answer, from whatever was raised. */
export function explainFailure(error: unknown): GatewayFailed {
  if (error instanceof GatewayFailed) return error
  if (error instanceof AnswerTooLarge) return new GatewayFailed(`answers too much: ${error.message}`, 'see its log')
  if (isNameMismatch(error)) return otherName(error)
  const { code, message } = error as NodeJS.ErrnoException
  const meaning = meanings[code === 'EPROTO' ? codeWithin(message) : (code ?? '')]
  return meaning?.() ?? new GatewayFailed(`can't be asked: ${plain(message)}`, "see the gateway's log")
}

/** OpenSSL's own code, where Node tells only that writing failed: `…:SSL routines:FUNCTION:wrong version number:…`. */
function codeWithin(message: string): string {
  const reason = /SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] ?? ''
  return `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`
}

type NameMismatch = Error & { host: string; cert: { subjectaltname?: string } }

const isNameMismatch = (error: unknown): error is NameMismatch =>
  error instanceof Error && 'code' in error && error.code === 'ERR_TLS_CERT_ALTNAME_INVALID'

function otherName({ host, cert }: NameMismatch): GatewayFailed {
  return new GatewayFailed(
    `shows a certificate for ${plain(cert.subjectaltname) || 'no name'}, not for ${host}`,
    'call it by a name of its certificate, or get it one with this name: endpoint certificates request',
  )
}
