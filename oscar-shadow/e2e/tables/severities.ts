/** OSCAR's severity_of_reaction → HL7 ObservationValue (`e2e-export.md` section 5.3); others are not known. */
export const severities: ReadonlyMap<string, { code: string; displayName: string }> = new Map([
  ['1', { code: 'A2', displayName: 'Mild reaction' }],
  ['2', { code: 'A3', displayName: 'Moderate reaction' }],
  ['3', { code: 'A4', displayName: 'Severe reaction' }],
])
