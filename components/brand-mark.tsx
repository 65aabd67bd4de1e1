/** Calendar leaf with two arrows: equal, both ways. */
export function BrandMark({ isSmall }: { readonly isSmall?: boolean }) {
  return (
    <svg
      className={`brandmark ${isSmall ? 'i20' : 'i24'}`}
      viewBox="0 0 24 24"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path fill="var(--accent)" d="M6 4.6h12a4 4 0 0 1 4 4V18a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4V8.600a4 4 0 0 1 4-4Z" />
      <path stroke="var(--accent)" strokeWidth="2.6" d="M7.6 2.6v3M16.4 2.6v3" />
      <path stroke="var(--on-accent)" strokeWidth="2" d="M6.4 11.7h11.2l-3.4-3.1M17.600 15.3H6.4l3.4 3.1" />
    </svg>
  )
}
