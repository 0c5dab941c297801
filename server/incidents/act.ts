/** What an act is decided with, and how its entries are made. */
import type { z } from 'zod';
import { mended } from '../core/canonical.ts';
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { clockText, durationText, plusSeconds, secondsBetween } from '../core/time.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import { SCHEMAS } from './entry.ts';
import type { Body, Kind, NewEntry, Source } from './entry.ts';
import type { Command } from './command.ts';
import type { Actor, Precision, Status } from './entry-fields.ts';
import type { SeverityTable } from './severity-table.ts';

/** Somebody with an account. */
export type Person = { id: string; name: string };

/** Another incident as a decision may look at it. */
export type OtherIncident = {
  key: string;
  /** Left out when only some may see it. */
  title: string | undefined;
  status: Status;
  /** The key of the incident that it was merged into. */
  mergedInto: string | undefined;
};

/** Everything besides the state that a decision may look at. */
export type Context = {
  /** The clock of the incident; in a drill the drill's. */
  now: Instant;
  actor: Actor;
  /** What the actor's account may do in this incident: the names of response-model 10. */
  permissions: ReadonlySet<string>;
  ids: { next(): string };
  /** The runbook version with this content hash, when it is known. */
  runbook: (contentHash: string) => Runbook | undefined;
  people: (id: string) => Person | undefined;
  /** The incident with a key, when the command names it. */
  incidents: (key: string) => OtherIncident | undefined;
  /** The name of a service of the catalogue that the command names by its slug. */
  services: (slug: string) => string | undefined;
  /** The name of a policy that the command begins. */
  policies?: ((id: string) => string | undefined) | undefined;
  /** What makes a severity in this installation, and what each asks for. */
  severities: SeverityTable;
  /** The managers, who are told what nobody else has acted upon; given to the clockwork only. */
  managers?: readonly Person[] | undefined;
  /** The zone in which sentences print times. */
  zone: string;
  /** How the request came in, when it is not plain `live`. */
  source?: Source | undefined;
  /** When somebody did it, where their browser kept the act while there was no network. */
  done?: When | undefined;
};

/**
 * When it happened, if that was not now: typed by a person, kept by a browser that was offline, told by a report, or by
 * the sender of an alert.
 */
export type When = {
  instant: Instant;
  precision: Precision;
  source?: 'typed' | 'offline' | 'imported' | 'alert';
};

/** Entries to append together, and a sentence for the person when there is something to say. */
export type Decision = {
  entries: NewEntry[];
  said?: string;
  /** What it does at the same time in another incident, which is decided there. */
  elsewhere?: { key: string; command: Command };
};

/** Nothing is added, and the person is told why. */
export function nothing(said: string): Decision {
  return { entries: [], said };
}

export const MUSTER: Actor = { type: 'system', id: 'muster', name: 'Muster' };

/** The same moment, but it is the server that acts. */
export function bySystem(context: Context): Context {
  return { ...context, actor: MUSTER, source: 'clockwork', done: undefined };
}

/**
 * Makes an entry. Fields that are undefined are left out, so that an entry is equal before and after the store;
 * broken surrogates are mended, since canonical JSON has no form for them.
 *
 * @throws Refused when a field of the body has not the shape of its kind: too long, empty.
 */
export function entry<K extends Kind>(context: Context, kind: K, body: Body<K>, when?: When): NewEntry<K> {
  const checked = SCHEMAS[kind].safeParse(mended(body));
  if (!checked.success) throw refusalOf(checked.error.issues[0]);
  const told = when ?? context.done;
  return {
    kind,
    body: checked.data,
    occurredAt: told?.instant ?? context.now,
    precision: told?.precision ?? 'exact',
    actor: context.actor,
    source: told ? (told.source ?? 'typed') : (context.source ?? 'live'),
  };
}

function refusalOf(issue: z.core.$ZodIssue | undefined): Refused {
  const field = issue?.path.map(String).join('.') ?? '';
  return new Refused('bad-field', issue ? complaintOf(field, issue) : 'Something is missing.', {
    field,
  });
}

function complaintOf(field: string, issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_big' && issue.origin === 'string') {
    return `Shorten "${field}": it may have ${String(issue.maximum)} characters.`;
  }
  if (issue.code === 'too_big') return `"${field}" is at most ${String(issue.maximum)}.`;
  if (issue.code === 'too_small' && issue.origin === 'string') return `Fill in "${field}": it is empty.`;
  if (issue.code === 'too_small') return `"${field}" is at least ${String(issue.minimum)}.`;
  if (issue.code === 'custom') return `Fill in "${field}": it is empty.`;
  if (issue.code === 'invalid_format' && issue.format === 'url') {
    return `"${field}" must be a link that begins with http:// or https://.`;
  }
  return `Check "${field}": it does not have the form that is expected here.`;
}

/** "2 s before you" for what happened within the hour, else "at 10:15 PDT". */
export function beforeYou(at: Instant, context: Context): string {
  const seconds = secondsBetween(at, context.now);
  if (seconds < 0 || seconds >= 3600) return `at ${clockText(at, context.zone)}`;
  return `${durationText(seconds)} before you`;
}

/** The person with an id. @throws Refused when there is none */
export function personOf(context: Context, id: string, field: string): Person {
  const person = context.people(id);
  if (!person)
    throw new Refused('no-such-person', 'Choose a person from the list: this one is not known.', { field });
  return person;
}

/** @throws Refused when a required text is blank; the sentence says what to write */
export function mustSay(text: string | undefined, field: string, sentence: string): string {
  if (text === undefined || text.trim() === '') throw new Refused('missing', sentence, { field });
  return text;
}

const FUTURE_SECONDS = 120;

/**
 * A time that is a little ahead comes from a clock that is a little off, and means now.
 *
 * @throws Refused for more than two minutes ahead
 */
export function notAhead(when: When, now: Instant): When {
  if (when.instant <= now) return when;
  if (when.instant <= plusSeconds(now, FUTURE_SECONDS)) return { ...when, instant: now };
  throw new Refused('in-the-future', 'That lies ahead. Write when it happened.', { field: 'at' });
}

/** @throws Refused for a promise or a limit that does not lie ahead */
export function mustLieAhead(instant: Instant, field: string, context: Context): void {
  if (instant > context.now) return;
  throw new Refused(
    'in-the-past',
    `Choose a time that lies ahead: it is ${clockText(context.now, context.zone)}.`,
    { field },
  );
}
