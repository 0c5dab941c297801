import { z } from 'zod';
import {
  choice,
  flag,
  happenedAt,
  line,
  optionalLine,
  optionalNumber,
  several,
  text,
} from '../web/fields.ts';
import { aboutTyped, act, whenTyped, type Act } from './act-routes.ts';
import { SEVERITIES, STATUSES } from './entry-fields.ts';
import { REVIEW_SIGNALS } from './review-signals.ts';

const ACT = 'incident.act';
const at = happenedAt;

/** Boxes of which none may be ticked: a form sends an empty one along, so that "none" differs from "not asked". */
const ticked = z
  .preprocess(
    (given) =>
      given === undefined || given === null ? undefined : [given].flat().filter((value) => value !== ''),
    z
      .array(z.string({ error: 'This must be text.' }).max(100), { error: 'Send a list of texts.' })
      .max(20)
      .optional(),
  )
  .describe(`what speaks for a review: ${REVIEW_SIGNALS.join(', ')}`);

/** A text that may be empty on purpose, as an empty summary is none. */
const words = (what: string) =>
  z
    .string({ error: `Enter ${what}.` })
    .max(20_000, { error: 'Use at most 20000 characters here.' })
    .transform((typed) => typed.replaceAll('\r\n', '\n').trim())
    .describe(what);

/** What is the case: verdict, severity, status, impact, exit criteria, review. */
export const ASSESSMENT_ACTS: readonly Act[] = [
  act(
    '/acknowledgement',
    ACT,
    'Say whether it is real',
    z.strictObject({
      verdict: choice(['real', 'not-real', 'not-sure'], 'Say whether it is real, not real, or not sure.'),
    }),
    ({ verdict }) => ({ type: 'acknowledge', verdict, from: 'web' }),
  ),
  act(
    '/declaration',
    'incident.declare',
    'Declare what was detected',
    z.strictObject({ severity: choice(SEVERITIES, 'Choose a severity.').optional(), take_command: flag }),
    ({ severity, take_command }) => ({ type: 'declare-detected', severity, takeCommand: take_command }),
  ),
  act(
    '/severity',
    ACT,
    'Raise or lower the severity',
    z.strictObject({ to: choice(SEVERITIES, 'Choose a severity.'), reason: optionalLine() }),
    ({ to, reason }) => ({ type: 'set-severity', to, reason }),
  ),
  act(
    '/severity/final',
    'review.waive',
    'Set the severity that counts afterwards',
    z.strictObject({ to: choice(SEVERITIES, 'Choose a severity.'), reason: optionalLine() }),
    ({ to, reason }) => ({ type: 'set-final-severity', to, reason }),
  ),
  act(
    '/status',
    ACT,
    'Move the status on, back, or out: resolve, reopen, cancel',
    z.strictObject({
      to: choice(STATUSES, 'Choose a status.'),
      reason: optionalLine(),
      override: optionalLine(),
      temporary_confirmed: flag,
      signals: ticked,
    }),
    ({ to, reason, override, temporary_confirmed, signals }) => ({
      type: 'move-status',
      to,
      reason,
      override,
      temporaryConfirmed: temporary_confirmed,
      signals,
    }),
  ),
  act(
    '/details',
    ACT,
    'Change title, summary, home zone, or who sees it',
    z.strictObject({
      field: choice(
        ['title', 'summary', 'homeZone', 'visibility'],
        'Say which field: title, summary, homeZone or visibility.',
      ),
      to: words('the new words'),
      from: words('the words that stood there before').optional(),
    }),
    ({ field, to, from }) => ({ type: 'change-details', field, to, from }),
  ),
  act(
    '/services',
    ACT,
    'Name the services that are affected, or no longer are',
    z.strictObject({ added: several(), removed: several() }),
    ({ added, removed }) => ({ type: 'change-services', added, removed }),
  ),
  act(
    '/detection',
    ACT,
    'Say how it was noticed',
    z.strictObject({
      by: choice(['alert', 'us', 'user', 'partner'], 'Say who noticed: an alert, us, a user or a partner.'),
      text: optionalLine(),
      at,
      about: flag,
    }),
    ({ by, text: words, at: when, about }, reading) => ({
      type: 'set-detection',
      by,
      text: words,
      at: aboutTyped(when, about, reading),
    }),
  ),
  act(
    '/impacts',
    ACT,
    'Say that users are hurt, since when and how many',
    z.strictObject({
      statement: line('what users meet, in one sentence'),
      percent: optionalNumber(0, 100, 'the share of users in percent'),
      journey: optionalLine(),
      signal: optionalLine(),
      at,
      about: flag,
    }),
    ({ statement, percent, journey, signal, at: when, about }, reading) => ({
      type: 'open-impact',
      statement,
      percent,
      journey,
      signal,
      at: aboutTyped(when, about, reading),
    }),
  ),
  act(
    '/impacts/:id/size',
    ACT,
    'Say that the impact has another size',
    z.strictObject({
      percent: optionalNumber(0, 100, 'the share of users in percent'),
      statement: optionalLine(),
      at,
    }),
    ({ percent, statement, at: when }, reading) => ({
      type: 'change-impact',
      intervalId: reading.params.id ?? '',
      percent,
      statement,
      at: whenTyped(when, reading),
    }),
  ),
  act(
    '/impacts/:id/end',
    ACT,
    'Say that the impact ended, and what shows it',
    z.strictObject({ signal: line('what shows that it ended'), value: optionalLine(), at }),
    ({ signal, value, at: when }, reading) => ({
      type: 'close-impact',
      intervalId: reading.params.id ?? '',
      signal,
      value,
      at: whenTyped(when, reading),
    }),
  ),
  act(
    '/impacts/:id/withdrawal',
    ACT,
    'Say that users were not hurt after all',
    z.strictObject({ reason: line('why it was not so') }),
    ({ reason }, { params }) => ({ type: 'withdraw-impact', intervalId: params.id ?? '', reason }),
  ),
  act(
    '/numbers',
    ACT,
    'Record a figure of the damage',
    z.strictObject({
      name: choice(['orders', 'revenue', 'tickets', 'records', 'other'], 'Choose what the figure counts.'),
      label: line('what is counted'),
      value: optionalNumber(-1e12, 1e12, 'the figure').transform((value, context) => {
        if (value !== undefined) return value;
        context.addIssue({ code: 'custom', message: 'Enter the figure.' });
        return z.NEVER;
      }),
      unit: line('the unit'),
    }),
    ({ name, label, value, unit }) => ({ type: 'record-number', name, label, value, unit }),
  ),
  act(
    '/exit-criteria',
    ACT,
    'Set what must be true before it is over, one line each',
    z.strictObject({
      criteria: text('at least one exit criterion, one a line', 4_000),
      watch_minutes: optionalNumber(0, 1440, 'the watch in minutes'),
    }),
    ({ criteria, watch_minutes }) => ({
      type: 'set-exit-criteria',
      criteria: criteria
        .split('\n')
        .map((words) => ({ text: words.trim() }))
        .filter((criterion) => criterion.text !== ''),
      watchSeconds: watch_minutes === undefined ? undefined : Math.round(watch_minutes * 60),
    }),
  ),
  act(
    '/exit-criteria/:id',
    ACT,
    'Say whether an exit criterion holds',
    z.strictObject({ holds: flag, value: optionalLine(), reason: optionalLine() }),
    ({ holds, value, reason }, { params }) => ({
      type: 'change-exit-criterion',
      criterionId: params.id ?? '',
      holds,
      value,
      reason,
    }),
  ),
  act(
    '/review/signals',
    ACT,
    'Say what speaks for a review; two are enough to require one',
    z.strictObject({ signals: ticked }),
    ({ signals }) => ({ type: 'set-review-signals', signals: signals ?? [] }),
  ),
  act(
    '/review/waiver',
    'review.waive',
    'Go without a review',
    z.strictObject({ reason: line('why no review is needed') }),
    ({ reason }) => ({
      type: 'waive-review',
      reason,
    }),
  ),
];
