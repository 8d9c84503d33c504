import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import t from 'tap'
import { type Authority, makeAuthority, validFor } from '../../../gateway/certificates/authority.ts'
import { inspectCertificate } from '../../../gateway/certificates/inspect-certificate.ts'
import { makeKey } from '../../../gateway/certificates/key-pair.ts'
import { makeRequest } from '../../../gateway/certificates/make-request.ts'
import type { Wanted } from '../../../gateway/certificates/sign-certificate.ts'
import { Pkcs10CertificateRequestGenerator } from '../../../gateway/certificates/x509.ts'

const authority = await makeAuthority('a test authority', validFor(1000))
const name = 'clinic-7.example.org'
const wanted: Wanted = { name, purpose: 'server', names: [name, '127.0.0.1'], validity: validFor(365) }
const key = makeKey()
const request = await makeRequest(key, [name])

type Case = {
  by?: Authority
  wanted?: Partial<Wanted>
  others?: string[]
  names?: string[]
  keys?: string[]
  now?: Date
}

/** Has a certificate made and inspects it. */
async function inspect({
  by = authority,
  others = [authority.certificate],
  names = [name],
  keys = [key],
  now = new Date(),
  ...its
}: Case) {
  const signed = await by.sign(request, { ...wanted, ...its.wanted })
  const inspected = await inspectCertificate({
    certificate: new X509Certificate(signed),
    others: others.map((pem) => new X509Certificate(pem)),
    keys,
    names,
    now,
  })
  return { signed, ...inspected }
}

const day = 24 * 3600_000
const from = (days: number) => ({
  from: new Date(Date.now() + days * day),
  to: new Date(Date.now() + (days + 2) * day),
})
const isoTime = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ'
const past = await makeAuthority('an old authority', from(-10))
const stranger = await makeAuthority('a stranger', validFor(10))
const homonym = await makeAuthority('a test authority', validFor(10))

t.test('a certificate that hubs accept comes with its chain and key, whatever else is at hand', async (t) => {
  const between = await authority.subordinate('between', validFor(700))
  const others = [stranger.certificate, authority.certificate, between.certificate, homonym.certificate]
  const { signed, chain, key: found } = await inspect({ by: between, others, keys: [makeKey(), key] })
  t.equal(chain, signed + between.certificate)
  t.equal(found, key)
})

const refusals: (Case & { says: string; message: RegExp; advice: RegExp })[] = [
  {
    says: 'an expired one, with its date and the present time',
    wanted: { validity: from(-3) },
    message: new RegExp(`CN=${name} expired on ${isoTime}; this machine's clock says ${isoTime}$`),
    advice: /^if that clock is wrong, set it .*; else get a new certificate/,
  },
  {
    says: 'one that holds only later, with its date and the present time',
    wanted: { validity: from(3) },
    message: new RegExp(`CN=${name} holds only from ${isoTime}; this machine's clock says ${isoTime}$`),
    advice: /^if that clock is wrong, set it .*; else wait/,
  },
  {
    says: 'a good one, if the clock is wrong',
    now: new Date('2015-01-01T00:00:00Z'),
    message:
      /CN=clinic-7.*holds only from .*; this machine's clock says 2015-01-01T00:00:00Z\n.*CN=a test authority holds/,
    advice: /clock is wrong/,
  },
  {
    says: 'one whose authority has expired',
    by: past,
    others: [past.certificate],
    message: new RegExp(`CN=an old authority expired on ${isoTime}; this machine's clock says`),
    advice: /clock is wrong/,
  },
  {
    says: 'one of another authority',
    by: stranger,
    message: /is signed by CN=a stranger, whose certificate is not at hand/,
    advice: /--chain FILE/,
  },
  {
    says: 'one of an authority that only has the same name',
    by: homonym,
    message: /is signed by CN=a test authority, whose certificate is not at hand/,
    advice: /--chain FILE/,
  },
  { says: 'one without a chain', others: [], message: /is not at hand/, advice: /--chain FILE/ },
  {
    says: "a client's",
    wanted: { purpose: 'client' },
    message: /is not meant for a TLS server/,
    advice: /serverAuth/,
  },
  {
    says: "an authority's",
    wanted: { purpose: 'authority' },
    message: /is an authority, no server/,
    advice: /serverAuth/,
  },
  {
    says: 'one that lacks a name',
    names: [name, '::1', 'b.example.org'],
    message: /is for clinic-7.example.org, 127.0.0.1, not for ::1, b.example.org$/,
    advice: /subject alternative names/,
  },
  {
    says: 'one that has its name only as common name',
    wanted: { names: [] },
    message: /^the certificate has no subject alternative name$/,
    advice: /subject alternative names/,
  },
  {
    says: 'one of another key',
    keys: [makeKey()],
    message: /belongs to another key than the one of this machine/,
    advice: /endpoint certificates request/,
  },
  { says: 'one where there is no key', keys: [], message: /there is no key/, advice: /endpoint certificates request/ },
]

for (const { says, message, advice, ...its } of refusals)
  t.test(`refuses ${says}`, async (t) => t.rejects(inspect(its), { message, advice, exitCode: 1 }))

t.test('refuses a key that is too short for TLS, such as those of the original gateways', async (t) => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const short = await Pkcs10CertificateRequestGenerator.create({
    keys: {
      publicKey: rsa.publicKey.toCryptoKey(algorithm, true, ['verify']),
      privateKey: rsa.privateKey.toCryptoKey(algorithm, false, ['sign']),
    },
    signingAlgorithm: algorithm,
  })
  const candidate = {
    certificate: new X509Certificate(await authority.sign(short.toString('pem'), wanted)),
    others: [new X509Certificate(authority.certificate)],
    keys: [rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    names: [name],
    now: new Date(),
  }
  await t.rejects(inspectCertificate(candidate), { message: /a hub would refuse the certificate: .*key too small/ })
})
