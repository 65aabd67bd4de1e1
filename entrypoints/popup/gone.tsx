import { useEffect } from 'react'
import type { Navigation } from './navigation.ts'

/** What a view was about is no longer there (decided elsewhere, or by itself): back to the overview, with a word about it. */
export function Gone({ nav, notice }: { readonly nav: Navigation; readonly notice?: string }) {
  const { done } = nav
  useEffect(() => {
    done(notice)
  })
  return null
}
