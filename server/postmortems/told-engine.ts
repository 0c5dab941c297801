/** The words of a timeline for what machines tell: alerts, the engine of escalations, the director of a drill. */
import { sentenceList } from '../core/text.ts';
import { durationText } from '../core/time.ts';
import type { ALERT_BODIES, DRILL_BODIES, ENGINE_BODIES } from '../incidents/entry-engine.ts';
import { DRILL_ENDS, SKIPPED } from '../incidents/sentences-engine.ts';
import type { Told } from './told.ts';
import { typed } from '../core/typed-words.ts';

const alert = (name: string | undefined): string =>
  name === undefined ? 'an alert' : `alert ${typed(name)}`;

export const TOLD_ENGINE: Told<
  keyof typeof ALERT_BODIES | keyof typeof ENGINE_BODIES | keyof typeof DRILL_BODIES
> = {
  'alert-received': ({ body }) => `${typed(body.adapter)} raised the alert ${typed(body.name)}`,
  'alert-repeated': ({ body }) => `${alert(body.name)} came again, ${String(body.count)} times so far`,
  'alert-cleared': ({ body }) => `${alert(body.name)} ended`,
  'escalation-sent': ({ body }, frame) => {
    const people = body.targets.map(({ personId, personName = 'somebody' }) =>
      frame.who({ id: personId, name: personName }, body.answerBy),
    );
    const what = body.isFallback === true ? 'the fallback' : `level ${String(body.level)}`;
    return `${what} was notified: ${people.length === 0 ? 'nobody' : sentenceList(people)}`;
  },
  'escalation-level-skipped': ({ body }) => `level ${String(body.level)} was left out: ${SKIPPED[body.why]}`,
  'escalation-seen': ({ body, actor, occurredAt }, frame) =>
    `${frame.who({ id: body.personId, name: body.personName ?? actor.name }, occurredAt)} saw the request`,
  'escalation-expired': ({ body }) =>
    body.isUntold === true
      ? `the time of level ${String(body.level)} passed while Muster did not run`
      : `nobody of level ${String(body.level)} answered in time`,
  'escalation-exhausted': ({ body }) =>
    `nobody answered after ${String(body.attempts)} attempts, and nobody was left to ask`,
  'escalation-repaged': ({ body, occurredAt }, frame) => {
    const who = frame.who({ id: body.personId, name: body.personName ?? 'whoever accepted' }, occurredAt);
    return `${who} had been silent for ${durationText(body.silent)} and was notified again`;
  },
  'escalation-given-back': ({ body, occurredAt }, frame) => {
    const who = frame.who({ id: body.personId, name: body.personName ?? 'whoever accepted' }, occurredAt);
    const { to, toName = 'somebody else' } = body;
    if (to !== undefined) return `${who} gave it over to ${frame.who({ id: to, name: toName }, occurredAt)}`;
    return `${who} ${body.isSaid === true ? 'gave it back' : 'stayed silent'}, and the next ones were asked`;
  },
  'escalation-send-failed': ({ body, occurredAt }, frame) =>
    `no message was delivered to ${frame.who({ id: body.personId, name: body.personName ?? 'somebody' }, occurredAt)}`,
  'inject-delivered': ({ body }) => `delivered in the drill: ${typed(body.title)}`,
  'probe-answered': ({ body }) => `asked in the drill: ${typed(body.asked)}, answered: ${typed(body.answer)}`,
  'hint-given': ({ body }) => (body.by === 'self' ? 'a hint was taken' : 'a hint was given'),
  'drill-clock-changed': ({ body }) => `the clock of the drill: ${body.state}`,
  'drill-ended': ({ body }) => `the drill ended: ${DRILL_ENDS[body.why]}`,
};
