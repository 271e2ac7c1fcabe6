// What a command hands back to be printed.
import type { Report } from '../evidence/report.ts'

export type Outcome = { report: Report; sentences: string[] }
