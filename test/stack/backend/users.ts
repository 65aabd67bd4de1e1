import type { PGlite } from '@electric-sql/pglite'
import { demoPassword, organizations, people } from '../crm/people.ts'

/** Adds the demo people as sign-up would: auth.users with a bcrypt hash, auth.identities, then the CRM's own rows. */
export async function addPeople(db: PGlite): Promise<void> {
  for (const { id, name } of organizations) {
    await db.query('insert into public.organizations (id, name) values ($1, $2)', [id, name])
  }
  for (const { id, email, name, organization, role } of people) {
    await db.query(
      `insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at,
         raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
       values ($1, 'authenticated', 'authenticated', $2,
         extensions.crypt($3, extensions.gen_salt('bf', 6)), now(),
         '{"provider": "email", "providers": ["email"]}', '{}', now(), now())`,
      [id, email, demoPassword],
    )
    await db.query(
      `insert into auth.identities (id, user_id, provider, provider_id, identity_data, created_at, updated_at)
       values (gen_random_uuid(), $1::uuid, 'email', $1::text, jsonb_build_object('sub', $1::text, 'email', $2::text), now(), now())`,
      [id, email],
    )
    await db.query(
      'insert into public.profiles (id, organization_id, email, full_name, role) values ($1, $2, $3, $4, $5)',
      [id, organization.id, email, name, role],
    )
    await db.query('insert into public.user_organizations (user_id, organization_id) values ($1, $2)', [
      id,
      organization.id,
    ])
  }
}
