import t from 'tap'
import { converterFor, type RawValue } from '../../../oscar-shadow/source/convert.ts'
import { decoderFor } from '../../../oscar-shadow/source/decode-text.ts'
import type { Kind } from '../../../oscar-shadow/source/layouts.ts'

const cases: { says: string; kind: Kind; value: RawValue; becomes: string | number | null }[] = [
  { says: 'text is decoded', kind: 'text', value: Buffer.from([0xe9]), becomes: 'é' },
  { says: 'a flag that a later OSCAR stores as a number', kind: 'text', value: 1, becomes: '1' },
  { says: 'a date stays as it is stored', kind: 'text', value: '0000-00-00', becomes: '0000-00-00' },
  { says: 'a number', kind: 'integer', value: 7, becomes: 7 },
  { says: 'a number of a dump', kind: 'integer', value: '-12', becomes: -12 },
  {
    says: "a number that 12.1 stores as text, such as casemgmt_issue's patient",
    kind: 'integer',
    value: Buffer.from(' 42 '),
    becomes: 42,
  },
  { says: 'text that is no number', kind: 'integer', value: Buffer.from('4x'), becomes: null },
  { says: 'a number too large to be exact', kind: 'integer', value: '9007199254740993', becomes: null },
  { says: 'a BIT', kind: 'integer', value: Buffer.from([1]), becomes: 1 },
  { says: 'a digit is no BIT', kind: 'integer', value: Buffer.from('1'), becomes: 1 },
  { says: 'a float of a dump', kind: 'real', value: '-1.50', becomes: -1.5 },
  { says: 'a large float of a dump', kind: 'real', value: '1e30', becomes: 1e30 },
  { says: 'text that is no float', kind: 'real', value: Buffer.from('1.5 mg'), becomes: null },
]
for (const { says, kind, value, becomes } of cases)
  t.test(says, async (t) => t.equal(converterFor(kind, decoderFor('latin1'))(value), becomes))

t.test('nothing stays nothing', async (t) => {
  for (const kind of ['integer', 'real', 'text'] as const)
    t.equal(converterFor(kind, decoderFor('utf8'))(null), null, kind)
})
