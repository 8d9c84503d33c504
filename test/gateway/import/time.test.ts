import t from 'tap'
import { e2eDocument } from '../../fixtures/e2e/document.ts'
import { immunization } from '../../fixtures/e2e/entries.ts'
import { entriesOf, imported, utc } from './importing.ts'

const times = [
  { says: 'a year is its first of January', value: '2012', is: '2012-01-01T00:00:00Z' },
  { says: 'a month is its first day', value: '201202', is: '2012-02-01T00:00:00Z' },
  { says: 'a day is its midnight', value: '20120412', is: '2012-04-12T00:00:00Z' },
  { says: 'an hour counts', value: '2012041215', is: '2012-04-12T15:00:00Z' },
  { says: 'a minute counts', value: '201406121318', is: '2014-06-12T13:18:00Z' },
  { says: 'a second counts', value: '20120412150605', is: '2012-04-12T15:06:05Z' },
  { says: 'an offset is ignored', value: '20120412150605-0700', is: '2012-04-12T15:06:05Z' },
  { says: 'an offset after a bare year is ignored', value: '2012+0100', is: '2012-01-01T00:00:00Z' },
  { says: 'a fraction is ignored', value: '20140909094720.733-0700', is: '2014-09-09T09:47:20Z' },
  { says: 'digits beyond the seconds are ignored', value: '2012041215060599', is: '2012-04-12T15:06:05Z' },
  { says: 'an odd digit after the year is dropped', value: '20120', is: '2012-01-01T00:00:00Z' },
  { says: 'an odd digit after the month is dropped', value: '2012041', is: '2012-04-01T00:00:00Z' },
  { says: 'an odd digit after the hour is dropped', value: '20120412150', is: '2012-04-12T15:00:00Z' },
  { says: 'whatever is no digit ends the date', value: '2012-04-12', is: '2012-01-01T00:00:00Z' },
  { says: 'a letter in a pair drops the pair', value: '2012041x', is: '2012-04-01T00:00:00Z' },
  { says: 'month 0 is January', value: '20120017', is: '2012-01-17T00:00:00Z' },
  { says: 'month 13 is January', value: '20121317', is: '2012-01-17T00:00:00Z' },
  { says: 'day 0 is the first', value: '20120400', is: '2012-04-01T00:00:00Z' },
  { says: 'day 32 is the first', value: '20120432', is: '2012-04-01T00:00:00Z' },
  { says: 'a wrong month and day leave the hour alone', value: '2012134512', is: '2012-01-01T12:00:00Z' },
  { says: '30 February of a leap year is 1 March', value: '20120230', is: '2012-03-01T00:00:00Z' },
  { says: '30 February of another year is 2 March', value: '20110230', is: '2011-03-02T00:00:00Z' },
  { says: '31 April is 1 May', value: '20120431', is: '2012-05-01T00:00:00Z' },
  { says: '29 February stands in a leap year', value: '20120229', is: '2012-02-29T00:00:00Z' },
  { says: '1900 was no leap year', value: '19000229', is: '1900-03-01T00:00:00Z' },
  { says: 'midnight at the end of a day is the next day', value: '20120412240000', is: '2012-04-13T00:00:00Z' },
  { says: 'hour 24 alone is the next day', value: '2012123124', is: '2013-01-01T00:00:00Z' },
  { says: 'a second past 24:00 is no time of day', value: '20120412240001', is: '2012-04-12T00:00:00Z' },
  { says: 'second 60 rolls over', value: '20120412150660', is: '2012-04-12T15:07:00Z' },
  { says: 'second 60 rolls over into the next year', value: '20121231235960', is: '2013-01-01T00:00:00Z' },
  { says: 'hour 25 makes it midnight', value: '20120412251500', is: '2012-04-12T00:00:00Z' },
  { says: 'minute 61 makes it midnight', value: '20120412156100', is: '2012-04-12T00:00:00Z' },
  { says: 'second 61 makes it midnight', value: '20120412150661', is: '2012-04-12T00:00:00Z' },
  { says: 'midnight of 1970 is zero, not missing', value: '19700101', is: '1970-01-01T00:00:00Z' },
  { says: 'the second before 1970 is minus one', value: '19691231235959', is: '1969-12-31T23:59:59Z' },
  { says: 'year 1 is not 1901', value: '00010101', is: '0001-01-01T00:00:00Z' },
  { says: 'year 99 is not 1999', value: '0099', is: '0099-01-01T00:00:00Z' },
  { says: 'year 9999 is far but real', value: '99991231235959', is: '9999-12-31T23:59:59Z' },
]

const timeOf = (value: string) =>
  imported(e2eDocument({ effectiveTime: `<effectiveTime value="${value}"/>` })).effective_time

t.test('a time becomes Unix seconds of its wall clock', async (t) => {
  for (const { says, value, is } of times) t.equal(timeOf(value), utc(is), says)
})

t.test('what is no time is null', async (t) => {
  for (const value of ['', 'x', '201', 'abcd', 'x2012', ' 2012', '-2012', '0000', '00000101', '２０１２']) {
    t.equal(timeOf(value), null, `"${value}"`)
  }
})

t.test('the birth date is read in the same way', async (t) => {
  for (const { says, value, is } of times) {
    t.equal(imported(e2eDocument({ birthTime: `<birthTime value="${value}"/>` })).birthdate, utc(is), says)
  }
})

const y2001 = utc('2001-01-01T00:00:00Z')
const y2002 = utc('2002-01-01T00:00:00Z')
const dates = [
  { says: 'a value is the time', xml: '<effectiveTime value="2001"/>', are: { time: y2001 } },
  { says: 'a center is the time', xml: '<effectiveTime><center value="2001"/></effectiveTime>', are: { time: y2001 } },
  { says: 'low is the start', xml: '<effectiveTime><low value="2001"/></effectiveTime>', are: { start_time: y2001 } },
  { says: 'high is the end', xml: '<effectiveTime><high value="2002"/></effectiveTime>', are: { end_time: y2002 } },
  {
    says: 'low and high are both kept',
    xml: '<effectiveTime><low value="2001"/><high value="2002"/></effectiveTime>',
    are: { start_time: y2001, end_time: y2002 },
  },
  {
    says: 'a null-flavoured low is a null start',
    xml: '<effectiveTime><low nullFlavor="UNK"/></effectiveTime>',
    are: { start_time: null },
  },
  {
    says: 'an unreadable high is a null end',
    xml: '<effectiveTime><low value="2001"/><high value="soon"/></effectiveTime>',
    are: { start_time: y2001, end_time: null },
  },
  {
    says: 'an empty center is a null time',
    xml: '<effectiveTime><center/></effectiveTime>',
    are: { time: null },
  },
  { says: 'an unreadable value is a null time', xml: '<effectiveTime value="once"/>', are: { time: null } },
  { says: 'an empty value is a null time', xml: '<effectiveTime value=""/>', are: { time: null } },
  { says: 'a null flavour without a value gives no key', xml: '<effectiveTime nullFlavor="NI"/>', are: {} },
  { says: 'an empty time gives no key', xml: '<effectiveTime/>', are: {} },
  { says: 'no time gives no key', xml: '', are: {} },
  {
    says: 'the first of several lows counts',
    xml: '<effectiveTime><low value="2001"/><low value="2002"/></effectiveTime><effectiveTime><low value="2003"/></effectiveTime>',
    are: { start_time: y2001 },
  },
  {
    says: 'midnight of 1970 is a start',
    xml: '<effectiveTime><low value="19700101"/></effectiveTime>',
    are: { start_time: 0 },
  },
]

t.test('the dates of an entry', async (t) => {
  const bare = { codes: {}, mood_code: 'EVN', _type: 'Immunization', description: '' }
  for (const { says, xml, are } of dates) {
    t.strictSame(entriesOf('immunizations', immunization(xml)), [{ ...bare, ...are }], says)
  }
})
