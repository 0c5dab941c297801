import { capital } from '../core/text.ts';
/** What people outside the room were told, and which promises were late. */
import { durationText } from '../core/time.ts';
import { AUDIENCES } from '../incidents/entry-fields.ts';
import type { Audience } from '../incidents/entry-fields.ts';
import { overdueSeconds } from '../incidents/updates.ts';
import type { BrokenPromise, Message } from '../incidents/updates.ts';
import type { BlockTimes } from './block-times.ts';
import type { Frame } from './frame.ts';
import { countWord } from './count-word.ts';

export function updatesBlock(frame: Frame): string {
  const { messages, brokenPromises } = frame.state;
  const told = AUDIENCES.filter((audience) => isConcerned(audience, messages, brokenPromises));
  if (told.length === 0) return 'No update to anybody outside the room is recorded, and none was promised.';
  const times = frame.times();
  const silent = told.includes('public') ? [] : ['- The public was told nothing.'];
  return [...told.map((audience) => `- ${audienceText(audience, frame, times)}`), ...silent].join('\n');
}

function isConcerned(
  audience: Audience,
  messages: readonly Message[],
  broken: readonly BrokenPromise[],
): boolean {
  return [...messages, ...broken].some((one) => one.audience === audience);
}

function audienceText(audience: Audience, frame: Frame, times: BlockTimes): string {
  const sent = frame.state.messages.filter((message) => message.audience === audience);
  return [...sentTexts(audience, sent, frame, times), ...lateTexts(audience, frame, times)].join(' ');
}

function sentTexts(audience: Audience, sent: readonly Message[], frame: Frame, times: BlockTimes): string[] {
  const [first, last] = [sent[0], sent.at(-1)];
  if (first === undefined || last === undefined) return [`No ${audience} update was sent.`];
  const refs = frame.ref(...sent.map((message) => message.sent.seq));
  const end = last.final ? '' : ' The last one was not marked as final.';
  if (sent.length === 1) return [`One ${audience} update, at ${times.at(first.sent.at)} ${refs}.${end}`];
  return [
    `${capital(countWord(sent.length))} ${audience} updates, ${times.range(first.sent, last.sent)} ${refs}.${end}`,
  ];
}

/** Each update that came late or never, and the debt: how long this audience waited in all. */
function lateTexts(audience: Audience, frame: Frame, times: BlockTimes): string[] {
  const broken = frame.state.brokenPromises.filter(
    (one) => one.audience === audience && overdueSeconds([one], frame.asOf) > 0,
  );
  if (broken.length === 0) return ['None was late.'];
  const [late, never] = [
    broken.filter((one) => isSent(one, frame)),
    broken.filter((one) => !isSent(one, frame)),
  ];
  const debt = broken.length === 1 ? [] : [`Together: ${durationText(overdueSeconds(broken, frame.asOf))}.`];
  return [
    ...brokenTexts('came late', late, frame, times),
    ...brokenTexts('never came', never, frame, times),
    ...debt,
  ];
}

function isSent({ audience, keptAt }: BrokenPromise, { state }: Frame): boolean {
  return state.messages.some((message) => message.audience === audience && message.sent.at === keptAt);
}

function brokenTexts(
  what: string,
  broken: readonly BrokenPromise[],
  frame: Frame,
  times: BlockTimes,
): string[] {
  if (broken.length === 0) return [];
  const said = broken.map((one) => {
    const length = durationText(overdueSeconds([one], frame.asOf));
    return `due at ${times.at(one.dueAt)}, ${keptText(one, frame, times)} (${length})`;
  });
  return [`${capital(countWord(broken.length))} ${what}: ${said.join('; ')}.`];
}

function keptText(one: BrokenPromise, frame: Frame, times: BlockTimes): string {
  if (one.keptAt === undefined) return 'still owed when the record ends';
  return `${isSent(one, frame) ? 'sent' : 'no longer owed'} at ${times.at(one.keptAt)}`;
}
