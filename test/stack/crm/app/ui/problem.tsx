type Props = { readonly text: string; readonly onRetry: () => void }

export const Problem = ({ text, onRetry }: Props) => (
  <div className="problem" role="alert">
    <p>{text}</p>
    <button type="button" onClick={onRetry}>
      Try again
    </button>
  </div>
)
