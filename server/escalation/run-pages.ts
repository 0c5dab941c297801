/** `/escalation/runs/:id`: every level and every message, and why somebody was asked or not. */
import { exactClockText } from '../core/time.ts';
import { channelWords } from '../notify/channel.ts';
import { shownAddress } from '../notify/push-subscription.ts';
import { STATE_WORDS, type Message } from '../notify/message.ts';
import { href, paths } from '../web/paths.ts';
import { standsText, wasAsked, type Reading } from './escalation-pages.ts';
import { isOfferedTo } from './hand-over.ts';
import { ladder, type Predicted, type SkipReason } from './ladder.ts';
import type { Setting } from './level.ts';
import { busyWith, loadWords, type Load } from './load.ts';
import { becauseText, LEFT_OUT_WORDS, namesOf, SKIP_WORDS, type Names } from './page-text.ts';
import { isRunOpen, type LevelOutcome, type LevelRecord, type Run } from './run.ts';
import { shortTime } from './strip.ts';
import { levelName, whyLines } from './why-pages.ts';

export type RunPage = {
  id: string;
  subject: { key: string; title: string; href: string };
  policy: string;
  reason: string;
  asked: string;
  stands: string;
  isAlarm: boolean;
  levels: readonly LevelView[];
  ahead: readonly string[];
  messages: readonly MessageLine[];
  answers:
    | {
        accept: string;
        decline: string;
        seen: string;
        /** What the reader has on their hands besides, in sentences, and the note of a decline for that reason. */
        load: readonly string[];
        busy: string | undefined;
      }
    | undefined;
  next: string | undefined;
  /** Where the level in force is told once more. */
  again: string | undefined;
  /** Where the owner gives it back, and who can take it over. */
  giveBack: { action: string; people: readonly { value: string; label: string }[] } | undefined;
  why: { options: readonly { value: string; label: string }[]; chosen: string; lines: readonly string[] };
};

export type LevelView = {
  name: string;
  at: string;
  outcome: string;
  people: readonly string[];
  leftOut: readonly string[];
};

export type MessageLine = {
  to: string;
  channel: string;
  address: string;
  at: string;
  state: string;
  isFailed: boolean;
};

const OUTCOME_WORDS: Readonly<Record<LevelOutcome, string>> = {
  waiting: 'is being asked',
  skipped: 'was left out',
  missed: 'was told by nobody: its time passed while Muster did not run',
  expired: 'did not answer in time',
  declined: 'declined, or was not met',
  failed: 'could not be reached',
  accepted: 'was told when somebody accepted',
  withdrawn: 'was told when it was no longer needed',
  passed: 'was not waited for',
};

type Shown = {
  /** Who can take it over from the reader. */
  successors: readonly { value: string; label: string }[];
  run: Run;
  levels: readonly LevelRecord[];
  messages: readonly Message[];
  setting: Setting;
  reader: { id: string; name: string; mayAnswer: boolean; mayRequest: boolean; load: Load };
  /** About whom "why was I asked, or not" is asked. */
  about: string;
};

export function runPage(
  { run, levels, messages, setting, reader, about, successors }: Shown,
  reading: Reading,
): RunPage {
  const { zone } = reading;
  const names = namesOf(setting);
  const isOpen = isRunOpen(run);
  const isAsked = wasAsked(levels, reader.id);
  return {
    id: run.id,
    subject: { key: run.subject.key, title: run.subject.title, href: run.subject.path },
    policy: run.chain.map(({ name }) => name).join(', then '),
    reason: run.reason,
    asked: `${run.requestedBy.name} asked at ${shortTime(run.requestedAt, zone)}`,
    stands: standsText(run, levels, zone),
    isAlarm: run.state === 'exhausted',
    levels: levels.map((level) => levelView(level, names, zone)),
    ahead: isOpen && run.dueAt !== undefined ? aheadLines(run, setting, zone) : [],
    messages: messages.map((message) => ({
      to: message.person.name,
      channel: channelWords(message.channel),
      address: shownAddress(message.channel, message.address),
      at: exactClockText(message.settledAt ?? message.triedAt ?? message.createdAt, zone),
      state: stateText(message),
      isFailed: message.state === 'failed',
    })),
    answers:
      (isOpen && isAsked && reader.mayAnswer) || isOfferedTo(run, levels, reader.id)
        ? {
            accept: href(paths.runAcceptance, { id: run.id }),
            decline: href(paths.runRefusal, { id: run.id }),
            seen: href(paths.runSeen, { id: run.id }),
            load: loadWords(reader.name, reader.load),
            busy: busyWith(reader.load),
          }
        : undefined,
    next:
      isOpen && run.dueAt !== undefined && reader.mayRequest
        ? href(paths.runNext, { id: run.id })
        : undefined,
    again:
      (run.state === 'sent' || run.state === 'exhausted') && reader.mayRequest
        ? href(paths.runAgain, { id: run.id })
        : undefined,
    giveBack:
      run.state === 'accepted' && run.owner?.id === reader.id
        ? {
            action: href(paths.runGivingBack, { id: run.id }),
            people: [{ value: '', label: 'Nobody: the next ones are asked' }, ...successors],
          }
        : undefined,
    why: {
      options: [...setting.people.values()]
        .filter(({ isActive }) => isActive)
        .map(({ id, name }) => ({ value: id, label: name })),
      chosen: about,
      lines: whyLines(about, { run, levels, messages, setting }, zone),
    },
  };
}

function levelView(level: LevelRecord, names: Names, zone: string): LevelView {
  return {
    name: levelName(level),
    at: shortTime(level.beganAt, zone),
    outcome: outcomeText(level),
    people: level.people.map(({ name, because }) => `${name}, ${becauseText(because, names, zone)}`),
    leftOut: level.leftOut.map(({ name, why }) => `${name}: ${LEFT_OUT_WORDS[why]}`),
  };
}

function outcomeText({ why, outcome }: LevelRecord): string {
  return why === undefined ? OUTCOME_WORDS[outcome] : `was left out: ${SKIP_WORDS[why]}`;
}

function stateText({ state, channel, tries, error }: Message): string {
  const again = tries > 1 ? `, after ${String(tries)} tries` : '';
  const why = error === undefined ? '' : `: ${error}`;
  const isAdapter = channel === 'sms' || channel === 'voice';
  const words = state === 'sent' && isAdapter ? 'sent to the adapter' : STATE_WORDS[state];
  return `${words}${again}${why}`;
}

/** What happens from here on when nobody answers, as people read it before they save a policy too. */
function aheadLines(run: Pick<Run, 'cursor' | 'dueAt'>, setting: Setting, zone: string): string[] {
  return run.dueAt === undefined ? [] : ladderLines(ladder(setting, run.dueAt, run.cursor), setting, zone);
}

export function ladderLines(steps: readonly Predicted[], setting: Setting, zone: string): string[] {
  const names = namesOf(setting);
  return steps.map((step) => {
    const at = shortTime(step.at, zone);
    switch (step.kind) {
      case 'sent': {
        const who = step.people.map(({ personId }) => names.person(personId)).join(', ');
        const what = step.isFallback ? 'the fallback' : `level ${String(step.level)}`;
        return `${at}: ${who === '' ? 'nobody is left' : who} (${what}${step.loop > 1 ? `, round ${String(step.loop)}` : ''})`;
      }
      case 'skipped':
        return `${at}: level ${String(step.level)} is left out (${SKIP_AHEAD[step.why]})`;
      case 'waiting':
        return `${at}: everybody declined; the next round waits until ${shortTime(step.until, zone)}`;
      case 'handed-on':
        return `${at}: it goes on with ${setting.chain[step.policy]?.name ?? 'the next policy'}`;
      case 'exhausted':
        return `${at}: nobody is left, and it becomes an alarm on every page of the incident`;
    }
  });
}

const SKIP_AHEAD: Readonly<Record<SkipReason, string>> = {
  'nobody-on-call': 'nobody is on call',
  condition: 'its condition does not hold',
  'same-people': 'the same people have just been told',
  inactive: 'nobody in it has an account that works',
  declined: 'everybody in it has declined',
  'quiet-hours': 'quiet hours',
  'no-method': 'there is no way to reach anybody in it',
};
