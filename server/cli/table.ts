import type { Command } from './command.ts';
import { DRILL_COMMANDS } from './drill-commands.ts';
import { ESCALATION_COMMANDS } from './escalation-commands.ts';
import { INCIDENT_COMMANDS } from './incident-commands.ts';
import { PEOPLE_COMMANDS } from './people-commands.ts';
import { POSTMORTEM_COMMANDS } from './postmortem-commands.ts';
import { REPORT_COMMANDS } from './report-commands.ts';
import { RUNBOOK_COMMANDS } from './runbook-commands.ts';
import { SERVER_COMMANDS } from './server-commands.ts';

/** Every command of `muster`. Each imports what it needs only when it is asked for. */
export const COMMANDS: readonly Command[] = [
  ...SERVER_COMMANDS,
  ...PEOPLE_COMMANDS,
  ...INCIDENT_COMMANDS,
  ...ESCALATION_COMMANDS,
  ...RUNBOOK_COMMANDS,
  ...DRILL_COMMANDS,
  ...POSTMORTEM_COMMANDS,
  ...REPORT_COMMANDS,
];
