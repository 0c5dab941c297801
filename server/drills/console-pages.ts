/** What whoever leads a drill sees: everything. No page of those who practise has a field of this. */
import type { Instant } from '../core/clock.ts';
import type { SafeHtml } from '../core/html.ts';
import { toHtml } from '../core/markdown.ts';
import { clockText, secondsBetween, stopwatchText } from '../core/time.ts';
import { drillNow } from '../incidents/drill-clock.ts';
import type { StoredEntry } from '../incidents/entry.ts';
import { openEscalations } from '../incidents/escalation-requests.ts';
import type { LiveView } from '../incidents/live-pages.ts';
import { sentenceOf } from '../incidents/sentences.ts';
import type { State } from '../incidents/state.ts';
import type { DrillMarkRow, DrillPersonRow, DrillQuestionRow } from '../store/schema.ts';
import { colleagueFor, played } from './colleagues.ts';
import { deliveryId, withDelays } from './director.ts';
import { clockOf } from './outline.ts';
import { OBSERVER } from './plan.ts';
import type { DrillRoom } from './room-actions.ts';
import { WAYS, type Inject, type Scenario } from './scenario.ts';
import { markWords, type Marked, type Profile } from './score.ts';

export type FacilitatorView = {
  number: number;
  key: string;
  title: string;
  secret: SafeHtml;
  abortWhen: string | undefined;
  state: 'running' | 'paused' | 'frozen' | 'ended';
  endWords: string | undefined;
  /** Drill time since the story began, and how long it lasts. */
  elapsed: string;
  minutes: string;
  speed: number;
  upcoming: readonly UpcomingInject[];
  settled: readonly { title: string; words: string; id: string | undefined }[];
  trainees: readonly TraineeSeen[];
  observers: string;
  questions: readonly { id: string; asked: string; by: string; at: string }[];
  go: { title: string; role: string; askedBy: string | undefined } | undefined;
  calls: readonly { id: string; whom: string; reason: string; says: string; since: string }[];
  objectives: readonly ObjectiveSeen[];
  hints: readonly { id: string; text: string; for: string | undefined; isGiven: boolean }[];
  probes: readonly { title: string; shows: string }[];
  ways: readonly { value: string; label: string }[];
  roles: readonly { value: string; label: string }[];
  real: readonly { key: string; title: string; href: string; number: number }[];
  live: LiveView;
};

type UpcomingInject = { id: string; at: string; title: string; text: string; words: string };
/** Where somebody is, what they did last, and the step that they are at. */
type TraineeSeen = { name: string; role: string; page: string; last: string; step: string };
type ObjectiveSeen = {
  id: string;
  title: string;
  competence: string;
  record: string;
  mark: string;
  note: string;
};

export type ConsoleTold = {
  room: DrillRoom;
  profile: Profile;
  delays: ReadonlyMap<string, number>;
  skipped: ReadonlySet<string>;
  questions: readonly DrillQuestionRow[];
  marks: readonly DrillMarkRow[];
  go: { title: string; role: string } | undefined;
  here: ReadonlySet<string>;
  now: Instant;
  zone: string;
  real: FacilitatorView['real'];
  live: LiveView;
};

export function facilitatorView(told: ConsoleTold): FacilitatorView {
  const { room, delays, skipped, zone } = told;
  const { state, drill, places } = room;
  const scenario = withDelays(room.scenario, delays);
  const now = drillNow(state, told.now);
  const people = new Map(places.map((place) => [place.account_id, place.name]));
  const asked = told.questions.filter(({ settled_at: at }) => at === null);
  const wasAsked = asked.findLast(({ kind }) => kind === 'go');
  return {
    number: drill.number,
    key: state.key,
    title: scenario.title,
    secret: toHtml(scenario.secret),
    abortWhen: scenario.abortWhen,
    state: stateOf(state),
    endWords: state.drill?.ended && ENDED[state.drill.ended.why],
    elapsed: stopwatchText(Math.max(0, secondsBetween(scenario.start, now))),
    minutes: `${String(scenario.minutes)} min`,
    speed: state.drill?.clock?.speed ?? scenario.speed,
    ...injectLists(scenario, state, skipped),
    trainees: places
      .filter(({ role }) => role !== OBSERVER)
      .map((place) => traineeSeen(place, state, told.here, zone)),
    observers: places.flatMap(({ role, name }) => (role === OBSERVER ? [name] : [])).join(', '),
    questions: asked
      .filter(({ kind }) => kind === 'question')
      .map((one) => ({
        id: one.question_id,
        asked: one.asked,
        by: people.get(one.asked_by) ?? 'somebody',
        at: clockText(one.asked_at, zone),
      })),
    go: told.go && { ...told.go, askedBy: wasAsked && people.get(wasAsked.asked_by) },
    calls: callsOf(scenario, state, zone),
    objectives: told.profile.competences.flatMap(({ marked }) =>
      marked.map((one) => objectiveSeen(one, told.marks)),
    ),
    hints: scenario.hints.map(({ id, text, objective }) => ({
      id,
      text,
      for: objective,
      isGiven: state.drill?.hints.some((given) => given.text === text) ?? false,
    })),
    probes: scenario.probes.map(({ title, shows }) => ({ title, shows })),
    ways: WAYS.filter((way) => way !== 'alert').map((way) => ({ value: way, label: way })),
    roles: ['all', ...scenario.roles].map((role) => ({ value: role, label: role })),
    real: told.real,
    live: told.live,
  };
}

function stateOf({ drill }: State): FacilitatorView['state'] {
  return drill?.ended !== undefined ? 'ended' : (drill?.clock?.state ?? 'running');
}

const ENDED = {
  finished: 'The drill has come to its end.',
  time: 'The drill has ended: its time is over.',
  stopped: 'The drill was stopped.',
  'real-emergency': 'The drill was broken off: something real needs the people.',
} as const;

/** What is still to come in the order of its time, and what is not. */
function injectLists(scenario: Scenario, state: State, skipped: ReadonlySet<string>) {
  const delivered = new Set((state.drill?.deliveries ?? []).map(({ id }) => id));
  const isDelivered = ({ id }: Inject): boolean => delivered.has(deliveryId(state, id));
  const open = scenario.injects.filter((inject) => !isDelivered(inject) && !skipped.has(inject.id));
  const upcoming = open
    .toSorted((a, b) => (a.atSeconds ?? Infinity) - (b.atSeconds ?? Infinity))
    .map((inject) => ({
      id: inject.id,
      at: inject.atSeconds === undefined ? 'when' : clockOf(inject.atSeconds),
      title: inject.title,
      text: inject.text,
      words: guardWords(inject),
    }));
  const settled = scenario.injects
    .filter((inject) => !open.includes(inject))
    .map((inject) => ({
      title: inject.title,
      words: isDelivered(inject) ? 'has reached them' : 'left out',
      id: isDelivered(inject) ? undefined : inject.id,
    }));
  return { upcoming, settled };
}

function guardWords({ when, unless, to, as, trap }: Inject): string {
  return [
    `${as} to ${to.join(', ')}`,
    when === undefined ? '' : `when ${when.text}`,
    unless === undefined ? '' : `unless ${unless.text}`,
    trap === undefined ? '' : `trap: ${trap}`,
  ]
    .filter((words) => words !== '')
    .join('; ');
}

function traineeSeen(
  { account_id: id, name, role, page }: DrillPersonRow,
  state: State,
  here: ReadonlySet<string>,
  zone: string,
): TraineeSeen {
  const own = state.entries.filter(({ actor }) => actor.id === id);
  const last = own.at(-1);
  return {
    name,
    role,
    page: `${page ?? 'has opened no page yet'}${page === null || here.has(id) ? '' : ' (not open now)'}`,
    last: last === undefined ? 'nothing yet' : lineOf(last, zone),
    step: stepWords(state, own),
  };
}

function lineOf(entry: StoredEntry, zone: string): string {
  return `${clockText(entry.occurredAt, zone)} ${sentenceOf(entry, zone)}`;
}

/** The step that somebody claimed and that is open, else the one at which they did something last. */
function stepWords(state: State, own: readonly StoredEntry[]): string {
  const body = own.findLast(({ body }) => typeof (body as { stepId?: unknown }).stepId === 'string')?.body as
    { stepId: string; title?: string } | undefined;
  if (body === undefined) return 'no step yet';
  const record = state.runs.flatMap(({ steps }) => steps).find(({ stepId }) => stepId === body.stepId);
  const words = record === undefined ? '' : ` (${STEP_STATES[record.state]})`;
  return `${body.title ?? body.stepId}${words}`;
}

const STEP_STATES = { 'to-do': 'to do', open: 'open', answered: 'answered', skipped: 'skipped' } as const;

/** Requests that wait for somebody who is played. */
function callsOf(scenario: Scenario, state: State, zone: string): FacilitatorView['calls'] {
  return openEscalations(state).flatMap((request) => {
    const expired = request.levels.filter(({ outcome }) => outcome === 'expired').length;
    const whom = colleagueFor(scenario, request, expired);
    if (whom === undefined) return [];
    const says = played(scenario).find(({ id }) => id === whom.id)?.says ?? '';
    const since = clockText(request.requested.at, zone);
    return [{ id: request.id, whom: whom.name, reason: request.reason, says, since }];
  });
}

function objectiveSeen(
  { objective, mark, because, reasons }: Marked,
  marks: readonly DrillMarkRow[],
): ObjectiveSeen {
  const own = marks.find((one) => one.objective === objective.id);
  const by = objective.bySeconds === undefined ? '' : ` (by ${clockOf(objective.bySeconds)})`;
  return {
    id: objective.id,
    title: `${objective.title}${by}`,
    competence: objective.competence ?? 'no competence',
    record: mark === undefined ? because : `${markWords(mark, reasons)} (${because})`,
    mark: own?.mark === undefined || own.mark === null ? '' : String(own.mark),
    note: own?.note ?? '',
  };
}
