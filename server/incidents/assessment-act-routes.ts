import { z } from 'zod';
import { plusSeconds } from '../core/time.ts';
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
import { AUDIENCES, SEVERITIES, STATUSES } from './entry-fields.ts';

const ACT = 'incident.act';
const at = happenedAt;

/** What is the case: verdict, severity, status, impact, exit criteria, updates. */
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
    '/status',
    ACT,
    'Move the status on, back, or out: resolve, reopen, cancel',
    z.strictObject({
      to: choice(STATUSES, 'Choose a status.'),
      reason: optionalLine(),
      override: optionalLine(),
      temporary_confirmed: flag,
    }),
    ({ to, reason, override, temporary_confirmed }) => ({
      type: 'move-status',
      to,
      reason,
      override,
      temporaryConfirmed: temporary_confirmed,
    }),
  ),
  act(
    '/details',
    ACT,
    'Change title, summary or home zone',
    z.strictObject({
      field: choice(['title', 'summary', 'homeZone'], 'Say which field: title, summary or homeZone.'),
      to: text('the new words'),
    }),
    ({ field, to }) => ({ type: 'change-details', field, to }),
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
    '/updates',
    ACT,
    'Send an update to people outside the room',
    z.strictObject({
      audience: choice(AUDIENCES, 'Say whom the update is for: public, internal or support.'),
      users_see: line('what users see'),
      we_do: line('what we do'),
      changed: text('what changed since last time', 2_000),
      next_in_minutes: optionalNumber(1, 1440, 'the minutes until the next update'),
      final: flag,
      loss: optionalLine(),
    }),
    ({ audience, users_see, we_do, changed, next_in_minutes, final, loss }, { now }) => ({
      type: 'send-update',
      audience,
      usersSee: users_see,
      weDo: we_do,
      changed,
      channels: ['board'],
      nextAt: final || next_in_minutes === undefined ? undefined : plusSeconds(now, next_in_minutes * 60),
      final,
      loss,
    }),
  ),
  act(
    '/updates/due',
    ACT,
    'Promise the next update for another time',
    z.strictObject({
      audience: choice(AUDIENCES, 'Say whom the update is for: public, internal or support.'),
      in_minutes: optionalNumber(1, 1440, 'the minutes until the next update'),
      reason: line('why the promise changes'),
    }),
    ({ audience, in_minutes, reason }, { now }) => ({
      type: 'set-update-due',
      audience,
      dueAt: plusSeconds(now, (in_minutes ?? 30) * 60),
      reason,
    }),
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
