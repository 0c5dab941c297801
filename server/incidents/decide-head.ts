/** Rules for the head: title, summary, home zone, visibility, services. */
import { Refused } from '../core/refused.ts';
import { cut } from '../core/text.ts';
import { zone as readZone } from '../core/zone.ts';
import { entry, mustSay, nothing } from './act.ts';
import type { Context } from './act.ts';
import type { Rules } from './command.ts';
import { isKnown } from './entry.ts';
import { VISIBILITIES } from './entry-fields.ts';
import { mustAct, mustSteer } from './may.ts';
import type { State } from './state.ts';

export type HeadField = 'title' | 'summary' | 'homeZone' | 'visibility';

export type HeadCommands = {
  /** `from` is the text that the person had before them; without it nothing is compared. */
  'change-details': { field: HeadField; to: string; from?: string | undefined };
  'change-services': { added: string[]; removed: string[] };
};

export const HEAD_RULES: Rules<HeadCommands> = {
  'change-details': (state, { field, to: typed, from: seen }, context) => {
    if (field === 'visibility') mustSteer(state, context, 'change who sees this incident');
    else mustAct(context);
    const to = fieldValue(field, typed);
    const from = detail(state, field);
    if (from === to) return nothing('Nothing changed: it says that already.');
    mustBeFresh(state, field, seen);
    return { entries: [entry(context, 'details-changed', { field, from, to })] };
  },
  'change-services': (state, command, context) => {
    mustAct(context);
    const added = command.added.filter((id) => !state.services.includes(id));
    for (const slug of added) mustBeService(slug, context);
    const removed = command.removed.filter((id) => state.services.includes(id) && !added.includes(id));
    if (added.length + removed.length === 0)
      return nothing('Nothing changed: the services are as you chose them.');
    return { entries: [entry(context, 'services-changed', { added, removed })] };
  },
};

/**
 * What somebody else wrote meanwhile is never written over unseen.
 * @throws Refused with the text that stands there; what was typed comes back in its field
 */
function mustBeFresh(state: State, field: HeadField, seen: string | undefined): void {
  const stands = detail(state, field);
  if (seen === undefined || seen.trim() === stands.trim()) return;
  const last = state.entries.findLast(
    (one) => isKnown(one) && one.kind === 'details-changed' && one.body.field === field,
  );
  const who = last === undefined ? 'Somebody' : last.actor.name;
  const text = stands === '' ? 'It is empty now.' : `It says now: "${cut(stands, 400)}"`;
  throw new Refused(
    'stale-text',
    `${who} changed this since you opened it. ${text} What you wrote is kept below: put both together, then send it again.`,
    { field: 'to', ...(last !== undefined && { seq: last.seq }) },
  );
}

function mustBeService(slug: string, context: Context): void {
  if (context.services(slug) !== undefined) return;
  throw new Refused('no-such-service', `There is no service "${slug}". Choose one from the list.`, {
    field: 'added',
  });
}

/** The present text of a field of the head; empty when there is no summary. */
function detail(state: State, field: HeadField): string {
  return state[field] ?? '';
}

function fieldValue(field: HeadField, typed: string): string {
  const text = typed.trim();
  switch (field) {
    case 'title': {
      const title = mustSay(text, 'title', 'Write a title: a few words on what is wrong.');
      if (title.length <= 200) return title;
      throw new Refused('bad-field', 'Shorten the title: it may have 200 characters.', { field });
    }
    case 'summary':
      return text;
    case 'homeZone': {
      const answer = readZone(text);
      if ('zone' in answer) return answer.zone;
      throw new Refused('bad-zone', 'ask' in answer ? answer.ask : answer.refuse, { field });
    }
    case 'visibility': {
      const known = VISIBILITIES.find((one) => one === text);
      if (known) return known;
      throw new Refused('bad-field', 'Choose who sees this incident: all, team or private.', { field });
    }
  }
}
