import { z } from 'zod';
import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';
import { choice, flag, line, noFields, optionalLine, optionalNumber, text } from '../web/fields.ts';
import { act, type Act, type ActReading } from './act-routes.ts';
import { AUDIENCES } from './entry-fields.ts';

const ACT = 'incident.act';
const audience = choice(AUDIENCES, 'Say whom the update is for: public, internal or support.');
const next_in_minutes = optionalNumber(1, 1440, 'the minutes until the next update');
const NAMES = { nextAt: 'next_in_minutes', dueAt: 'in_minutes' };

const words = {
  audience,
  users_see: line('what users see'),
  we_do: line('what we do'),
  changed: text('what changed since last time', 2_000),
  next_in_minutes,
  final: flag,
  loss: optionalLine(),
};
const where = optionalLine().describe('where it was put by hand, with commas between');
const alone_reason = optionalLine();

/** What is told to people outside the room. */
export const UPDATE_ACTS: readonly Act[] = [
  act(
    '/updates',
    ACT,
    'Send an update to people outside the room',
    z.strictObject({ ...words, where, alone_reason }),
    (fields, reading) => ({
      type: 'send-update',
      ...said(fields, reading),
      channels: channels(fields.where),
      aloneReason: fields.alone_reason,
    }),
    NAMES,
  ),
  act(
    '/updates/drafts',
    ACT,
    'Write an update that somebody else approves or sends',
    z.strictObject({ ...words, where, alone_reason }),
    (fields, reading) => ({ type: 'draft-update', ...said(fields, reading) }),
    NAMES,
  ),
  act(
    '/updates/drafts/:id/approval',
    ACT,
    'Approve a drafted update: commander or manager; in a SEV-1 not its author',
    noFields,
    (_fields, { params }) => ({ type: 'approve-update', messageId: params.id ?? '' }),
  ),
  act(
    '/updates/drafts/:id/sending',
    ACT,
    'Send a drafted update as it is',
    z.strictObject({ next_in_minutes, where, alone_reason }),
    (fields, reading) => ({
      type: 'send-draft',
      messageId: reading.params.id ?? '',
      channels: channels(fields.where),
      nextAt: inMinutes(fields.next_in_minutes, reading),
      aloneReason: fields.alone_reason,
    }),
    NAMES,
  ),
  act(
    '/updates/:id/sighting',
    ACT,
    'Say that you saw an update where the public sees it',
    z.strictObject({ url: optionalLine(2000) }),
    ({ url }, { params }) => ({ type: 'see-public', messageId: params.id ?? '', url }),
  ),
  act(
    '/updates/due',
    ACT,
    'Promise the next update for another time',
    z.strictObject({
      audience,
      in_minutes: optionalNumber(1, 1440, 'the minutes until the next update'),
      reason: line('why the promise changes'),
    }),
    ({ audience: whom, in_minutes, reason }, reading) => ({
      type: 'set-update-due',
      audience: whom,
      dueAt: inMinutes(in_minutes ?? 30, reading) ?? reading.now,
      reason,
    }),
    NAMES,
  ),
];

type Words = z.output<z.ZodObject<typeof words>>;

function said(fields: Words, reading: ActReading) {
  return {
    audience: fields.audience,
    usersSee: fields.users_see,
    weDo: fields.we_do,
    changed: fields.changed,
    nextAt: fields.final ? undefined : inMinutes(fields.next_in_minutes, reading),
    final: fields.final,
    loss: fields.loss,
  };
}

function inMinutes(minutes: number | undefined, { now }: ActReading): Instant | undefined {
  return minutes === undefined ? undefined : plusSeconds(now, Math.round(minutes * 60));
}

/** Where it was put by hand. */
function channels(given: string | undefined): string[] {
  const places = (given ?? '').split(',').map((place) => place.trim());
  return places.filter((place) => place !== '');
}
