/** Updates to people outside the room: what was sent, when the next one is due, which promises were broken. */
import type { Instant } from '../core/clock.ts';
import { replaced } from '../core/lists.ts';
import { clockWithUtc, plusSeconds, secondsBetween } from '../core/time.ts';
import { AUDIENCES } from './entry-fields.ts';
import type { Actor, Audience } from './entry-fields.ts';
import { demandOf } from './demands.ts';
import { momentOf, stampFirst } from './stamps.ts';
import type { Moment } from './stamps.ts';
import { loose } from './state.ts';
import type { Lines, State } from './state.ts';
import { isLive } from './status-order.ts';
import { draftsEnded } from './update-drafts.ts';

/**
 * When the next update is due, and whether a person promised it (an update said so, or it was set by hand) or it is
 * the first one that the severity asks for.
 */
export type UpdateClock = { dueAt: Instant; promised: boolean };

/** Who is told that an update is overdue, one after the other. */
export const OVERDUE_STAGES = ['communications', 'commander', 'manager'] as const;
export type OverdueStage = (typeof OVERDUE_STAGES)[number];
const STAGE_SECONDS: Record<OverdueStage, number> = {
  communications: 0,
  commander: 5 * 60,
  manager: 15 * 60,
};

/** An update that did not come in time. `keptAt` is when it came after all, or when nobody waited any longer. */
export type BrokenPromise = {
  audience: Audience;
  dueAt: Instant;
  keptAt: Instant | undefined;
  told: readonly OverdueStage[];
  /** The people to whom it is shown, by id. */
  shownTo: readonly string[];
};

export type Message = {
  id: string;
  audience: Audience;
  text: string;
  usersSee: string | undefined;
  weDo: string | undefined;
  changed: string | undefined;
  /** Of the last one: what was lost, or that nothing was. */
  loss: string | undefined;
  channels: readonly string[];
  nextAt: Instant | undefined;
  final: boolean;
  sent: Moment;
  by: Actor;
  /** Why one person wrote and sent it in a SEV-1. */
  alone: string | undefined;
  /** Who saw it where the public sees it. */
  seen: { by: Actor; at: Instant; url: string | undefined; seq: number } | undefined;
};

export const UPDATE_LINES: Lines<'update-sent' | 'update-seen-public' | 'update-due-set' | 'update-overdue'> =
  {
    'update-sent': (state, entry) => {
      const { messageId, audience, text, usersSee, weDo, changed, loss, channels, nextAt, final, alone } =
        entry.body;
      const sent = momentOf(entry);
      const message: Message = {
        id: messageId,
        audience,
        text,
        usersSee,
        weDo,
        changed,
        loss,
        channels,
        nextAt,
        final,
        sent,
        by: entry.actor,
        alone,
        seen: undefined,
      };
      const kept = draftsEnded(promiseKept(state, audience, sent.at), {
        messageId,
        audience,
        at: sent.at,
        seq: sent.seq,
      });
      const next = { ...kept, messages: [...state.messages, message] };
      const clock = nextAt === undefined ? undefined : { dueAt: nextAt, promised: true };
      return stampFirst(withClock(next, audience, clock), 'firstUpdateAt', sent);
    },
    'update-seen-public': (state, entry) => {
      const { messageId, url } = entry.body;
      const message = state.messages.find(({ id }) => id === messageId);
      if (!message || message.seen || entry.occurredAt < message.sent.at) return loose(state, entry);
      const seen = { by: entry.actor, at: entry.occurredAt, url, seq: entry.seq };
      const messages = replaced(
        state.messages,
        ({ id }) => id === messageId,
        (one) => ({ ...one, seen }),
      );
      return { ...state, messages };
    },
    'update-due-set': (state, entry) => {
      const { audience, dueAt } = entry.body;
      return withClock(promiseKept(state, audience, entry.occurredAt), audience, { dueAt, promised: true });
    },
    'update-overdue': (state, entry) => {
      const { audience, dueAt, stage = 'communications', shownTo } = entry.body;
      const isIt = (one: BrokenPromise) => one.audience === audience && one.dueAt === dueAt;
      if (!state.brokenPromises.some(isIt)) {
        const broken: BrokenPromise = { audience, dueAt, keptAt: undefined, told: [stage], shownTo };
        return { ...state, brokenPromises: [...state.brokenPromises, broken] };
      }
      const told = (one: BrokenPromise) => ({
        ...one,
        told: [...one.told, stage],
        shownTo: [...new Set([...one.shownTo, ...shownTo])],
      });
      return { ...state, brokenPromises: replaced(state.brokenPromises, isIt, told) };
    },
  };

/** Ends what an audience was waiting for. A promise that came late is kept as broken even if nobody was told yet. */
function promiseKept(state: State, audience: Audience, at: Instant): State {
  const clock = state.updateClocks[audience];
  const known = state.brokenPromises.some((one) => one.audience === audience && one.dueAt === clock?.dueAt);
  const late: BrokenPromise[] =
    clock && clock.dueAt < at && !known
      ? [{ audience, dueAt: clock.dueAt, keptAt: undefined, told: [], shownTo: [] }]
      : [];
  const waiting = (one: BrokenPromise) => one.audience === audience && one.keptAt === undefined;
  const brokenPromises = replaced([...state.brokenPromises, ...late], waiting, (one) => ({
    ...one,
    keptAt: at,
  }));
  return { ...state, brokenPromises };
}

function withClock(state: State, audience: Audience, clock: UpdateClock | undefined): State {
  const { [audience]: _, ...others } = state.updateClocks;
  return { ...state, updateClocks: clock ? { ...others, [audience]: clock } : others };
}

/** All clocks stop: the incident is over. */
export function promisesEnded(state: State, at: Instant): State {
  const kept = AUDIENCES.reduce((before, audience) => promiseKept(before, audience, at), state);
  return { ...kept, updateClocks: {} };
}

/** The first updates fall due: when the incident is declared or opened again. */
export function firstPromises(state: State, at: Instant): State {
  return AUDIENCES.reduce((before, audience) => {
    const seconds = firstWithin(before, audience);
    if (seconds === undefined) return before;
    return withClock(before, audience, { dueAt: plusSeconds(at, seconds), promised: false });
  }, state);
}

/**
 * A severity that rises may bring the first update forward; one that falls may drop it. What a person promised
 * stays promised.
 */
export function promisesAfterSeverity(state: State, at: Instant): State {
  if (!state.stamps.declaredAt || !isLive(state.status)) return state;
  return AUDIENCES.reduce((before, audience) => {
    const clock = before.updateClocks[audience];
    if (clock?.promised || before.messages.some((message) => message.audience === audience)) return before;
    const seconds = firstWithin(before, audience);
    if (seconds === undefined) return withClock(before, audience, undefined);
    const dueAt = plusSeconds(at, seconds);
    return withClock(before, audience, clock && clock.dueAt < dueAt ? clock : { dueAt, promised: false });
  }, state);
}

function firstWithin(state: State, audience: Audience): number | undefined {
  const demand = demandOf(state);
  return audience === 'public' ? demand?.firstPublic : demand?.updateEvery[audience];
}

/** The latest instant that an update may name for the next one; undefined when the severity sets no limit. */
export function latestNextUpdate(state: State, audience: Audience, now: Instant): Instant | undefined {
  const seconds = demandOf(state)?.updateEvery[audience];
  return seconds === undefined ? undefined : plusSeconds(now, seconds);
}

/** Who is still to be told about an update that is or may become overdue, and when. */
export type OverdueNotice = { audience: Audience; stage: OverdueStage; at: Instant; dueAt: Instant };

/** What is still to be said about the promises that run, in the order of their stages for each audience. */
export function overdueNotices(state: State): OverdueNotice[] {
  return AUDIENCES.flatMap((audience) => {
    const dueAt = state.updateClocks[audience]?.dueAt;
    if (dueAt === undefined) return [];
    const broken = state.brokenPromises.find((one) => one.audience === audience && one.dueAt === dueAt);
    const last = Math.max(-1, ...(broken?.told ?? []).map((stage) => OVERDUE_STAGES.indexOf(stage)));
    return OVERDUE_STAGES.slice(last + 1).map((stage) => {
      return { audience, stage, dueAt, at: plusSeconds(dueAt, STAGE_SECONDS[stage]) };
    });
  });
}

/** Update debt: the age in seconds of the oldest promise that is broken now; 0 when none is. */
export function updateDebtSeconds(state: State, now: Instant): number {
  const dues = Object.values(state.updateClocks).map(({ dueAt }) => dueAt);
  return Math.max(0, ...dues.map((dueAt) => secondsBetween(dueAt, now)));
}

/** How long people waited beyond the promises that were broken, in seconds; those not kept yet count up to now. */
export function overdueSeconds(broken: readonly BrokenPromise[], now: Instant): number {
  return broken.reduce((sum, { dueAt, keptAt = now }) => sum + Math.max(0, secondsBetween(dueAt, keptAt)), 0);
}

type UpdateParts = { usersSee: string; weDo: string; changed: string; loss?: string | undefined };

/** The whole text of an update, as its readers get it. */
export function updateText(
  { usersSee, weDo, changed, loss }: UpdateParts,
  nextAt: Instant | undefined,
  zone: string,
): string {
  const end =
    nextAt === undefined ? 'This is the last update.' : `Next update by ${clockWithUtc(nextAt, zone)}.`;
  return [usersSee, weDo, changed, loss, end]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n');
}

/** Promises that are broken now and of which somebody was told. */
export function brokenNow(state: State): readonly BrokenPromise[] {
  return state.brokenPromises.filter(({ audience, dueAt, keptAt }) => {
    return keptAt === undefined && state.updateClocks[audience]?.dueAt === dueAt;
  });
}

/** The updates that came after the time which was promised. */
export function lateMessages({ messages, brokenPromises }: State): readonly Message[] {
  return messages.filter(({ audience, sent }) =>
    brokenPromises.some((one) => one.audience === audience && one.keptAt === sent.at),
  );
}
