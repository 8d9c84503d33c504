import t from 'tap'
import { tell, tellCode, tellNumber, tellUnit, tellWhole } from '../../../oscar-shadow/e2e/stored-values.ts'

const numbers: [string | null, string | undefined][] = [
  ['80', '80'],
  ['80.5', '80.5'],
  ['80,5', '80.5'],
  ['1.10', '1.10'],
  [' 5 ', '5'],
  ['-3', '-3'],
  ['+3', '3'],
  ['.5', '0.5'],
  [',5', '0.5'],
  ['-.5', '-0.5'],
  ['5.', '5'],
  ['1e2', '1e2'],
  ['0,125', '0.125'],
  ['1,200', undefined],
  ['3d', undefined],
  ['0x10', undefined],
  ['Infinity', undefined],
  ['NaN', undefined],
  ['<0.05', undefined],
  ['130/85', undefined],
  ['1.2.3', undefined],
  ['1 200', undefined],
  ['.', undefined],
  ['', undefined],
  [null, undefined],
]

t.test('what is a number', async (t) => {
  for (const [stored, number] of numbers) t.equal(tellNumber(stored), number, String(stored))
})

t.test('what is told of a text', async (t) => {
  t.equal(tell(' a\u0000b '), 'ab')
  t.equal(tell(' \u0001 '), undefined)
  t.equal(tell(null), undefined)
  t.equal(tellWhole(' a\r\n '), ' a\n ')
  t.equal(tellWhole(' \r\n '), undefined)
  t.equal(tellCode('null'), undefined)
  t.equal(tellCode(' 0236 '), '0236')
  t.equal(tellUnit(' x 10  L '), 'x_10_L')
})
