/** What English CRMs write over and beside a list of appointments. Other languages name an anchor in the settings. */

/** At most this much text is looked at; longer text is no heading and no button. */
const longest = 60
const tidy = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

/** `Appointments`, `My appointments`, `Appointments (12)`, `Appointment calendar`; not `Upcoming appointments of Ann`. */
export function isAppointmentsHeading(text: string): boolean {
  return (
    text.length <= longest &&
    /^\W*((my|all|your|our) )?appointments?( (list|calendar|schedule))?[\W\d]*$/i.test(tidy(text))
  )
}

/** `Add appointment`, `+ New Appointment`, `Schedule an appointment`; not `Appointment settings`. */
export function isAddAppointment(text: string): boolean {
  return text.length <= longest && /^\W*(add|new|schedule|create|book)( an?| new)* appointments?\W*$/i.test(tidy(text))
}

/** `Schedule`, `+ Add`, `New`: a primary button's name where the heading already says what is added. */
export function isAdd(text: string): boolean {
  return text.length <= longest && /^\W*(add|new|schedule|create|book)( new| an?)*\W*$/i.test(tidy(text))
}
