/** A sentence whose quoted parts (titles, names, addresses: see `quote`) keep their own reading direction. */
export function Sentence({ text }: { readonly text: string }) {
  const parts = text.split(/[\u2068\u2069]/)
  return parts.map((part, at) => (at % 2 === 1 ? <bdi key={`${at} ${part}`}>{part}</bdi> : part))
}
