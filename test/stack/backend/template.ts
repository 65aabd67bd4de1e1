import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { templateFolder } from './paths.ts'

/** A prepared data dir, dumped once and loaded by every later start. */
export type Template = { readonly load: () => Promise<Blob | null>; readonly save: (dump: Blob) => Promise<void> }

/** `ingredients` is everything the template is made of: when one changes, the template is made anew. */
export function openTemplate(kind: string, ingredients: readonly string[]): Template {
  const hash = createHash('sha256')
  for (const ingredient of ingredients) hash.update(`${ingredient.length}:${ingredient}`)
  const file = `${kind}-${hash.digest('hex').slice(0, 16)}.tar`
  return {
    load: () =>
      readFile(join(templateFolder, file)).then(
        (bytes) => new Blob([bytes]),
        () => null,
      ),
    save: async (dump) => {
      await mkdir(templateFolder, { recursive: true })
      for (const old of await readdir(templateFolder)) {
        if (old.startsWith(`${kind}-`) && old.endsWith('.tar')) await rm(join(templateFolder, old), { force: true })
      }
      // Renamed into place, because several test processes may build the same template at once.
      const partial = join(templateFolder, `${file}.${process.pid}`)
      await writeFile(partial, Buffer.from(await dump.arrayBuffer()))
      await rename(partial, join(templateFolder, file))
    },
  }
}
