/** What caused it, as far as somebody confirmed it, and what was done about it, in order. */
import { capital, counted, sentenceList } from '../core/text.ts';
import { durationText } from '../core/time.ts';
import type { Change, Decided } from '../incidents/changes.ts';
import { watchSeconds } from '../incidents/exit-criteria.ts';
import type { Hypothesis } from '../incidents/hypotheses.ts';
import type { BlockTimes } from './block-times.ts';
import { evidenceText } from './evidence.ts';
import type { Frame } from './frame.ts';
import { OUTCOMES } from './told-thinking.ts';
import { inSentence, typed } from '../core/typed-words.ts';

export function causeBlock(frame: Frame): string {
  const confirmed = frame.state.hypotheses.filter(({ status }) => status === 'confirmed');
  const times = frame.times();
  if (confirmed.length > 0) return confirmed.map((cause) => confirmedText(cause, frame, times)).join('\n\n');
  const open = frame.state.hypotheses.filter(({ status }) => status === 'open');
  const suspected = open.map(({ statement, opened }) => `${inSentence(statement)} ${frame.ref(opened.seq)}`);
  return suspected.length === 0
    ? 'No cause is confirmed, and none is suspected any more.'
    : `No cause is confirmed. Still suspected: ${sentenceList(suspected)}.`;
}

function confirmedText({ statement, settled, facts }: Hypothesis, frame: Frame, times: BlockTimes): string {
  if (settled === undefined) return `Confirmed: ${inSentence(statement)}.`;
  const said = `Confirmed at ${times.about({ ...settled })}: ${inSentence(statement)} ${frame.ref(settled.seq)}.`;
  const evidence = facts
    .filter(({ direction }) => direction === 'for')
    .map(
      ({ evidence: one, seq }) =>
        `${evidenceText(one)} ${frame.ref(...(one.entrySeq ? [one.entrySeq] : []), seq)}`,
    );
  return evidence.length === 0 ? said : `${said} What showed it: ${evidence.join('; ')}.`;
}

/** Decisions and changes in their order, then how it was known to be over. */
export function resolutionBlock(frame: Frame): string {
  const times = frame.times();
  const { changes, decisions } = frame.state;
  const acts = [
    ...changes.map((change) => ({ at: change.started.at, seq: change.started.seq, change })),
    ...decisions.map((decision) => ({ at: decision.at, seq: decision.seq, decision })),
  ].toSorted((a, b) => (a.at === b.at ? a.seq - b.seq : a.at < b.at ? -1 : 1));
  const done = acts.map((act) =>
    'change' in act ? changeText(act.change, frame, times) : decisionText(act.decision, frame, times),
  );
  const steps = [...done, ...criteriaTexts(frame), ...endTexts(frame, times)];
  const list = steps.map((step, index) => `${index + 1}. ${step}.`).join('\n');
  return done.length === 0
    ? ['No change to the system and no decision is recorded.', list].join('\n\n').trim()
    : list;
}

function decisionText(decision: Decided, frame: Frame, times: BlockTimes): string {
  const who = frame.who(decision.by, decision.at);
  const objections = decision.objections.length;
  const asked = decision.askedForObjections && objections === 0 ? '; nobody objected when asked' : '';
  const against = objections === 0 ? asked : `; ${counted(objections, 'objection')} heard`;
  return `Decided by ${who} at ${times.at(decision.at)}: ${inSentence(decision.text)}${against} ${frame.ref(decision.seq)}`;
}

function changeText(change: Change, frame: Frame, times: BlockTimes): string {
  const { what, where, started, finished, undone } = change;
  const end = finished ?? undone;
  const when = end === undefined ? `from ${times.about(started)}` : times.range(started, { at: end.at });
  const seqs = [started.seq, finished?.seq, undone?.seq].flatMap((seq) => seq ?? []);
  return `${capital(typed(what))} (${typed(where)}), ${when}: ${outcomeText(change, times)} ${frame.ref(...seqs)}`;
}

/** How it ended, and what became of it afterwards: put back, or temporary and still there. */
function outcomeText({ temporary, finished, undone }: Change, times: BlockTimes): string {
  const kind = temporary ? ['temporary'] : [];
  const outcome = finished === undefined ? [] : [withNote(OUTCOMES[finished.outcome], finished.note)];
  const back = undone === undefined ? [] : [backText(undone, finished !== undefined, times)];
  const open = finished === undefined && undone === undefined ? ['outcome not recorded'] : [];
  const stays = temporary && undone === undefined ? ['**still in place**'] : [];
  return [...kind, ...outcome, ...back, ...open, ...stays].join(', ');
}

/** The time of putting back is the end of the range where no outcome was recorded. */
function backText(undone: NonNullable<Change['undone']>, hasOutcome: boolean, times: BlockTimes): string {
  return withNote(hasOutcome ? `put back at ${times.at(undone.at)}` : 'put back at its end', undone.note);
}

function withNote(words: string, note: string | undefined): string {
  return note === undefined ? words : `${words} (${typed(note)})`;
}

function criteriaTexts(frame: Frame): string[] {
  const { exitCriteria } = frame.state;
  if (exitCriteria === undefined || exitCriteria.criteria.length === 0) return ['No exit criteria were set'];
  const said = exitCriteria.criteria.map(({ text, holds, value, seq }) => {
    const reading = value === undefined ? 'value not recorded' : typed(value);
    const words = holds ? `${typed(text)} (${reading})` : `${typed(text)} (not ticked)`;
    return seq === undefined ? words : `${words} ${frame.ref(seq)}`;
  });
  const watch = watchSeconds(frame.state);
  const heldFor = watch === 0 ? '' : `, to hold for ${durationText(watch)}`;
  return [`Exit criteria${heldFor}: ${said.join('; ')}`];
}

function endTexts(frame: Frame, times: BlockTimes): string[] {
  const { resolvedAt } = frame.state.stamps;
  if (resolvedAt === undefined) return [];
  const entry = frame.entries.find(({ seq }) => seq === resolvedAt.seq);
  const who = entry === undefined ? '' : ` by ${frame.who(entry.actor, entry.occurredAt)}`;
  const isConfirmed = entry?.kind === 'status-changed' && entry.body.temporaryConfirmed === true;
  const left = frame.state.changes.filter(({ temporary, undone }) => temporary && !undone).length;
  const list = left === 0 ? 'none' : `${left} still in place`;
  const temporary = `temporary changes: ${list}${isConfirmed ? ', confirmed' : ', not confirmed by anybody'}`;
  return [`Resolved${who} at ${times.about({ ...resolvedAt })}; ${temporary} ${frame.ref(resolvedAt.seq)}`];
}
