import type { ViewProps } from '../app.tsx'
import { formatDay, formatTimes } from '../appointments/format.ts'
import { data } from '../data.ts'
import { NavLink } from '../ui/nav-link.tsx'
import { Problem } from '../ui/problem.tsx'
import { useLoaded } from '../use-loaded.ts'

const nextOfEveryone = () =>
  data
    .from('appointments')
    .select('id, title, start_time, end_time, owner_id')
    .gte('end_time', new Date().toISOString())
    .eq('status', 'scheduled')
    .order('start_time')
    .limit(50)

export function Dashboard({ userId }: ViewProps) {
  const { value, problem, reload } = useLoaded(nextOfEveryone)
  const mine = (value ?? []).filter(({ owner_id }) => owner_id === userId)
  return (
    <>
      <h1>Dashboard</h1>
      {problem && <Problem text={problem} onRetry={reload} />}
      <dl className="numbers card">
        <div>
          <dt>Ahead of you</dt>
          <dd>{value ? mine.length : '–'}</dd>
        </div>
        <div>
          <dt>Ahead of your team</dt>
          <dd>{value ? value.length : '–'}</dd>
        </div>
      </dl>
      <section>
        <h2>Next up</h2>
        <ul className="rows card">
          {mine.slice(0, 3).map(({ id, title, start_time, end_time }) => (
            <li key={id}>
              <span className="times">
                {formatDay(new Date(start_time))}, {formatTimes(start_time, end_time)}
              </span>
              <span className="title">{title}</span>
            </li>
          ))}
          {value && mine.length === 0 && <li className="empty">Nothing ahead.</li>}
        </ul>
        <p>
          <NavLink to="/appointments">See everything</NavLink>
        </p>
      </section>
    </>
  )
}
