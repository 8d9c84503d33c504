import type { Chart } from '../../oscar-shadow/chart.ts'
import {
  allergy,
  chart,
  demographic,
  drug,
  lab,
  measurement,
  note,
  prevention,
  problem,
  result,
} from '../oscar-shadow/e2e/charts.ts'

const times = <Row>(count: number, row: (index: number) => Row) =>
  Array.from({ length: count }, (_, index) => row(index))

/** A chart about an invented patient; `size` 1 makes a document of about 20 kB, greater ones grow with it. */
export function benchmarkChart(size: number): Chart {
  return chart({
    demographic: demographic({ address: '1 Nowhere Street', city: 'Nowhere', province: 'BC', phone: '250-555-0100' }),
    allergies: times(Math.ceil(size), (index) =>
      allergy({ allergyid: index, DESCRIPTION: 'BEES & WASPS', reaction: 'wheals', TYPECODE: 8, archived: '0' }),
    ),
    drugs: times(Math.ceil(size), (index) =>
      drug({
        drugid: index,
        provider_no: '101',
        regional_identifier: `0236${index}`,
        ATC: 'C07AB02',
        BN: 'NOWHERE-METOPROLOL 50MG TABLET',
        GN: 'METOPROLOL',
        freqcode: 'BID',
        takemin: 1,
        takemax: 2,
        duration: '90',
        durunit: 'D',
        route: 'PO',
        drug_form: 'TABLET',
        dosage: '50.0 MG',
        unit: 'MG',
        special_instruction: 'with food',
        end_date: '2030-01-01',
      }),
    ),
    problems: times(Math.ceil(size), (index) => problem({ dxresearch_no: index, start_date: '2012-03-04' })),
    preventions: times(Math.ceil(size), (index) => prevention({ id: index, prevention_date: '2012-10-11' })),
    measurements: times(Math.ceil(size), (index) =>
      measurement({ id: index, type: 'WT', dataField: '70,5', dateObserved: '2012-03-04 12:00:00' }),
    ),
    labs: times(Math.ceil(size / 2), (index) => lab({ id: index, results: times(2, labResult) })),
    notes: times(Math.ceil(size), (index) =>
      note({
        note_id: index,
        provider_no: '101',
        billing_code: '401',
        observation_date: '2012-03-04 05:06:07',
        note: 'seen today, feels <better> & sleeps\r\n'.repeat(5),
      }),
    ),
  })
}

const labResult = (index: number) =>
  result(
    {
      identifier: '14749-6',
      name: 'Glucose Random',
      datetime: '2013-05-31 12:13:29',
      unit: 'mmol/L',
      abnormal: 'N',
      minimum: '3.3',
      other_id: `0-${index}`,
    },
    { id: index },
  )
