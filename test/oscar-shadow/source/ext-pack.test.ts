import t from 'tap'
import { packer, unpack } from '../../../oscar-shadow/source/ext-pack.ts'

type Row = [id: number, owner: number | null, key: string | null, value: string | null, date?: string | null]

function pack(rows: Row[]) {
  const packs: { first: number; owner: number; pairs: string }[] = []
  const { add, end } = packer({ id: 0, owner: 1, key: 2, value: 3, date: 4 }, (first, owner, pairs) =>
    packs.push({ first, owner, pairs }),
  )
  for (const [id, owner, key, value, date = null] of rows) add([id, owner, key, value, date])
  end()
  return packs
}
const ofOwner = (rows: Row[], owner: number) => unpack(pack(rows).filter((one) => one.owner === owner))

t.test('rows of one owner that stand together become one', async (t) => {
  const packs = pack([
    [1, 9, 'a', '1'],
    [2, 9, 'b', '2'],
    [3, 8, 'a', '3'],
    [5, 9, 'c', '4'],
  ])
  t.strictSame(
    packs.map(({ first, owner }) => [first, owner]),
    [
      [1, 9],
      [3, 8],
      [5, 9],
    ],
  )
})

const cases: { says: string; rows: Row[]; ext: Record<string, string> }[] = [
  {
    says: 'the latest value of a key counts',
    rows: [
      [1, 9, 'unit', 'mg'],
      [2, 8, 'unit', 'g'],
      [3, 9, 'unit', 'mmol/L'],
    ],
    ext: { unit: 'mmol/L' },
  },
  {
    says: 'an empty value is a value',
    rows: [
      [1, 9, 'lot', 'A'],
      [2, 9, 'lot', ''],
    ],
    ext: { lot: '' },
  },
  {
    says: 'no value is none',
    rows: [
      [1, 9, 'lot', 'A'],
      [2, 9, 'lot', null],
    ],
    ext: { lot: 'A' },
  },
  {
    says: 'rows without owner or key are nobody’s',
    rows: [
      [1, null, 'lot', 'A'],
      [2, 9, null, 'B'],
    ],
    ext: {},
  },
  {
    says: 'a date stands for its key',
    rows: [[1, 9, 'Start Date', '', '2010-05-07']],
    ext: { 'Start Date': '2010-05-07' },
  },
  {
    says: 'of a date only the month is known',
    rows: [[1, 9, 'Start Date', 'YYYY-MM', '2010-05-01']],
    ext: { 'Start Date': '2010-05-00' },
  },
  {
    says: 'of a date only the year is known',
    rows: [[1, 9, 'Start Date', 'YYYY', '2010-01-01']],
    ext: { 'Start Date': '2010-00-00' },
  },
]
for (const { says, rows, ext } of cases) t.test(says, async (t) => t.strictSame(ofOwner(rows, 9), ext))

t.test('keys that objects have by themselves are keys like others', async (t) => {
  const ext = ofOwner(
    [
      [1, 9, '__proto__', 'x'],
      [2, 9, 'constructor', 'y'],
    ],
    9,
  )
  t.strictSame(Object.entries(ext), [
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
})
