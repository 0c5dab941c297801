/** Sentences about updates and about the record itself. */
import { clockText, dateClockText, durationText, sameLocalDay, secondsBetween } from '../core/time.ts';
import type { Instant } from '../core/clock.ts';
import type { RECORD_BODIES, UPDATE_BODIES } from './entry-record.ts';
import { stopped } from './sentence-parts.ts';
import type { Sentences } from './sentences.ts';

/** Who is told at each stage, as the beginning of a sentence. */
const TOLD = {
  communications: 'Whoever answers for updates',
  commander: 'The commander',
  manager: 'A manager',
} as const;

/** Two instants in words; the dates are told when they differ. */
function fromTo(from: Instant, to: Instant, zone: string): string {
  const text = sameLocalDay(from, to, zone) ? clockText : dateClockText;
  return `from ${text(from, zone)} to ${text(to, zone)}`;
}

function inOneLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}

export const RECORD_SENTENCES: Sentences<keyof typeof UPDATE_BODIES | keyof typeof RECORD_BODIES> = {
  'update-drafted': ({ actor, body }) => {
    const parts = [body.usersSee, body.weDo, body.changed, body.loss].filter((part) => part !== undefined);
    return `${actor.name} drafted ${body.final === true ? 'the last update' : 'an update'} (${body.audience}): ${parts.map((part) => stopped(inOneLine(part))).join(' ')}`;
  },
  'update-approved': ({ actor, body }) => {
    const of = body.draftedBy === undefined ? '' : ` that ${body.draftedBy} drafted`;
    return `${actor.name} approved the ${body.audience === undefined ? '' : `${body.audience} `}update${of}.`;
  },
  'update-sent': ({ actor, body }) => {
    const last = body.final ? 'the last update' : 'an update';
    const alone = body.alone === undefined ? '' : `, with nobody there to read it first (${body.alone})`;
    return `${actor.name} sent ${last} (${body.audience})${alone}: ${inOneLine(body.text)}`;
  },
  'update-seen-public': ({ actor, body }) =>
    `${actor.name} saw the update where the public sees it${body.url === undefined ? '.' : `: ${body.url}`}`,
  'update-due-set': ({ actor, body }, zone) =>
    stopped(
      `${actor.name} set the next ${body.audience} update to ${clockText(body.dueAt, zone)}: ${body.reason}`,
    ),
  'update-overdue': ({ body }, zone) => {
    const told = body.stage === undefined ? '' : ` ${TOLD[body.stage]} is told.`;
    return `The ${body.audience} update promised for ${clockText(body.dueAt, zone)} is overdue.${told}`;
  },
  'time-corrected': ({ actor, body }, zone) => {
    const about = body.precision === 'about' ? ' (about)' : '';
    return stopped(
      `${actor.name} corrected the time of entry ${body.seq} ${fromTo(body.from, body.to, zone)}${about}: ${body.reason}`,
    );
  },
  'text-corrected': ({ actor, body }) =>
    stopped(`${actor.name} corrected the words of entry ${body.seq} to "${body.to}": ${body.reason}`),
  'entry-struck': ({ actor, body }) => stopped(`${actor.name} struck entry ${body.seq}: ${body.reason}`),
  'entry-redacted': ({ actor, body }) => stopped(`${actor.name} redacted entry ${body.seq}: ${body.reason}`),
  'clock-skew-noticed': ({ body }) => {
    const seconds = durationText(Math.abs(body.skewMs) / 1000);
    const whose = body.personName === undefined ? 'A browser' : `The browser of ${body.personName}`;
    return `${whose} is ${seconds} ${body.skewMs > 0 ? 'ahead of' : 'behind'} the server.`;
  },
  'delay-noticed': ({ body }, zone) =>
    `The server was late by ${durationText(secondsBetween(body.from, body.to))}: what was due at ${clockText(body.from, zone)} came at ${clockText(body.to, zone)}.`,
};
