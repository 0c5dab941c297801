import { clockText, durationText, secondsBetween } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { ROLES, type Role } from './entry-fields.ts';
import { outcomeOf } from './escalation-pages.ts';
import { openEscalations } from './escalation-requests.ts';
import { briefLines, type BriefPart } from './hand-over-pages.ts';
import { maySteer, readerOf } from './may.ts';
import { present } from './people.ts';
import { holderOf, openOffers, tenureOf, vacantRequired } from './roles.ts';
import { calls, type Call, type RoomReading } from './calls-pages.ts';
import { stripOf, type Strip } from './strip-pages.ts';
import { numberOf } from './run-pages.ts';
import { READER_CHOICES, VISIBILITY_WORDS } from './seeing.ts';
import type { State } from './state.ts';
import { tasksPanel, type TasksPanel } from './task-pages.ts';

/** Right people, right roles. */
export type PeoplePage = {
  strip: Strip;
  base: string;
  calls: readonly Call[];
  roles: readonly RoleView[];
  offers: readonly {
    id: string;
    words: string;
    isMine: boolean;
    brief: readonly BriefPart[];
  }[];
  escalations: readonly EscalationView[];
  /** The policies that can be begun. */
  policies: readonly { value: string; label: string }[];
  /** The one that a service of this incident names. */
  usualPolicy: string;
  /** The words that stand in the forms that ask: what is wrong, and what is ruled out. */
  reason: string;
  /** Whoever opened the page came to ask. */
  asksNow: boolean;
  present: readonly { name: string; since: string }[];
  /** Who is not, and may be said to be. */
  absent: readonly { value: string; label: string }[];
  tasks: TasksPanel;
  isPresent: boolean;
  /** Whether this reader may join, or only look on. */
  mayJoin: 'to-act' | 'to-observe' | undefined;
  seeing: Seeing;
  /** Everybody who can be asked or offered a role. */
  people: readonly { id: string; name: string }[];
  mayAct: boolean;
};

/** The policies that can be begun, the one that is meant most likely, and whether somebody came to ask. */
export type Asking = {
  policies: readonly { id: string; name: string }[];
  usual: string | undefined;
  isNow: boolean;
};

/** Who sees this incident, and for those who may change it, the choice. */
export type Seeing = {
  words: string;
  isMine: boolean;
  chosen: string;
  options: readonly { value: string; label: string }[];
};

export type EscalationView = {
  id: string;
  asked: string;
  reason: string;
  outcome: string;
  /** Where each of its messages stands, when it was asked level after level. */
  run: string | undefined;
  /** Where its next level is asked before its time. */
  next: string | undefined;
  isOpen: boolean;
  /** Those for whom somebody else may say yes, who heard it from them. */
  takers: readonly { value: string; label: string }[];
};

export type RoleView = {
  role: Role;
  holder: string | undefined;
  since: string | undefined;
  isMine: boolean;
  isRequired: boolean;
};

export function peoplePage(
  state: State,
  people: readonly { id: string; name: string }[],
  reading: RoomReading,
  asking: Asking = { policies: [], usual: undefined, isNow: false },
): PeoplePage {
  const { now, zone, personId } = reading;
  const others = people.filter(({ id }) => id !== personId);
  return {
    strip: stripOf(state, 'People', now, zone),
    base: href(paths.incident, { number: numberOf(state) }),
    calls: calls(state, reading),
    roles: roleViews(state, reading),
    offers: openOffers(state).map((offer) => ({
      id: offer.id,
      words: `${offer.role} is offered to ${offer.toName} until ${clockText(offer.lapsesAt, zone)}`,
      isMine: offer.from === personId,
      brief: briefLines(offer.brief),
    })),
    escalations: escalationViews(state, people, reading),
    policies: asking.policies.map(({ id, name }) => ({ value: id, label: name })),
    usualPolicy: asking.usual ?? '',
    reason: reasonToAsk(state),
    asksNow: asking.isNow,
    present: present(state).map((person) => ({
      name: person.name,
      since: clockText(person.spells.at(-1)?.from ?? now, zone),
    })),
    absent: absent(state, others),
    tasks: tasksPanel(state, people, reading),
    isPresent: present(state).some((person) => person.personId === personId),
    mayJoin: joining(reading),
    seeing: seeing(state, reading),
    people: others,
    mayAct: reading.mayAct,
  };
}

const MOST_REASON = 200;

/** What whoever is asked reads first, as the record says it: it can be changed before it is sent. */
function reasonToAsk({ title, hypotheses }: State): string {
  const out = hypotheses.filter(({ status }) => status === 'ruled-out').map(({ statement }) => statement);
  const known = out.length === 0 ? 'nothing is ruled out yet' : `ruled out: ${out.join('; ')}`;
  const words = `${title}: ${known}`;
  return words.length <= MOST_REASON ? words : `${words.slice(0, MOST_REASON - 1)}…`;
}

function absent(state: State, others: readonly { id: string; name: string }[]): PeoplePage['absent'] {
  const here = new Set(present(state).map((person) => person.personId));
  return others.filter(({ id }) => !here.has(id)).map(({ id, name }) => ({ value: id, label: name }));
}

function joining({ mayAct, permissions }: RoomReading): PeoplePage['mayJoin'] {
  if (mayAct) return 'to-act';
  return permissions.has('incident.observe') ? 'to-observe' : undefined;
}

function seeing(state: State, { now, personId, permissions }: RoomReading): Seeing {
  const isMine = permissions.has('incident.act') && maySteer(state, readerOf({ now, personId, permissions }));
  return {
    words: `Seen by ${VISIBILITY_WORDS[state.visibility]}.`,
    isMine,
    chosen: state.visibility,
    options: READER_CHOICES,
  };
}

function roleViews(state: State, { now, personId }: RoomReading): RoleView[] {
  const required = new Set(vacantRequired(state));
  return ROLES.filter((role) => role !== 'observer').map((role) => {
    const holder = holderOf(state, role);
    const tenure = tenureOf(state, role);
    return {
      role,
      holder: holder?.name,
      since: tenure && `for ${durationText(Math.max(0, secondsBetween(tenure.from.at, now)))}`,
      isMine: holder?.id === personId,
      isRequired: required.has(role),
    };
  });
}

function escalationViews(
  state: State,
  people: readonly { id: string; name: string }[],
  { zone, personId }: RoomReading,
): EscalationView[] {
  const open = new Set(openEscalations(state).map(({ id }) => id));
  return state.escalations.map((request) => ({
    id: request.id,
    asked: `${request.toName ?? request.policyName ?? 'Somebody'}, asked at ${clockText(request.requested.at, zone)} by ${request.requestedBy.name}`,
    reason: request.reason,
    outcome: outcomeOf(request, zone),
    next:
      open.has(request.id) && request.calls.length > 0 && request.exhausted === undefined
        ? href(paths.runNext, { id: request.id })
        : undefined,
    run:
      request.calls.length + request.levels.length > 0
        ? href(paths.escalationRun, { id: request.id })
        : undefined,
    isOpen: open.has(request.id),
    takers: people
      .filter(({ id }) => id !== personId && (request.to === undefined || request.to === id))
      .map(({ id, name }) => ({ value: id, label: name })),
  }));
}
