/** OSCAR's life stage letter → LifeStageObservationValue-CA-Pending (`e2e-export.md` section 5.3). */
export const lifeStages: ReadonlyMap<string, { code: string; displayName: string }> = new Map([
  ['N', { code: '133933007', displayName: 'Newborn' }],
  ['I', { code: '133931009', displayName: 'Infant' }],
  ['C', { code: '410601007', displayName: 'Child' }],
  ['T', { code: '133937008', displayName: 'Adolescent' }],
  ['A', { code: '133936004', displayName: 'Adult' }],
])
