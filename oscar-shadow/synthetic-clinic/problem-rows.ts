import { dateText, timeText } from './days.ts'
import { maybeNoDate, maybeZeroTime } from './dirt.ts'
import { medicines } from './drug-list.ts'
import type { Family } from './family.ts'
import { between, chance, pick, pickWeighted, type Random } from './random.ts'
import type { Row } from './tables.ts'

/** The disease registry. */
export const problemFamily: Family = {
  tables: ['dxresearch'],
  rows(life, random, next) {
    const registered = life.conditions.filter(() => chance(random, 0.85))
    const twice = registered.filter(() => chance(random, 0.03))
    const rows = [...registered, ...twice].map((condition): Row<'dxresearch'> => {
      const start = dateText(between(random, life.since - 1500, life.last + 1))
      return {
        dxresearch_no: next('dxresearch'),
        demographic_no: life.orphan && chance(random, 0.5) ? null : life.demographic_no,
        start_date: maybeNoDate(random, start, 0.06),
        update_date: maybeNoDate(random, dateText(life.last)),
        status: pickWeighted(random, [
          ['A', 88],
          ['C', 8],
          ['D', 4],
        ]),
        ...codeOf(condition.icd9, random),
      }
    })
    return { dxresearch: rows }
  },
}

function codeOf(icd9: string, random: Random): Pick<Row<'dxresearch'>, 'dxresearch_code' | 'coding_system'> {
  return pickWeighted(random, [
    [{ dxresearch_code: icd9, coding_system: 'icd9' }, 960],
    [{ dxresearch_code: icd9, coding_system: null }, 10],
    [{ dxresearch_code: 'A97', coding_system: 'ichppccode' }, 15],
    [{ dxresearch_code: '73211009', coding_system: 'SnomedCore' }, 10],
    [{ dxresearch_code: '9999', coding_system: 'icd9' }, 5],
  ])
}

const substances = [
  ['PENICILLINS', 8, null],
  ['SULFONAMIDES', 10, null],
  ['CODEINE', 11, null],
  ['INVENTED-AMOXICILLIN 500 MG', 13, medicines.get('amoxicillin')?.din ?? null],
  ['Peanuts & nuts', 0, null],
  ['Œufs, lait', 0, null],
  ['latex <gloves>', 0, ''],
] as const

export const allergyFamily: Family = {
  tables: ['allergies'],
  rows(life, random, next) {
    const count = pickWeighted(random, [
      [0, 78],
      [1, 16],
      [2, 5],
      [3, 1],
    ])
    return { allergies: Array.from({ length: count }, () => allergy(random, next('allergies'))) }

    function allergy(random: Random, allergyid: number): Row<'allergies'> {
      const [DESCRIPTION, TYPECODE, regional_identifier] = pick(random, substances)
      const entered = pick(random, life.visits)
      return {
        allergyid,
        demographic_no: life.demographic_no,
        entry_date: chance(random, 0.05) ? null : dateText(entered),
        DESCRIPTION,
        TYPECODE,
        regional_identifier,
        reaction: pick(random, ['hives & itch', 'rash', 'anaphylaxis?', '', null]),
        archived: pickWeighted(random, [
          ['0', 85],
          ['1', 10],
          [null, 5],
        ]),
        start_date: chance(random, 0.4) ? null : maybeNoDate(random, dateText(entered - between(random, 0, 4000)), 0.1),
        severity_of_reaction: pick(random, ['0', '1', '2', '3', '4', null]),
        onset_of_reaction: pick(random, ['0', '1', '2', '3', '4']),
        life_stage: pick(random, ['N', 'I', 'C', 'T', 'A', null]),
        lastUpdateDate: maybeZeroTime(random, timeText(entered, 615), 0.2),
        providerNo: chance(random, 0.1) ? null : life.provider,
      }
    }
  },
}
