/** A name in quotes of MySQL or ANSI, or bare, as mysqldump writes it with --compatible=ansi or --skip-quote-names. */
export const name = /(?:`(?:[^`]|``)+`|"(?:[^"]|"")+"|[\w$]+)/.source

export function unquoteName(text: string): string {
  const quote = text.charAt(0)
  if (quote !== '`' && quote !== '"') return text
  return text.slice(1, -1).replaceAll(quote + quote, quote)
}
