/** What came over the wire to one path, by one kind of caller. */
export type TrafficRow = {
  readonly method: string
  readonly path: string
  /** 'page': a web page (its Origin is http or https), as the CRM itself. 'other': an extension or a script. */
  readonly caller: 'page' | 'other'
  readonly requests: number
  readonly bytesReceived: number
  readonly bytesSent: number
}

export type Traffic = {
  readonly add: (row: Omit<TrafficRow, 'requests'>) => void
  readonly rows: () => readonly TrafficRow[]
  /** Requests per "POST /rest/v1/rpc/calendar_pull"; of all callers, or of one kind. */
  readonly requests: (caller?: TrafficRow['caller']) => Record<string, number>
  readonly reset: () => void
}

export function createTraffic(): Traffic {
  const rows = new Map<string, TrafficRow>()
  return {
    add(row) {
      const key = `${row.caller} ${row.method} ${row.path}`
      const sum = rows.get(key)
      rows.set(key, {
        ...row,
        requests: (sum?.requests ?? 0) + 1,
        bytesReceived: (sum?.bytesReceived ?? 0) + row.bytesReceived,
        bytesSent: (sum?.bytesSent ?? 0) + row.bytesSent,
      })
    },
    rows: () => [...rows.values()],
    requests(caller) {
      const counts: Record<string, number> = {}
      for (const row of rows.values()) {
        if (caller && row.caller !== caller) continue
        const key = `${row.method} ${row.path}`
        counts[key] = (counts[key] ?? 0) + row.requests
      }
      return counts
    },
    reset: () => rows.clear(),
  }
}
