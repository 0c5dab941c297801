/** Sentences about what machines tell: alerts, the engine of escalations, the director of a drill. */
import { sentenceList } from '../core/text.ts';
import { clockText, durationText } from '../core/time.ts';
import { channelWords } from '../notify/channel.ts';
import type { ALERT_BODIES, DRILL_BODIES, ENGINE_BODIES } from './entry-engine.ts';
import { stopped } from './sentence-parts.ts';
import type { Sentences } from './sentences.ts';

type EngineKind = keyof typeof ALERT_BODIES | keyof typeof ENGINE_BODIES | keyof typeof DRILL_BODIES;

/** Why a level was left out. */
export const SKIPPED = {
  'nobody-on-call': 'nobody is on call',
  condition: 'its condition does not hold',
  'same-people': 'the same people were just asked',
  inactive: 'nobody in it has an account that works',
  declined: 'everybody in it had declined',
  'quiet-hours': 'it is quiet hours for everybody in it',
  'no-method': 'there is no way to reach anybody in it',
} as const;

/** Why a drill ended. */
export const DRILL_ENDS = {
  finished: 'everything was done',
  time: 'its time is up',
  stopped: 'it was stopped',
  'real-emergency': 'something real needs the people',
} as const;

const CLOCKS = { running: 'runs', paused: 'was paused', frozen: 'was frozen' } as const;

const VIA = { push: 'a push message', web: 'the pages', mail: 'mail', api: 'the API' } as const;

function alertName(name: string | undefined): string {
  return name === undefined ? 'An alert' : `The alert "${name}"`;
}

function inRound(loop: number): string {
  return loop === 1 ? '' : ` in round ${String(loop)}`;
}

export const ENGINE_SENTENCES: Sentences<EngineKind> = {
  'alert-received': ({ body }) =>
    `${body.adapter} raised the alert "${body.name}"${
      body.leftOut === undefined ? '' : ` and left out ${String(body.leftOut)} more of its group`
    }.`,
  'alert-repeated': ({ body }) => `${alertName(body.name)} came again, ${String(body.count)} times so far.`,
  'alert-cleared': ({ body }) => `${alertName(body.name)} ended, as its sender says.`,
  'escalation-sent': ({ body }, zone) => {
    const people = body.targets.map(
      ({ personName = 'somebody', channels }) =>
        `${personName} (${sentenceList(channels.map(channelWords))})`,
    );
    const whom = people.length === 0 ? 'nobody' : sentenceList(people);
    const what = body.isFallback === true ? 'The fallback' : `Level ${String(body.level)}`;
    const { again, early } = body;
    const since =
      again !== undefined
        ? ` again, since ${again.name} asked for it (${again.reason})`
        : early !== undefined
          ? ` before its time, since ${early.name} asked for it${early.reason === undefined ? '' : ` (${early.reason})`}`
          : '';
    return `${what} was notified${since}${inRound(body.loop)}: ${whom}. An answer is due by ${clockText(body.answerBy, zone)}.`;
  },
  'escalation-level-skipped': ({ body }) =>
    `Level ${String(body.level)} was left out${inRound(body.loop)}: ${SKIPPED[body.why]}.`,
  'escalation-seen': ({ actor, body }) =>
    `${body.personName ?? actor.name} saw the request by ${VIA[body.via]}, and has not taken it yet.`,
  'escalation-expired': ({ body }) =>
    body.isUntold === true
      ? `The time of level ${String(body.level)} passed${inRound(body.loop)} while Muster did not run: nobody of it was told.`
      : `Nobody of level ${String(body.level)} answered in time${inRound(body.loop)}.`,
  'escalation-exhausted': ({ body }) => {
    const phones = body.phoneList.map(({ name, number }) => `${name} ${number}`).join(', ');
    const call = phones === '' ? 'Nobody has a number to call.' : `Call them: ${phones}.`;
    return `Nobody answered after ${String(body.attempts)} attempts, and there is nobody left to ask. ${call}`;
  },
  'escalation-repaged': ({ body }) =>
    `${body.personName ?? 'Whoever accepted'} has been silent for ${durationText(body.silent)} and was notified again.`,
  'escalation-given-back': ({ body }) => {
    const who = body.personName ?? 'Whoever accepted';
    if (body.to !== undefined) return `${who} gave it over to ${body.toName ?? 'somebody else'}.`;
    return body.isSaid === true
      ? `${who} gave it back, so nobody has it any more: the next ones are asked.`
      : `${who} stayed silent, so nobody has it any more: the next ones are asked.`;
  },
  'escalation-send-failed': ({ body }) => {
    const tried = body.channels.length === 0 ? '' : `, by ${sentenceList(body.channels.map(channelWords))}`;
    return `No message was delivered to ${body.personName ?? 'somebody who was asked'}${tried}.`;
  },
  'inject-delivered': ({ body }) => {
    const from = body.from === undefined ? '' : ` from ${body.from}`;
    const to = body.to.length === 0 ? '' : ` to ${sentenceList(body.to)}`;
    return stopped(`Delivered as ${body.as}${from}${to}: ${body.title}`);
  },
  'probe-answered': ({ actor, body }) => {
    const took = body.cost === 0 ? '' : ` Looking took ${durationText(body.cost)}.`;
    return `${actor.name} asked: ${stopped(body.asked)} ${stopped(body.answer.split('\n').join(' '))}${took}`;
  },
  'hint-given': ({ actor, body }) =>
    stopped(
      `${actor.name} ${body.by === 'self' ? 'took' : 'gave'} a hint: ${body.text.split('\n').join(' ')}`,
    ),
  'drill-clock-changed': ({ body }) => {
    const speed = body.state === 'running' && body.speed !== 1 ? `, ${String(body.speed)} times as fast` : '';
    return `The clock of the drill ${CLOCKS[body.state]}${speed}.`;
  },
  'drill-ended': ({ body }) => `The drill ended: ${DRILL_ENDS[body.why]}.`,
};
