/** Rules for the head: title, summary, home zone, visibility, services. */
import { Refused } from '../core/refused.ts';
import { zone as readZone } from '../core/zone.ts';
import { entry, mustSay, nothing } from './act.ts';
import type { Rules } from './command.ts';
import { VISIBILITIES } from './entry-fields.ts';
import { mustAct, mustSteer } from './may.ts';
import type { State } from './state.ts';

export type HeadField = 'title' | 'summary' | 'homeZone' | 'visibility';

export type HeadCommands = {
  'change-details': { field: HeadField; to: string };
  'change-services': { added: string[]; removed: string[] };
};

export const HEAD_RULES: Rules<HeadCommands> = {
  'change-details': (state, { field, to: typed }, context) => {
    if (field === 'visibility') mustSteer(state, context, 'change who sees this incident');
    else mustAct(context);
    const to = fieldValue(field, typed);
    const from = detail(state, field);
    if (from === to) return nothing('Nothing changed: it says that already.');
    return { entries: [entry(context, 'details-changed', { field, from, to })] };
  },
  'change-services': (state, command, context) => {
    mustAct(context);
    const added = command.added.filter((id) => !state.services.includes(id));
    const removed = command.removed.filter((id) => state.services.includes(id) && !added.includes(id));
    if (added.length + removed.length === 0)
      return nothing('Nothing changed: the services are as you chose them.');
    return { entries: [entry(context, 'services-changed', { added, removed })] };
  },
};

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
