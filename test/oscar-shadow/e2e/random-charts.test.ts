import { deepStrictEqual } from 'node:assert'
import fc from 'fast-check'
import t from 'tap'
import { importDocument } from '../../../gateway/import/index.ts'
import { sha224Pseudonyms } from '../../../gateway/import/pseudonym.ts'
import { newStamp, writeDocument } from '../../../oscar-shadow/e2e/index.ts'
import { utc } from '../../gateway/import/importing.ts'
import { expectedRecord } from './expected/record.ts'
import { holds } from './holding.ts'
import { charts, clinics } from './random-charts.ts'
import { readXml } from './reading.ts'
import { stamp } from './writing.ts'

const details = fc.constantFrom('needed' as const, 'full' as const)
const anything = fc.tuple(charts, clinics, details)
const effectiveTime = utc('2024-05-06T14:14:49Z')

t.test('any chart becomes a well-formed document, and that the record which the chart tells', async (t) => {
  const says = holds(anything, ([chart, clinic, detail]) => {
    const { document } = writeDocument(chart, clinic, { ...stamp, detail })
    readXml(document)
    const { record, warnings } = importDocument(Buffer.from(document), { pseudonym: sha224Pseudonyms })
    deepStrictEqual(warnings, [])
    deepStrictEqual(record, expectedRecord(chart, clinic, effectiveTime, 20240506))
  })
  t.pass(says)
})

t.test('the digest of any chart is its own, whatever the document’s id and time', async (t) => {
  const says = holds(
    anything,
    ([chart, clinic, detail]) => {
      const { digest } = writeDocument(chart, clinic, { ...stamp, detail })
      const later = { ...newStamp(), effectiveTime: '20240506235959', detail }
      deepStrictEqual(writeDocument(structuredClone(chart), clinic, later).digest, digest)
    },
    50,
  )
  t.pass(says)
})
