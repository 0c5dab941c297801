/** What stands above each page of a drill: that it is one, its clock, what reached people, and where one asks. */
import type { Instant } from '../core/clock.ts';
import { clockText, secondsBetween, stopwatchText } from '../core/time.ts';
import { drillClock, drillNow } from '../incidents/drill-clock.ts';
import { ROLES } from '../incidents/entry-fields.ts';
import { holderOf } from '../incidents/roles.ts';
import type { State } from '../incidents/state.ts';
import { href, paths } from '../web/paths.ts';
import type { Part } from './plan.ts';
import type { Scenario } from './scenario.ts';

/** `seq` names its entry, so that what is new can be told from what was there. */
type Message = { seq: number; at: string; from: string; text: string };

/** Everything a trainee may see of the director. There is no field for what is still to come, and none for how much. */
export type TraineeFrame = {
  number: number;
  key: string;
  state: 'running' | 'paused' | 'ended';
  stateWords: string;
  endWords: string | undefined;
  /** Only the band: on the page that looks back. */
  isBare: boolean;
  /** Without a story: there is nothing to look up, to wait for or to be hinted at. */
  isDry: boolean;
  /** Drill time since the story began: `0:04:10`. */
  elapsed: string;
  /** From which the page counts on: an instant of the drill, and the real one at which it was. */
  clock: { at: Instant; realAt: Instant; speed: number };
  speed: number;
  speeds: readonly { value: string; label: string }[];
  /** The latest that reached the reader; `older` the rest, the latest first. */
  messages: readonly Message[];
  older: readonly Message[];
  answers: readonly { asked: string; answer: string; took: string | undefined }[];
  hints: readonly string[];
  /** The step that waits for a go, as the page of the run calls it. */
  go: string | undefined;
  debrief: string;
  /** What the reader is in it. */
  part: Part;
  /** Asked, and not answered yet. */
  waiting: readonly string[];
  isFrozen: boolean;
  /** The page of whoever leads it, for them alone. */
  console: string | undefined;
  /** The real incident for which it was broken off. */
  brokenOffFor: { key: string; title: string; href: string } | undefined;
  /** What is real, grave and open now: it comes first. */
  real: readonly { key: string; title: string; href: string }[];
};

const SPEEDS = [0.5, 1, 2, 4, 10] as const;
const SHOWN = 1;

const WAYS: Readonly<Record<string, string>> = {
  alert: 'Alert',
  chat: 'Chat',
  phone: 'Phone',
  mail: 'Mail',
  board: 'Board',
};

export function traineeFrame(
  state: State,
  scenario: Pick<Scenario, 'start'>,
  told: {
    now: Instant;
    zone: string;
    go: string | undefined;
    number: number;
    isBare: boolean;
    isDry: boolean;
    part: Part;
    /** The account of whoever reads. */
    reader: string;
    waiting: readonly string[];
    brokenOffFor: TraineeFrame['brokenOffFor'];
    real: TraineeFrame['real'];
  },
): TraineeFrame {
  const clock = drillClock(state);
  const now = drillNow(state, told.now);
  const messages = messagesOf(
    state,
    told.zone,
    told.part === 'trainee' ? told.reader : undefined,
  ).toReversed();
  const ended = state.drill?.ended;
  return {
    number: told.number,
    key: state.key,
    state: ended !== undefined ? 'ended' : clock.runs ? 'running' : 'paused',
    stateWords:
      ended !== undefined ? 'ended' : state.drill?.clock?.state === 'frozen' ? 'frozen' : speedWords(clock),
    endWords: ended === undefined ? undefined : ENDED[ended.why],
    isBare: told.isBare,
    isDry: told.isDry,
    elapsed: stopwatchText(Math.max(0, secondsBetween(scenario.start, now))),
    clock: { at: clock.at, realAt: clock.realAt, speed: clock.runs ? clock.speed : 0 },
    speed: clock.speed,
    speeds: SPEEDS.map((value) => ({ value: String(value), label: timesText(value) })),
    messages: messages.slice(0, SHOWN),
    older: messages.slice(SHOWN),
    answers: (state.drill?.probes ?? [])
      .map(({ asked, answer, cost }) => ({
        asked,
        answer,
        took: cost === 0 ? undefined : `Looking took ${stopwatchText(cost)} of drill time.`,
      }))
      .toReversed(),
    hints: (state.drill?.hints ?? []).map(({ text }) => text).toReversed(),
    go: told.go,
    part: told.part,
    waiting: told.waiting,
    isFrozen: ended === undefined && state.drill?.clock?.state === 'frozen',
    console: told.part === 'facilitator' ? href(paths.drillConsole, { number: told.number }) : undefined,
    brokenOffFor: told.brokenOffFor,
    real: told.real,
    debrief: href(paths.drillDebrief, { number: told.number }),
  };
}

const ENDED = {
  finished: 'The drill has ended.',
  time: 'The drill has ended: its time is over.',
  stopped: 'The drill was stopped.',
  'real-emergency': 'The drill has ended: something real needs the people.',
} as const;

function speedWords({ runs, speed }: { runs: boolean; speed: number }): string {
  if (!runs) return 'paused';
  return speed === 1 ? 'in real time' : timesText(speed);
}

function timesText(speed: number): string {
  if (speed === 1) return 'as fast as a clock';
  return speed < 1 ? 'half as fast' : `${String(speed)} times as fast`;
}

/** What reached people; with a reader, what reached them. */
function messagesOf(state: State, zone: string, reader: string | undefined): Message[] {
  const entries = new Map(state.entries.map((entry) => [entry.seq, entry]));
  return (state.drill?.deliveries ?? []).flatMap(({ seq, at, from, title }) => {
    const body = entries.get(seq)?.body as { as?: string; text?: string; to?: readonly string[] } | undefined;
    if (reader !== undefined && !reaches(body?.to ?? [], state, reader)) return [];
    const way = WAYS[body?.as ?? ''] ?? 'Message';
    return [
      {
        seq,
        at: clockText(at, zone),
        from: from === undefined ? way : `${way}, ${from}`,
        text: body?.text ?? title,
      },
    ];
  });
}

/** Whoever holds a role hears what is said to it; while nobody does, everybody. */
function reaches(to: readonly string[], state: State, reader: string): boolean {
  const roles = ROLES.filter((role) => to.includes(role));
  if (roles.length === 0) return true;
  return roles.some((role) => (holderOf(state, role)?.id ?? reader) === reader);
}
