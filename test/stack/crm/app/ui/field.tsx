import type { ReactNode } from 'react'

type Props = { readonly label: string; readonly children: ReactNode }

/** One labelled control. */
export const Field = ({ label, children }: Props) => (
  // oxlint-disable-next-line jsx-a11y/label-has-associated-control -- the control is the child
  <label className="field">
    <span>{label}</span>
    {children}
  </label>
)
