import type { Step } from './step.ts'
import { addInCalendar, addInCrm } from './steps/add.ts'
import { byItself } from './steps/by-itself.ts'
import { connect } from './steps/connect.ts'
import { deleteInCalendar, deleteInCrm } from './steps/delete.ts'
import { editInCalendar, editInCrm } from './steps/edit.ts'
import { firstSync, preview } from './steps/first-sync.ts'
import { heal } from './steps/heal.ts'
import { nothingNew } from './steps/nothing-new.ts'
import { signInToCrm, signInToExtension } from './steps/sign-in.ts'
import { toolbar } from './steps/toolbar.ts'

/** The whole story in its order. The demo desk plays single steps of it. */
export const story: readonly Step[] = [
  signInToCrm,
  signInToExtension,
  connect,
  preview,
  firstSync,
  editInCrm,
  editInCalendar,
  addInCrm,
  addInCalendar,
  deleteInCrm,
  deleteInCalendar,
  nothingNew,
  byItself,
  heal,
  toolbar,
]
