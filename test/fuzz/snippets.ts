/** Put in the place of an attribute's value or of an element's text. */
export const oddValues = [
  ...['', ' ', '\t\n', '0', '-1', '1e400', 'NaN', '__proto__', 'constructor', 'toString', 'a.b', '$where', '&#0;'],
  ...['0000', '00000101', '99999999999999', '20240230', '20241399256199', '2024', '20240', '-20240101', '1.5', 'NI'],
  ...['&#x10FFFF;', '&#xD800;', '&lt;script&gt;', 'é', '\u0085', '\u0000', '2.16.840.1.113883.6.73', '.'.repeat(300)],
]

export const encodings = [
  ...['UTF-8', 'utf-8', 'ISO-8859-1', 'windows-1252', 'US-ASCII', 'UTF-16', 'UTF-7', 'UTF-32', 'x-user-defined'],
  ...['EBCDIC-CP-US', 'Shift_JIS', 'gb18030', 'iso-2022-jp', '', ' ', '../../etc/passwd', 'utf8', 'replacement'],
]

export const declarations = [
  '<?xml version="1.1" encoding="UTF-8"?>',
  '<?xml version="1.0" standalone="yes"?>',
  "<?xml version='1.0' encoding='utf-8' standalone='no' ?>",
  '<?xml encoding="UTF-8" version="1.0"?>',
  '<?xml version="2.0"?>',
  '<?xml?>',
  '<?XML version="1.0"?>',
  '<?xml version="1.0" encoding="UTF-8"',
]

export const doctypes = [
  '<!DOCTYPE ClinicalDocument>',
  '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
  '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
  '<!DOCTYPE a [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>',
  '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;]>',
  '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY xxe "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
  '<!DOCTYPE',
  '<!doctype a>',
  '<!ENTITY a "b">',
  '<!ELEMENT a ANY>',
  '<!DOCTYPE a [',
]
