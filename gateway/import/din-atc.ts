import { z } from 'zod'
import { EndpointError } from '../../provision/endpoint-error.ts'

const Table = z.array(z.object({ din: z.string().regex(/^\d{1,8}$/), atc: z.string() }))

/**
 * DIN of 8 digits → ATC code, from the JSON array `[{"din": "02243588", "atc": "C01DA02"}, …]` that a site may install
 * (`e2e-import.md` section 8, K6). Pairs without a usable ATC are left out. Raises EndpointError for another form.
 */
export function readDinAtc(json: string): ReadonlyMap<string, string> {
  const pairs = Table.safeParse(parse(json))
  if (!pairs.success) {
    const { path, message } = pairs.error.issues[0] ?? { path: [], message: 'not a table' }
    throw wrongForm(`${path.join('.') || 'the file'}: ${message}`)
  }
  return new Map(
    pairs.data.filter(({ atc }) => isUsable(atc)).map(({ din, atc }) => [din.padStart(8, '0'), atc.trim()]),
  )
}

const isUsable = (atc: string) => atc.trim() !== '' && atc.trim() !== 'None'

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw wrongForm(cause instanceof Error ? cause.message : 'not JSON')
  }
}

function wrongForm(problem: string): EndpointError {
  return new EndpointError(`the DIN to ATC table can't be read: ${problem}`, {
    advice: 'it is a JSON array of {"din": "02243588", "atc": "C01DA02"}',
    exitCode: 2,
  })
}
