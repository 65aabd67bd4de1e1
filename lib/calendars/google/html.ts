/**
 * A description's HTML as plain text. A tokenizer, because a worker has no DOM; text without markup comes back unchanged.
 * Angle brackets that are no HTML element (`<ann@example.com>`, `a < b`) are text.
 */
export function htmlToText(html: string): string {
  const written = writer()
  const links: { readonly href: string; readonly from: number }[] = []
  let last = 0
  let hasTags = false

  for (const match of html.matchAll(token)) {
    const { entity, close, tag, attributes = '' } = match.groups ?? {}
    const name = tag?.toLowerCase() ?? ''
    const character = entity === undefined ? '' : decodeEntity(entity)
    if (character === null || (tag !== undefined && !elements.has(name))) continue
    written.flow(html.slice(last, match.index))
    last = match.index + match[0].length
    written.exactly(character)
    if (entity !== undefined) continue

    hasTags = true
    const isOpening = close !== '/'
    const blockBreaks = blocks.get(name)
    if (blockBreaks !== undefined) written.breakLine(blockBreaks)
    if (name === 'br') written.exactly('\n')
    else if (name === 'li' && isOpening) written.exactly('• ')
    else if ((name === 'td' || name === 'th') && !isOpening) written.exactly(' ')
    else if (name === 'a' && isOpening) links.push({ href: hrefOf(attributes), from: written.text().length })
    else if (name === 'a') {
      const link = links.pop()
      if (link?.href && !written.text().slice(link.from).includes(link.href)) written.exactly(` (${link.href})`)
    }
  }
  written.flow(html.slice(last))
  return hasTags
    ? written
        .text()
        .replace(/[ \t]+\n/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
    : written.text()
}

/** Text as HTML that `htmlToText` turns back into exactly this text. */
export const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Collects the text; line breaks owed at the borders of blocks are paid only when more text follows. */
function writer() {
  let text = ''
  let owed = 0
  function exactly(piece: string) {
    if (piece === '') return
    const paid = /\n*$/.exec(text)?.[0].length ?? 0
    if (text !== '') text += '\n'.repeat(Math.max(0, owed - paid))
    owed = 0
    text += piece
  }
  return {
    text: () => text,
    exactly,
    /** Text between tags: at the border of a block its white space only sets the source apart. */
    flow: (piece: string) => exactly(owed > 0 ? piece.trimStart() : piece),
    breakLine: (count: number) => {
      owed = Math.max(owed, count)
    },
  }
}

const token = new RegExp(
  [
    '<!--[\\s\\S]*?-->',
    '<(?<raw>script|style)\\b[\\s\\S]*?(?:</\\k<raw>\\s*>|$)',
    '<(?<close>/?)(?<tag>[a-z][a-z0-9-]*)(?<attributes>(?:\\s(?:"[^"]*"|\'[^\']*\'|[^<>"\'])*)?)/?>',
    '&(?<entity>#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]{2,8});',
  ].join('|'),
  'gi',
)

/** Block elements and how many line breaks set them apart. */
const blocks = new Map([
  ...['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, 2] as const),
  ...['div', 'li', 'ul', 'ol', 'tr', 'table', 'blockquote', 'pre', 'section', 'article', 'hr'].map(
    (name) => [name, 1] as const,
  ),
])

const elements = new Set([
  ...blocks.keys(),
  ...'a b i u s em strong strike del ins span font small big sub sup br img code center wbr label'.split(' '),
  ...'tbody thead td th col colgroup caption html head body meta link html-blob header footer nav main'.split(' '),
])

function hrefOf(attributes: string): string {
  const href = /\shref\s*=\s*(?:"(https?:[^"]*)"|'(https?:[^']*)')/i.exec(attributes)
  return (href?.[1] ?? href?.[2] ?? '').replaceAll('&amp;', '&')
}

/** null: not an entity we know, so it is text. */
function decodeEntity(entity: string): string | null {
  if (!entity.startsWith('#')) return named.get(entity) ?? null
  const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number.parseInt(entity.slice(1), 10)
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : '\ufffd'
}

const named = new Map([
  ['nbsp', ' '],
  ['shy', ''],
  ...(
    'amp & lt < gt > quot " apos \' hellip … bull • middot · ndash – mdash — lsquo ‘ rsquo ’ ldquo “ rdquo ” ' +
    'laquo « raquo » deg ° copy © reg ® trade ™ euro € pound £ yen ¥ sect § times × rarr → larr ← szlig ß auml ä ' +
    'ouml ö uuml ü Auml Ä Ouml Ö Uuml Ü eacute é egrave è agrave à ccedil ç ntilde ñ aring å oslash ø'
  )
    .matchAll(/(\S+) (\S+)/g)
    .map(([, name = '', character = '']) => [name, character] as const),
])
