import { z } from 'zod';
import { choice, flag, happenedAt, line, optionalLine } from '../web/fields.ts';
import { act, whenTyped, type Act } from './act-routes.ts';
import { RELATIONS } from './entry-fields.ts';

const ACT = 'incident.act';

/** What ties an incident to others: labels, links, and that it is the same as another. */
export const ABOUT_ACTS: readonly Act[] = [
  act(
    '/labels',
    ACT,
    'Put a label on, or take it away',
    z.strictObject({ label: line('the label', 50), on: flag }),
    ({ label, on }) => ({ type: 'change-label', label, on }),
  ),
  act(
    '/links',
    ACT,
    'Link another incident, a ticket or a change, or take the link away',
    z.strictObject({
      relation: choice(RELATIONS, 'Choose how they are related.'),
      target: line('the key of an incident, such as INC-7, or an address', 2000),
      title: optionalLine(),
      ended_at: happenedAt.describe('when what caused it was over, such as the roll-out of a change'),
      on: flag,
    }),
    ({ relation, target, title, ended_at, on }, reading) => ({
      type: 'change-link',
      relation,
      target,
      title,
      endedAt: whenTyped(ended_at, reading, 'ended_at')?.instant,
      on,
    }),
    { endedAt: 'ended_at' },
  ),
  act(
    '/merging',
    ACT,
    'Say that this incident is the same as another, in which it goes on',
    z.strictObject({
      into: line('the key of the incident that it repeats, such as INC-7', 20),
      reason: line('how you know that it is the same'),
    }),
    ({ into, reason }) => ({ type: 'merge', into, reason }),
  ),
];
