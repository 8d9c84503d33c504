import { doubleEncoded } from './dirt.ts'
import { between, chance, pick, type Random } from './random.ts'

const complaints = [
  'Here for review of an invented condition.',
  'Complains of imaginary pain, 3/10, better at rest.',
  'Follow-up; feels well. No new concerns.',
  'Renewal of medication requested & discussed.',
  'Cough x 5 days, no fever, eating <normally>.',
  'Blood work reviewed with the test patient.',
]
const findings = [
  'O/E: chest clear, abdomen soft, no edema.',
  'BP as recorded. Weight stable.',
  'ENT normal. Skin: small made-up lesion on the left arm.',
  'Gait normal; joints without swelling.',
  'Café-au-lait spot unchanged.',
]
const plans = [
  'Plan: continue, recheck in 3 months.',
  'Plan: lab requisition given; RTC prn.',
  'Plan: diet & exercise – handout given.',
  'Plan: refer to an invented specialist.',
  'Cost of the course: 20 €, paid.',
]

/** What somebody typed at a visit, now and then with what XML can't carry. */
export function noteText(random: Random, date: string): string {
  const lines = [`[${date} .: invented visit]`, pick(random, complaints), pick(random, findings), pick(random, plans)]
  for (let more = between(random, 0, 3); more > 0; more--) lines.push(pick(random, [...complaints, ...findings]))
  return spoiled(random, lines)
}

function spoiled(random: Random, lines: string[]): string {
  if (chance(random, 0.05)) return lines.join('<br />')
  if (chance(random, 0.05)) return lines.join('\r\n')
  if (chance(random, 0.1)) return doubleEncoded(lines.join('\n'))
  if (chance(random, 0.02)) return `${lines.join('\n\x0b')}\x01\x1a \\ '"`
  return lines.join('\n')
}

/** What stands in the boxes of the chart, by issue code. */
export const boxTexts: Readonly<Record<string, readonly string[]>> = {
  OMeds: ['Invented herbal tea nightly', 'Vitamin X'],
  SocHistory: ['Lives with two imaginary cats.', 'Works as a tester. Non-smoker.', 'Retraité; vit seul.'],
  MedHistory: ['Appendectomy 1999 (invented)', 'Fracture of the left made-up bone'],
  Concerns: ['Sleep', 'Weight & diet'],
  Reminders: ['Ask about <test> results', 'Flu shot in fall'],
  FamHistory: ['Father: MI at 60', 'Mother: diabetes', 'Sœur: asthme'],
  RiskFactors: ['Smoker, 10/day', 'Ex-smoker since 2010', 'Sedentary'],
}
