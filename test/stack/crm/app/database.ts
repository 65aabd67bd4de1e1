export type AppointmentStatus = 'scheduled' | 'completed' | 'cancelled'

export type AppointmentColumns = {
  id: string
  organization_id: string
  owner_id: string
  contact_id: string | null
  title: string
  description: string | null
  location: string | null
  start_time: string
  end_time: string
  status: AppointmentStatus
  created_at: string
}

export type ContactColumns = {
  id: string
  organization_id: string
  owner_id: string
  name: string
  email: string | null
  phone: string | null
  created_at: string
}

export type ProfileColumns = {
  id: string
  organization_id: string | null
  email: string
  full_name: string
  role: 'SUPER_ADMIN' | 'ADMIN' | 'USER'
  created_at: string
}

type Table<Row, Required extends keyof Row> = {
  Row: Row
  Insert: Pick<Row, Required> & Partial<Row>
  Update: Partial<Row>
  Relationships: []
}

/** The CRM's tables as the Data API shows them; schema.sql. */
export type Database = {
  public: {
    Tables: {
      appointments: Table<AppointmentColumns, 'organization_id' | 'title' | 'start_time' | 'end_time'>
      contacts: Table<ContactColumns, 'organization_id' | 'name'>
      profiles: Table<ProfileColumns, 'id' | 'email'>
      organizations: Table<{ id: string; name: string; created_at: string }, 'name'>
    }
    Views: Record<string, never>
    Functions: Record<string, never>
  }
}
