import { data } from '../data.ts'
import { Problem } from '../ui/problem.tsx'
import { useLoaded } from '../use-loaded.ts'

const allContacts = () => data.from('contacts').select('id, name, email, phone').order('name').limit(500)

export function Contacts() {
  const { value, problem, reload } = useLoaded(allContacts)
  return (
    <>
      <h1>Contacts</h1>
      {problem && <Problem text={problem} onRetry={reload} />}
      {value && (
        <ul className="rows card">
          {value.map(({ id, name, email, phone }) => (
            <li key={id}>
              <span className="title">{name}</span>
              <span className="muted">{[email, phone].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
          {value.length === 0 && <li className="empty">No contacts yet.</li>}
        </ul>
      )}
    </>
  )
}
