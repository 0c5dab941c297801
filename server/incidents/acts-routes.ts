import type { Act } from './act-routes.ts';
import { ABOUT_ACTS } from './about-act-routes.ts';
import { ASSESSMENT_ACTS } from './assessment-act-routes.ts';
import { ATTACHMENT_ACTS } from './attachment-act-routes.ts';
import { PEOPLE_ACTS } from './people-act-routes.ts';
import { RECORD_ACTS } from './record-act-routes.ts';
import { RUN_ACTS } from './run-act-routes.ts';
import { STEP_ACTS } from './step-act-routes.ts';
import { TASK_ACTS } from './task-act-routes.ts';
import { THINKING_ACTS } from './thinking-act-routes.ts';
import { UPDATE_ACTS } from './update-act-routes.ts';

/** Everything that can be done in an incident. */
export const ACTS: readonly Act[] = [
  ...ASSESSMENT_ACTS,
  ...ABOUT_ACTS,
  ...PEOPLE_ACTS,
  ...RUN_ACTS,
  ...STEP_ACTS,
  ...TASK_ACTS,
  ...THINKING_ACTS,
  ...RECORD_ACTS,
  ...ATTACHMENT_ACTS,
  ...UPDATE_ACTS,
];
