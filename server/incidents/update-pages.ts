import type { Instant } from '../core/clock.ts';
import { clockText, clockWithUtc, durationText } from '../core/time.ts';
import { sentenceList } from '../core/text.ts';
import { href, paths } from '../web/paths.ts';
import type { Call, RoomReading } from './calls-pages.ts';
import type { Audience } from './entry-fields.ts';
import { openIntervals } from './impact.ts';
import { holds, maySteer, readerOf } from './may.ts';
import { placesByHand } from './channels.ts';
import { isAlone, tenureOf } from './roles.ts';
import { updateLines } from './room-pages.ts';
import { stripOf, type Strip } from './strip-pages.ts';
import { numberOf } from './run-pages.ts';
import type { State } from './state.ts';
import { isLive } from './status-order.ts';
import { isApproved, openDrafts } from './update-drafts.ts';
import type { UpdateDraft } from './update-drafts.ts';
import { brokenNow, updateDebtSeconds, updateText } from './updates.ts';
import type { Message } from './updates.ts';

/** What is told outside: when the next word is due, what waits for approval, what was sent. */
export type UpdatesPage = {
  strip: Strip;
  base: string;
  due: readonly { audience: string; due: string; isOverdue: boolean }[];
  /** How long the oldest broken promise has been broken. */
  debt: string | undefined;
  drafts: readonly DraftView[];
  sent: readonly SentView[];
  /** What the next update begins with: the words of the last one, or what users meet. */
  last: { usersSee: string; weDo: string };
  /** Whom the form is for unless somebody chooses. */
  audience: Audience;
  /** Whether the status forbids to tell the public anything yet. */
  isBeforePublic: boolean;
  /** Whether what is sent to the public stands on the status page: nothing of a drill does. */
  isPublished: boolean;
  /** Said while a public update needs a second reader. */
  secondReader: string | undefined;
  /** Whether somebody alone is asked why it cannot wait for one. */
  asksWhyAlone: boolean;
  mayAct: boolean;
};

type DraftView = {
  id: string;
  audience: string;
  written: string;
  text: string;
  isApproved: boolean;
  approved: string;
  /** Whether the promise in it lies in the past, so that a new one is asked for. */
  needsNext: boolean;
  mayApprove: boolean;
  maySend: boolean;
};

type SentView = {
  id: string;
  heading: string;
  text: string;
  isPublic: boolean;
  /** Who saw it public; nobody has while it is absent. */
  seen: { words: string; url: string | undefined } | undefined;
};

export function updatesPage(state: State, reading: RoomReading): UpdatesPage {
  const { now, zone } = reading;
  const last = state.messages.at(-1);
  const isGrave = state.severity === 'SEV-1';
  const alone = isAlone(state, reading.personId);
  const isBeforePublic = state.status === 'detected' || state.status === 'triage';
  return {
    strip: stripOf(state, 'Updates', now, zone),
    base: href(paths.incident, { number: numberOf(state) }),
    due: updateLines(state, now, zone),
    debt: debtText(state, now),
    drafts: openDrafts(state).map((draft) => draftView(state, draft, reading)),
    sent: state.messages.toReversed().map((message) => sentView(message, zone)),
    last: {
      usersSee: last?.usersSee ?? openIntervals(state)[0]?.steps.at(-1)?.statement ?? '',
      weDo: last?.weDo ?? '',
    },
    audience: isBeforePublic ? 'internal' : 'public',
    isBeforePublic,
    isPublished: state.kind === 'incident',
    secondReader: isGrave && !alone ? SECOND_READER : undefined,
    asksWhyAlone: isGrave && alone,
    mayAct: reading.mayAct,
  };
}

const SECOND_READER =
  'In a SEV-1 two people read what goes to the public. Save it as a draft; the commander or a manager who did not write it approves it.';

function debtText(state: State, now: Instant): string | undefined {
  const seconds = updateDebtSeconds(state, now);
  if (seconds === 0) return undefined;
  const late = Object.entries(state.updateClocks).filter(([, { dueAt }]) => dueAt < now);
  return `Update debt: ${durationText(seconds)} (${sentenceList(late.map(([audience]) => audience))}).`;
}

function draftView(state: State, draft: UpdateDraft, reading: RoomReading): DraftView {
  const { now, zone, personId } = reading;
  const steers = maySteer(state, readerOf(reading));
  const isGrave = draft.audience === 'public' && state.severity === 'SEV-1';
  const isMine = draft.by.id === personId;
  return {
    id: draft.id,
    audience: draft.audience,
    written: `${draft.by.name} wrote it at ${clockText(draft.at, zone)}`,
    text: updateText(draft, draft.final ? undefined : draft.nextAt, state.homeZone),
    isApproved: isApproved(state, draft),
    approved: approvedText(draft, zone),
    needsNext: !draft.final && (draft.nextAt === undefined || draft.nextAt <= now),
    mayApprove: steers && !(isGrave && isMine) && !draft.approvals.some(({ by }) => by.id === personId),
    maySend: maySend(state, draft, steers, reading),
  };
}

function approvedText({ approvals }: UpdateDraft, zone: string): string {
  if (approvals.length === 0) return 'nobody has approved it yet';
  const who = approvals.map(({ by, at }) => `${by.name} at ${clockText(at, zone)}`);
  return `approved by ${sentenceList(who)}`;
}

function maySend(state: State, draft: UpdateDraft, steers: boolean, reading: RoomReading): boolean {
  const isSpeaker = steers || holds(state, readerOf(reading), 'communications');
  if (draft.audience !== 'public') return isSpeaker || !tenureOf(state, 'commander');
  if (isApproved(state, draft)) return isSpeaker;
  const { personId } = reading;
  return steers && (draft.by.id !== personId || state.severity !== 'SEV-1' || isAlone(state, personId));
}

function sentView(message: Message, zone: string): SentView {
  const { audience, sent, by, seen, channels } = message;
  const places = placesByHand(channels);
  const parts = [
    `${audience}, ${clockWithUtc(sent.at, zone)}, ${by.name}`,
    message.final ? 'the last one' : undefined,
    places.length === 0 ? undefined : `also put on ${sentenceList(places)}`,
    message.alone === undefined ? undefined : `with no second reader: ${message.alone}`,
  ];
  return {
    id: message.id,
    heading: parts.filter((part) => part !== undefined).join(', '),
    text: message.text,
    isPublic: audience === 'public',
    seen: seen && { words: `${seen.by.name} saw it public at ${clockText(seen.at, zone)}`, url: seen.url },
  };
}

/** Updates that wait for the reader: overdue ones that they are told of, drafts that they can approve. */
export function updateCalls(state: State, reading: RoomReading): Call[] {
  if (!isLive(state.status)) return [];
  const page = href(paths.incidentUpdates, { number: numberOf(state) });
  const overdue = brokenNow(state)
    .filter(({ shownTo }) => shownTo.includes(reading.personId))
    .map(({ audience }): Call => {
      const line = updateLines(state, reading.now, reading.zone).find((one) => one.audience === audience);
      const words = `The ${audience} update ${line?.due ?? 'is late'}.`;
      return { words, isLoud: true, forms: [], link: { href: page, label: 'Write it' } };
    });
  const waiting = openDrafts(state)
    .map((draft) => draftView(state, draft, reading))
    .filter((draft) => draft.audience === 'public' && draft.mayApprove && !draft.isApproved)
    .map(({ id, written }): Call => {
      const words = `A public update waits for your approval: ${written}.`;
      return { words, asked: id, isLoud: true, forms: [], link: { href: page, label: 'Read it' } };
    });
  return [...overdue, ...waiting];
}
