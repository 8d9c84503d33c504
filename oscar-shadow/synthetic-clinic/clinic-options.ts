export type ClinicOptions = {
  /** Charts in `demographic`; about nine in ten are active. */
  patients: number
  seed: number
  /** The clinic's last day, `yyyy-MM-dd`. */
  until: string
  /** Of the columns; OSCAR 12.1 most often has latin1. */
  charset: 'latin1' | 'utf8'
  /** mixed: as in a clinic that moved from one server to another. */
  engine: 'InnoDB' | 'MyISAM' | 'mixed'
}

export const defaultClinic: ClinicOptions = {
  patients: 100,
  seed: 1,
  until: '2014-06-30',
  charset: 'latin1',
  engine: 'InnoDB',
}
