import t from 'tap'
import { memberName } from '../../../../gateway/query/realm/member-name.ts'

// gateway-api.md section 6.1: what the hub parses.
const names: [key: unknown, name: string][] = [
  ['a b', 'a b'],
  ['', ''],
  [45, '45.0'],
  [-2, '-2.0'],
  [1.5, '1.5'],
  [0, '0.0'],
  [123456789012345, '123456789012345.0'],
  [1e16, '1.0e+16'],
  [1.25e-7, '1.25e-07'],
  [0.0001, '0.0001'],
  [true, 'true'],
  [false, 'false'],
  [null, ''],
  [undefined, ''],
  [new Date('2013-11-30T00:00:00Z'), '2013-11-30 00:00:00 UTC'],
  [['a', 'b', ['c']], 'a_b_c'],
  [{ a: 'b', c: 'd' }, 'a_b_c_d'],
  [{ type: 'population' }, 'type_population'],
  [{ type: 'group', gender: 'F' }, 'type_group_gender_F'],
  [{ a: 1, b: null, c: [1, 'x'] }, 'a_1.0_b__c_1.0_x'],
  [{ a: [] }, 'a'],
  [['45', 45], '45_45.0'],
  [{ when: new Date(0) }, 'when_1970-01-01 00:00:00 UTC'],
]

for (const [key, name] of names) {
  t.test(`the key ${JSON.stringify(key)} is named ${JSON.stringify(name)}`, async (t) => t.equal(memberName(key), name))
}
