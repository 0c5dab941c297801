/** Rules for labels, and for links to other incidents, tickets and changes. */
import type { Instant } from '../core/clock.ts';
import { Refused } from '../core/refused.ts';
import { entry, mustSay, nothing } from './act.ts';
import type { Context, Decision } from './act.ts';
import type { Rules } from './command.ts';
import type { Relation } from './entry-fields.ts';
import { isKey, isSameLabel, linkOf, RELATION_WORDS, targetOf, type Link } from './links.ts';
import { mustAct, mustHaveOrServe } from './may.ts';
import type { State } from './state.ts';

export type LinkCommands = {
  'change-label': { label: string; on: boolean };
  /** `target` is the key of an incident in any case of letters, its number, or an address. */
  'change-link': {
    relation: Relation;
    target: string;
    title?: string | undefined;
    /** Of what caused it: when that was over. */
    endedAt?: Instant | undefined;
    on: boolean;
  };
};

const MOST_LABELS = 20;
const LONGEST_LABEL = 50;
const MOST_LINKS = 50;

export const LINK_RULES: Rules<LinkCommands> = {
  'change-label': (state, { label: typed, on }, context) => {
    mustAct(context);
    const label = mustSay(typed, 'label', 'Write the label: a word or two.').trim().replace(/\s+/g, ' ');
    if (label.length > LONGEST_LABEL) {
      throw new Refused('bad-field', 'Shorten the label: it may have 50 characters.', { field: 'label' });
    }
    const known = state.labels.find((one) => isSameLabel(one, label));
    if (!on && known === undefined) return nothing(`It does not have the label "${label}".`);
    if (on && known !== undefined) return nothing(`It has the label "${known}" already.`);
    if (on && state.labels.length >= MOST_LABELS) {
      throw new Refused('too-many', 'An incident may have 20 labels: take one away first.', {
        field: 'label',
      });
    }
    return { entries: [entry(context, 'label-changed', { label: known ?? label, on })] };
  },
  'change-link': (state, { relation, target: typed, title, endedAt, on }, context) => {
    mustHaveOrServe(context, 'incident.act');
    const target = targetOf(typed, 'target');
    const known = linkOf(state, relation, target);
    if (!on && known === undefined) return nothing('There is no such link.');
    if (on && known !== undefined) return ended(known, endedAt, context);
    if (!on) {
      return { entries: [entry(context, 'link-changed', { relation, target, title: known?.title, on })] };
    }
    if (state.links.length >= MOST_LINKS) {
      throw new Refused('too-many', 'An incident may have 50 links: take one away first.', {
        field: 'target',
      });
    }
    const named = isKey(target) ? titleOfOther(state, target, context) : title;
    mustBeACause(relation, endedAt);
    return { entries: [entry(context, 'link-changed', { relation, target, title: named, endedAt, on })] };
  },
};

/** A link that is there already: what caused it may be over by this time, and nothing else is new. */
function ended(known: Link, endedAt: Instant | undefined, context: Context): Decision {
  const { relation, target, title } = known;
  mustBeACause(relation, endedAt);
  if (endedAt === undefined || endedAt === known.endedAt?.at)
    return nothing(`It says already that it ${RELATION_WORDS[relation]} that.`);
  return { entries: [entry(context, 'link-changed', { relation, target, title, endedAt, on: true })] };
}

function mustBeACause(relation: Relation, endedAt: Instant | undefined): void {
  if (endedAt === undefined || relation === 'caused-by') return;
  throw new Refused('not-a-cause', 'Only of what caused it is it asked when it was over.', {
    field: 'endedAt',
  });
}

/** The title of the other incident as it is at this time, so that the entry can be read alone. */
function titleOfOther(state: State, key: string, context: Context): string | undefined {
  if (key === state.key) {
    throw new Refused('itself', 'That is this incident. Name another one.', { field: 'target' });
  }
  const other = context.incidents(key);
  if (other !== undefined) return other.title;
  throw new Refused(
    'no-such-incident',
    `There is no incident ${key}. Look for it in the list of incidents.`,
    {
      field: 'target',
    },
  );
}
