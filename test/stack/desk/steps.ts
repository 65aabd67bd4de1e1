import { ann, demoPassword } from '../crm/people.ts'
import type { StepId } from './checklist.ts'

export type Action = 'open-popup' | 'open-options' | 'ring-alarm' | 'kill-worker' | 'throttle'
type Button = { readonly action: Action; readonly label: string }

export type StepText = {
  readonly title: string
  /** What the person does. */
  readonly how: string
  readonly buttons?: readonly Button[]
  /** Values to copy into a form. */
  readonly copy?: readonly { readonly label: string; readonly value: string }[]
}

const popup: Button = { action: 'open-popup', label: 'Open Calendar Sync' }
const credentials = [
  { label: 'e-mail', value: ann.email },
  { label: 'password', value: demoPassword },
]

export const stepTexts: Record<StepId, StepText> = {
  'crm-sign-in': {
    title: 'Sign in to the CRM',
    how: 'The form in the CRM is filled in. Press its button.',
  },
  'extension-sign-in': {
    title: 'Sign in to Calendar Sync',
    how: 'It has a session of its own and never takes the page’s.',
    buttons: [popup],
    copy: credentials,
  },
  connect: {
    title: 'Connect the Google calendar',
    how: 'In Calendar Sync, or with Connect Calendar in the CRM. The consent page is the local stand-in’s.',
    buttons: [popup],
    copy: [{ label: 'e-mail', value: ann.email }],
  },
  'first-sync': {
    title: 'Look at the preview and start',
    how: 'Choose the calendars, read what would happen, press Start. Nothing is written before.',
    buttons: [popup],
  },
  'edit-crm': {
    title: 'Change an appointment in the CRM',
    how: 'Edit one, save, then press Sync beside the CRM’s own button. See it in the calendar.',
  },
  'edit-calendar': {
    title: 'Change an event in the calendar',
    how: 'Edit one, save, then press Sync in the CRM. See it in the list.',
  },
  'add-crm': {
    title: 'Add an appointment in the CRM',
    how: 'Add one for the next days, then Sync.',
  },
  'add-calendar': {
    title: 'Add an event in the calendar',
    how: 'Add one for the next days, then Sync.',
  },
  'delete-crm': {
    title: 'Delete an appointment in the CRM',
    how: 'Delete one, then Sync. Its event goes too.',
  },
  'delete-calendar': {
    title: 'Delete an event in the calendar',
    how: 'Delete one, then Sync. Its appointment goes too.',
  },
  'by-itself': {
    title: 'Let it sync by itself',
    how: 'Change something and wait for the next check, or let the alarm ring now. Press nothing else.',
    buttons: [{ action: 'ring-alarm', label: 'Let the alarm ring now' }],
  },
  heal: {
    title: 'Kill it in the middle',
    how: 'Change something, press Sync and then Kill the worker. The next sync heals it: nothing twice, nothing lost.',
    buttons: [{ action: 'kill-worker', label: 'Kill the worker' }],
  },
}
