import t from 'tap'
import { lastChange } from '../../../oscar-shadow/source/last-change.ts'
import { patientRows } from './patient-rows.ts'

const cases: { says: string; rows: Parameters<typeof patientRows>[0]; day: string | undefined }[] = [
  { says: 'nothing dated', rows: {}, day: undefined },
  {
    says: 'dates that are none',
    rows: { demographic: { lastUpdateDate: '0000-00-00 00:00:00' }, drugs: [{ rx_date: '0001-01-01' }] },
    day: undefined,
  },
  { says: 'the chart itself', rows: { demographic: { lastUpdateDate: '2013-05-06' } }, day: '2013-05-06' },
  {
    says: 'a drug, where the build has no lastUpdateDate',
    rows: { drugs: [{ rx_date: '2013-05-06' }] },
    day: '2013-05-06',
  },
  {
    says: 'an allergy',
    rows: { allergies: [{ lastUpdateDate: '2013-05-06 10:00:00', entry_date: '2012-01-01' }] },
    day: '2013-05-06',
  },
  {
    says: 'a problem that was deleted',
    rows: { problems: [{ status: 'D', update_date: '2013-05-06 10:00:00' }] },
    day: '2013-05-06',
  },
  {
    says: 'a prevention that was deleted',
    rows: { preventions: [{ deleted: '1', lastUpdateDate: '2013-05-06 10:00:00' }] },
    day: '2013-05-06',
  },
  {
    says: 'a measurement',
    rows: { measurements: [{ dateEntered: '2013-05-06 01:00:00', dateObserved: '2014-01-01 00:00:00' }] },
    day: '2013-05-06',
  },
  { says: 'a lab that was routed', rows: { labs: [{ created: '2013-05-06 10:00:00' }] }, day: '2013-05-06' },
  {
    says: 'a note, locked or not',
    rows: { notes: [{ locked: '1', update_date: '2013-05-06 10:00:00' }] },
    day: '2013-05-06',
  },
  {
    says: 'the latest of all',
    rows: {
      demographic: { lastUpdateDate: '2013-05-06' },
      notes: [{ update_date: '2014-05-06 10:00:00' }, { update_date: '2011-05-06 10:00:00' }],
    },
    day: '2014-05-06',
  },
]
for (const { says, rows, day } of cases) t.test(says, async (t) => t.equal(lastChange(patientRows(rows)), day))
