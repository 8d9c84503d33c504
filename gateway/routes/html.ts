/** Markup that is safe to put into a page. */
export type Html = { markup: string }

type Shown = string | number | Html | readonly Html[] | undefined

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** A template of markup: what is put into it is text, unless it is Html itself. */
export function html(pieces: TemplateStringsArray, ...shown: Shown[]): Html {
  return { markup: pieces.map((piece, index) => piece + markupOf(shown[index])).join('') }
}

function markupOf(shown: Shown): string {
  if (shown === undefined) return ''
  if (typeof shown === 'object')
    return [shown]
      .flat()
      .map(({ markup }) => markup)
      .join('')
  return String(shown).replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** A whole page. */
export function page(title: string, content: Html): string {
  return html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2rem .6rem;text-align:left}pre{background:#eee;padding:1rem;overflow:auto}</style>
</head><body><h1>${title}</h1>
${content}
</body></html>
`.markup
}
