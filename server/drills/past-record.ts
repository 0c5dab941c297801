/** What the record of an incident says, as a drill needs it. */
import { isKnown } from '../incidents/entry.ts';
import { secondsBetween } from '../core/time.ts';
import type { Instant } from '../core/clock.ts';
import { needsGo } from '../incidents/going.ts';
import type { Fact, Hypothesis } from '../incidents/hypotheses.ts';
import { countedIntervals } from '../incidents/impact.ts';
import type { State } from '../incidents/state.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import { flat, type Milestone, type Past, type Reading, type Sign, type Suspect } from './past.ts';

/** @param runbooks the versions that it followed, by their hashes */
export function pastOfRecord(state: State, runbooks: ReadonlyMap<string, Runbook> = new Map()): Past {
  const { stamps } = state;
  const begins = stamps.detectedAt?.at ?? stamps.reportedAt?.at ?? state.openedAt?.at ?? state.latestAt;
  const since = (at: Instant): number => Math.max(0, secondsBetween(begins, at));
  const end = stamps.resolvedAt?.at ?? stamps.mitigatedAt?.at ?? state.latestAt;
  const confirmed = state.hypotheses.find(({ status }) => status === 'confirmed');
  return {
    key: state.key,
    title: state.title,
    begins,
    homeZone: state.homeZone,
    seconds: since(end),
    milestones: milestonesOf(state, since),
    signs: signsOf(state, since),
    suspects: state.hypotheses
      .filter(({ status }) => status === 'ruled-out')
      .map((one) => suspectOf(one, since)),
    impact: impactOf(state),
    readings: readingsOf(state),
    cause: confirmed && flat(confirmed.statement),
    evidence: confirmed?.facts.filter(({ direction }) => direction === 'for').map(factText) ?? [],
    repair: state.changes.map(({ what }) => flat(what)),
    hasHandOver: state.tenures.some(({ role, how }) => role === 'commander' && how === 'accepted'),
    runbook: runbookOf(state, runbooks),
    lessons: state.followUps.map(({ text }) => flat(text)),
    doubts: state.runs.flatMap(({ questions }) => questions.map(({ text }) => flat(text))),
    deeds: deedsOf(state, since),
    people: peopleOf(state),
  };
}

type Since = (at: Instant) => number;

function milestonesOf(state: State, since: Since): Past['milestones'] {
  const { stamps } = state;
  const percents = countedIntervals(state).flatMap(({ steps }) =>
    steps.filter(({ percent }) => percent !== undefined).map(({ seq }) => seq),
  );
  // When it was said, not from when on it was so.
  const said = state.entries.find(({ seq }) => percents.includes(seq));
  const told: Record<Milestone, Instant | undefined> = {
    acknowledged: stamps.acknowledgedAt?.at,
    declared: stamps.declaredAt?.at,
    impact: said?.recordedAt === undefined ? undefined : saidAt(state, said.seq),
    asked: earliest(state.escalations.map(({ requested }) => requested.at)),
    came: earliest(state.escalations.flatMap(({ accepted }) => accepted?.at ?? [])),
    update: stamps.firstUpdateAt?.at,
    cause: stamps.identifiedAt?.at,
    better: stamps.mitigatedAt?.at,
    over: stamps.resolvedAt?.at,
  };
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, at]) => (at === undefined ? [] : [[name, since(at)]])),
  );
}

/** In a drill the clock of the wall says nothing, so the neighbours by number give the time. */
function saidAt(state: State, seq: number): Instant | undefined {
  const entry = state.entries.find((one) => one.seq === seq);
  if (entry === undefined) return undefined;
  if (state.kind !== 'drill') return entry.source === 'imported' ? entry.occurredAt : entry.recordedAt;
  const before = state.entries.filter((one) => one.seq < seq).at(-1)?.occurredAt ?? entry.occurredAt;
  return before > entry.occurredAt ? before : entry.occurredAt;
}

function earliest(instants: readonly Instant[]): Instant | undefined {
  return instants.toSorted()[0];
}

function signsOf(state: State, since: Since): Sign[] {
  const inside = new Set(state.people.map(({ personId }) => personId));
  const alerts = state.alerts.map(({ name, labels, received }): Sign => {
    const about = labels.service === undefined ? '' : ` on ${labels.service}`;
    return { seconds: since(received.at), as: 'alert', text: `${name}${about}: firing.` };
  });
  const outside = state.notes
    .filter(({ by }) => by.type === 'person' && !inside.has(by.id))
    .map(({ text, at }): Sign => ({
      seconds: since(at),
      as: 'chat',
      text: `Somebody writes: "${flat(text)}"`,
    }));
  const hurt = countedIntervals(state).flatMap(({ steps }) =>
    steps.map(({ statement, at }): Sign => {
      return { seconds: since(at), as: 'chat', text: `Support: "People tell us: ${flat(statement)}."` };
    }),
  );
  const signs = [...alerts, ...outside, ...hurt].toSorted((a, b) => a.seconds - b.seconds);
  if (signs.some(({ seconds, as }) => seconds === 0 && as === 'alert')) return signs;
  const first = state.detection?.text ?? state.summary ?? state.title;
  return [{ seconds: 0, as: 'alert', text: `${flat(first)}: firing.`.replace(/\.: firing/, '') }, ...signs];
}

function suspectOf({ statement, opened, settled, facts }: Hypothesis, since: Since): Suspect {
  const against = facts.filter(({ direction }) => direction === 'against').map(factText);
  return {
    words: flat(statement, 120),
    seconds: since(opened.at),
    clearedSeconds: settled && since(settled.at),
    evidence: against.length === 0 ? undefined : against.join('; '),
  };
}

function factText({ evidence: { text, value } }: Fact): string {
  return value === undefined || text.includes(value) ? flat(text) : `${flat(text)}: ${flat(value)}`;
}

function impactOf(state: State): string | undefined {
  const steps = countedIntervals(state).flatMap(({ steps }) => steps);
  const worst = steps.toSorted((a, b) => (b.percent ?? 0) - (a.percent ?? 0))[0];
  if (worst === undefined) return undefined;
  const percent = worst.percent === undefined ? '' : `${String(worst.percent)} % of users: `;
  return `${percent}${flat(worst.statement)}`;
}

function readingsOf(state: State): Reading[] {
  const repaired = state.stamps.firstChangeAt?.at ?? state.stamps.mitigatedAt?.at;
  const readings = state.entries.flatMap((entry): Reading[] => {
    if (!isKnown(entry) || entry.kind !== 'value-recorded') return [];
    const { name, value } = entry.body;
    const isLate = repaired !== undefined && entry.occurredAt > repaired;
    return [{ name: name.toLowerCase().replaceAll('_', ' '), value: flat(value, 120), isLate }];
  });
  // Of several the last before the repair counts, and the last after it.
  return readings.filter(
    (one, index) =>
      !readings.slice(index + 1).some(({ name, isLate }) => name === one.name && isLate === one.isLate),
  );
}

function runbookOf(state: State, runbooks: ReadonlyMap<string, Runbook>): Past['runbook'] {
  const run = state.runs.find(({ detached }) => detached === undefined);
  if (run === undefined) return undefined;
  const steps = runbooks.get(run.contentHash)?.steps ?? [];
  const answered = new Set(run.steps.flatMap(({ stepId, answers }) => (answers.length > 0 ? [stepId] : [])));
  const dangerous = steps.filter((step) => needsGo(step) && answered.has(step.id));
  return { id: run.runbookId, dangerous: dangerous.map(({ id, title }) => ({ id, title })) };
}

function deedsOf(state: State, since: Since): Past['deeds'] {
  const notes = state.notes.map(({ at, text }) => ({ at, text: flat(text) }));
  const opened = state.hypotheses.map(({ opened, statement }) => {
    return { at: opened.at, text: `Suspected: ${flat(statement)}` };
  });
  const settled = state.hypotheses.flatMap(({ settled, statement, status }) =>
    settled === undefined
      ? []
      : [
          {
            at: settled.at,
            text: `${status === 'confirmed' ? 'Confirmed' : 'Ruled out'}: ${flat(statement)}`,
          },
        ],
  );
  const asked = state.escalations.map(({ requested, reason }) => {
    return { at: requested.at, text: `Asked for help: ${flat(reason)}` };
  });
  const changed = state.changes.map(({ started, what }) => ({
    at: started.at,
    text: `Changed: ${flat(what)}`,
  }));
  const told = state.messages.map(({ sent, audience }) => ({
    at: sent.at,
    text: `Update sent (${audience})`,
  }));
  return [...notes, ...opened, ...settled, ...asked, ...changed, ...told]
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ at, text }) => ({ seconds: since(at), text }));
}

function peopleOf({ people, tenures }: State): Past['people'] {
  return people.map(({ personId, name }) => {
    const held = tenures.findLast((tenure) => tenure.personId === personId);
    return { name, role: held === undefined ? 'a colleague' : `the ${held.role.replaceAll('-', ' ')}` };
  });
}
