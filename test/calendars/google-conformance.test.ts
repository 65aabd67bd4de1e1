import { describeCalendarPort } from './conformance.ts'
import { googleSeat } from './google-seat.ts'

describeCalendarPort('google', googleSeat)
