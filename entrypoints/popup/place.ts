import type { Overview } from '../../lib/store/views.ts'

/** `crm.acme.example · Acme` */
export const place = ({ crmHost, organizationName }: Overview) =>
  [crmHost, organizationName].filter((part) => part !== null).join(' · ')
