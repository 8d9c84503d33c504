/** Prevention types of OSCAR, and who gets them at which age in years. */
export type Prevention = { type: string; ages: readonly number[]; sex?: 'M' | 'F'; screening?: true }

export const preventionPlan: readonly Prevention[] = [
  { type: 'DTaP-IPV-Hib', ages: [0.2, 0.4, 0.6, 1.5] },
  { type: 'Pneu-C', ages: [0.2, 0.4, 1] },
  { type: 'MMR', ages: [1, 5] },
  { type: 'VZ', ages: [1.1] },
  { type: 'HPV Vaccine', ages: [11, 11.5], sex: 'F' },
  { type: 'Tdap-IPV', ages: [14] },
  { type: 'Td', ages: [24, 34, 44, 54, 64, 74] },
  { type: 'Pneumovax', ages: [65] },
  { type: 'Flu', ages: [55, 62, 66, 68, 70, 72, 74, 76, 78, 80, 82, 84, 86] },
  { type: 'PAP', ages: [25, 28, 31, 34, 37, 40, 45, 50, 55, 60, 65], sex: 'F', screening: true },
  { type: 'MAM', ages: [50, 52, 54, 58, 62, 66], sex: 'F', screening: true },
  { type: 'PSA', ages: [55, 60, 66], sex: 'M', screening: true },
  { type: 'FOBT', ages: [50, 54, 58, 62, 66, 70], screening: true },
]
