/** The demo's people; fixed ids, so that tests can name them without asking. */
export type Person = {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly organization: Organization
  readonly role: 'USER' | 'SUPER_ADMIN'
}

export type Organization = { readonly id: string; readonly name: string }

export const acme: Organization = { id: '0ac3e000-0000-4000-8000-000000000001', name: 'Acme' }
export const globex: Organization = { id: '910be000-0000-4000-8000-000000000002', name: 'Globex' }

const person = (id: number, name: string, organization: Organization, role: Person['role'] = 'USER'): Person => ({
  id: `00000000-0000-4000-8000-00000000000${id}`,
  email: `${name.toLowerCase()}@example.com`,
  name,
  organization,
  role,
})

export const ann = person(1, 'Ann', acme)
export const ben = person(2, 'Ben', acme)
export const cleo = person(3, 'Cleo', globex)
export const sam = person(4, 'Sam', acme, 'SUPER_ADMIN')

export const people = [ann, ben, cleo, sam] as const
export const organizations = [acme, globex] as const

/** Everyone's password in the local stack. */
export const demoPassword = 'demo-demo'
