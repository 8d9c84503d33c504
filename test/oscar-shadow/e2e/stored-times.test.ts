import t from 'tap'
import { dateOf, hl7Date, hl7Time } from '../../../oscar-shadow/e2e/stored-times.ts'

const cases: { says: string; stored: string | null; date?: string; time?: string }[] = [
  { says: 'a date', stored: '2013-05-06', date: '20130506', time: '20130506' },
  { says: 'a time', stored: '2013-05-06 07:08:09', date: '20130506', time: '20130506070809' },
  { says: 'noon is noon', stored: '2013-05-31 12:13:29', date: '20130531', time: '20130531121329' },
  { says: 'midnight is midnight', stored: '2013-05-31 00:00:00', date: '20130531', time: '20130531000000' },
  { says: 'a fraction of a second', stored: '2013-05-06 07:08:09.5', date: '20130506', time: '20130506070809' },
  { says: 'a shorter time', stored: '2013-05-06 07:08', date: '20130506', time: '201305060708' },
  { says: 'a month', stored: '2013-05', date: '201305', time: '201305' },
  { says: 'a year', stored: '2013', date: '2013', time: '2013' },
  { says: 'a partial date', stored: '2013-02-00', date: '201302', time: '201302' },
  { says: 'a date of only a year', stored: '2013-00-00', date: '2013', time: '2013' },
  { says: 'a partial date with a time', stored: '2013-02-00 10:00:00', date: '201302', time: '201302' },
  { says: 'a day that the month lacks', stored: '2013-02-30', date: '201302', time: '201302' },
  { says: 'a leap day', stored: '2012-02-29', date: '20120229', time: '20120229' },
  { says: 'a month that no year has', stored: '2013-13-01', date: '2013', time: '2013' },
  { says: 'an hour that no day has', stored: '2013-05-06 25:00:00', date: '20130506', time: '20130506' },
  { says: 'a minute that no hour has', stored: '2013-05-06 10:61:00', date: '20130506', time: '20130506' },
  { says: 'parts without their zero', stored: '2013-5-6 7:08:09', date: '20130506', time: '20130506070809' },
  { says: 'the zero date', stored: '0000-00-00' },
  { says: 'the zero time', stored: '0000-00-00 00:00:00' },
  { says: 'the date of no date', stored: '0001-01-01' },
  { says: 'an empty text', stored: '' },
  { says: 'a word', stored: 'yesterday' },
  { says: 'a date with words behind', stored: '2013-05-06 about noon' },
  { says: 'nothing', stored: null },
]

for (const { says, stored, date, time } of cases) {
  t.test(says, async (t) => {
    t.equal(hl7Date(stored), date)
    t.equal(hl7Time(stored), time)
  })
}

t.test('dates from columns of their own', async (t) => {
  t.equal(dateOf('1985', '4', '8'), '19850408', 'missing zeros are added')
  t.equal(dateOf('1985', '04', '00'), '198504')
  t.equal(dateOf('1985', undefined, '08'), '1985')
  t.equal(dateOf('1985', 'xx', '08'), '1985')
  t.equal(dateOf('1900', '02', '29'), '190002', 'no leap year')
  t.equal(dateOf('2000', '02', '29'), '20000229')
  for (const year of [undefined, '', '85', '0000', '0001', 'abcd']) t.equal(dateOf(year, '01', '01'), undefined)
})
