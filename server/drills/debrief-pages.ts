/** The debrief: first how one rates oneself, then what the record says, then what becomes of it. */
import type { SafeHtml } from '../core/html.ts';
import { inlineHtml, toHtml } from '../core/markdown.ts';
import { durationText } from '../core/time.ts';
import type { State } from '../incidents/state.ts';
import type { DrillFindingRow, DrillRow } from '../store/schema.ts';
import { href, paths } from '../web/paths.ts';
import type { Compared } from './comparison.ts';
import { LISTS, type FindingList, type Rated, type Ratings } from './debrief.ts';
import { nextTime, summaryOf } from './next-time.ts';
import { clockOf } from './outline.ts';
import { COMPETENCES, type Competence, type Scenario } from './scenario.ts';
import { injectsTold, MARK_WORDS, markWords, type Marked, type Profile } from './score.ts';

export type RatingForm = { competences: readonly { name: string; field: string; asks: string }[] };

const ASKS: Readonly<Record<Competence, string>> = {
  assess: 'You saw how bad it was, and said it in numbers.',
  diagnose: 'You followed suspicions, and settled them with what you saw.',
  escalate: 'You brought in the right people in time.',
  'act safely': 'You changed things with a go, a check and a way back.',
  communicate: 'People outside knew what they needed, when they needed it.',
  lead: 'It was clear what happened next, and who did it.',
};

export function fieldOf(competence: Competence): string {
  return competence.replace(' ', '_');
}

const RATING_FORM: RatingForm = {
  competences: COMPETENCES.map((name) => ({ name, field: fieldOf(name), asks: ASKS[name] })),
};

export type DebriefPage = {
  number: number;
  key: string;
  title: string;
  ended: string;
  /** Only this while it is undefined: nothing of the evidence is shown before one has rated oneself. */
  whole: WholeDebrief | undefined;
  rating: RatingForm;
};

export type WholeDebrief = {
  notScored: string | undefined;
  /** The whole in a sentence or two; undefined when nothing is scored. */
  summary: string | undefined;
  profile: readonly {
    competence: string;
    own: string;
    record: string;
    distance: string;
    objectives: readonly ObjectiveLine[];
  }[];
  facts: readonly { name: string; value: string }[];
  paths: readonly { statement: string; minutes: string; outcome: string; trap: string | undefined }[];
  injects: readonly { at: string; title: string; words: string }[];
  secret: SafeHtml;
  questions: readonly SafeHtml[];
  /** What the real team did, when the drill is based on an incident that the reader may see. */
  real: (Compared & { key: string; href: string }) | undefined;
  hadRead: boolean;
  unanswered: readonly string[];
  lists: readonly {
    list: FindingList;
    title: string;
    hint: string;
    items: readonly { text: string; action: { key: string; href: string } | undefined }[];
  }[];
  isDeleted: boolean;
  /** Whether the reader practised, and has a result of their own. */
  isOwn: boolean;
  /** How those who practised together rate themselves; empty for whoever did so alone. */
  people: readonly { name: string; role: string; words: string; ratings: readonly string[] }[];
};

export type ObjectiveLine = {
  title: string;
  mark: string;
  because: string;
  /** What to do otherwise; undefined when there is nothing. */
  next: string | undefined;
  evidence: { words: string; href: string } | undefined;
};

type Told = {
  drill: DrillRow;
  state: State;
  scenario: Scenario;
  profile: Profile;
  ratings: Ratings | undefined;
  mayRead: boolean;
  isDeleted: boolean;
  hadRead: boolean;
  real: (Compared & { key: string; number: number }) | undefined;
  people: readonly Rated[];
  findings: readonly DrillFindingRow[];
  unanswered: readonly string[];
};

export function debriefPage(told: Told): DebriefPage {
  const { drill, state, scenario } = told;
  return {
    number: drill.number,
    key: state.key,
    title: told.mayRead ? scenario.title : state.title,
    ended: ENDS[state.drill?.ended?.why ?? 'finished'],
    rating: RATING_FORM,
    whole: told.mayRead ? wholeOf(told, told.ratings) : undefined,
  };
}

const ENDS = {
  finished: 'You came to the end.',
  time: 'Its time was over.',
  stopped: 'It was stopped.',
  'real-emergency': 'It was broken off, as something real needed the people.',
} as const;

function wholeOf(told: Told, ratings: Ratings | undefined): WholeDebrief {
  const { drill, state, scenario, profile } = told;
  return {
    notScored: profile.notScored,
    summary:
      profile.notScored === undefined && !told.isDeleted
        ? summaryOf(profile.competences.flatMap(({ marked }) => marked))
        : undefined,
    profile:
      profile.notScored === undefined && !told.isDeleted
        ? profileLines(profile, ratings, drill, scenario)
        : [],
    facts: factLines(profile),
    paths: profile.facts.paths.map(({ statement, seconds, outcome, trap }) => ({
      statement,
      minutes: durationText(seconds),
      outcome: OUTCOMES[outcome],
      trap: trap === undefined ? undefined : `a trap invited it: ${trap}`,
    })),
    injects: injectsTold(scenario, state).map(({ title, trap, seconds, wasDelivered }) => ({
      at: seconds === undefined ? '' : clockOf(seconds),
      title,
      words: [wasDelivered ? '' : 'did not come', trap === undefined ? '' : `trap: ${trap}`]
        .filter((words) => words !== '')
        .join(', '),
    })),
    secret: toHtml(scenario.secret),
    questions: scenario.debrief.map((question) => inlineHtml(question)),
    real: told.real && { ...told.real, href: href(paths.incident, { number: told.real.number }) },
    hadRead: told.hadRead,
    unanswered: told.unanswered,
    lists: findingLists(told.findings),
    isDeleted: told.isDeleted,
    isOwn: ratings !== undefined,
    people: told.people.map(({ name, role, ratings, words, hadRead }) => ({
      name,
      role: hadRead ? `${role}, had read the scenario` : role,
      words,
      ratings:
        ratings === undefined
          ? []
          : COMPETENCES.map((competence) => ratings[competence]?.toString() ?? 'not asked'),
    })),
  };
}

/** The three lists with what was found so far. */
export function findingLists(findings: readonly DrillFindingRow[]): WholeDebrief['lists'] {
  return LISTS.map((list) => ({
    list,
    ...LIST_WORDS[list],
    items: findings.filter((finding) => finding.list === list).map(itemOf),
  }));
}

const OUTCOMES = { open: 'left open', 'ruled-out': 'ruled out', confirmed: 'confirmed' } as const;

const LIST_WORDS: Readonly<Record<FindingList, { title: string; hint: string }>> = {
  keep: { title: 'Keep', hint: 'What went well and should stay so.' },
  us: { title: 'Change in how we work', hint: 'What you would do another way next time.' },
  tool: {
    title: 'Change in a runbook or a tool',
    hint: 'Each becomes an action item, for somebody to take.',
  },
};

function itemOf({ text, action_number: number }: DrillFindingRow) {
  if (number === null) return { text, action: undefined };
  return { text, action: { key: `ACT-${String(number)}`, href: href(paths.actionItem, { item: number }) } };
}

function profileLines(profile: Profile, ratings: Ratings | undefined, drill: DrillRow, scenario: Scenario) {
  return profile.competences.map(({ competence, mean, marked }) => {
    const own = ratings?.[competence];
    return {
      competence,
      own: ratings === undefined ? '' : own === undefined ? 'you said nothing' : String(own),
      record: mean === undefined ? 'no objective' : mean.toFixed(1),
      distance: distanceWords(own, mean),
      objectives: marked.map((one) => objectiveLine(one, drill, scenario)),
    };
  });
}

/** The most useful line of the page: where somebody sees themselves otherwise than the record does. */
function distanceWords(own: number | undefined, mean: number | undefined): string {
  if (own === undefined || mean === undefined) return '';
  const distance = Math.round((own - mean) * 10) / 10;
  if (Math.abs(distance) < 0.5) return 'you see it as the record does';
  const by = Math.abs(distance).toFixed(1);
  return distance > 0 ? `${by} above the record` : `${by} below the record`;
}

function objectiveLine(marked: Marked, drill: DrillRow, scenario: Scenario): ObjectiveLine {
  const { objective, mark, judged, proof, because, reasons } = marked;
  const limit = objective.bySeconds === undefined ? '' : ` (by ${clockOf(objective.bySeconds)})`;
  const address = href(paths.incidentEntry, { number: -drill.number, seq: proof?.seq ?? 1 });
  return {
    title: `${objective.title}${limit}`,
    mark:
      judged !== undefined
        ? MARK_WORDS[judged]
        : mark === undefined
          ? 'not judged'
          : markWords(mark, reasons),
    because:
      judged === undefined
        ? because
        : `the facilitator says so, and that counts; the record: ${mark === undefined ? 'a person judges this' : `${markWords(mark, reasons)}, ${because}`}`,
    next: nextTime(marked, scenario),
    evidence: proof && {
      words: `#${String(proof.seq)} at ${clockOf(secondsIn(scenario, proof.at))}`,
      href: address,
    },
  };
}

function secondsIn({ start }: Scenario, at: string): number {
  return Math.max(0, Math.round((Date.parse(at) - Date.parse(start)) / 1000));
}

function factLines({ facts }: Profile): { name: string; value: string }[] {
  return [
    { name: 'Questions asked', value: String(facts.questions) },
    { name: 'Hints taken', value: String(facts.hints) },
    { name: 'Steps skipped with a reason', value: String(facts.skippedSteps) },
    { name: 'Steps passed by', value: String(facts.passedSteps) },
    { name: 'Steps that did not match', value: String(facts.mismatchedSteps) },
    {
      // Of a limit in an objective this says nothing: an update that nobody had promised is never overdue.
      name: 'Past the time that was promised for an update',
      value: facts.lateUpdateSeconds === 0 ? 'never' : durationText(facts.lateUpdateSeconds),
    },
  ];
}
