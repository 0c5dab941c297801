/** Sentences about the incident as a whole and its assessment. */
import { sentenceList } from '../core/text.ts';
import { clockText, dateClockText, durationText } from '../core/time.ts';
import type { ASSESSMENT_BODIES, HEAD_BODIES, REVIEW_BODIES } from './entry-head.ts';
import { RELATION_WORDS } from './links.ts';
import { signalText } from './review-signals.ts';
import { because, sizeText, statusText, stopped } from './sentence-parts.ts';
import type { Sentences } from './sentences.ts';

const HOW = {
  declared: 'declared',
  reported: 'reported',
  alert: 'raised by an alert',
  inject: 'given in the drill',
  imported: 'imported',
} as const;

const FIELDS = {
  title: 'the title',
  summary: 'the summary',
  homeZone: 'the home zone',
  visibility: 'who sees this incident',
} as const;

const VERDICTS = { real: 'is real', 'not-real': 'is not real', 'not-sure': 'may be real' } as const;

const NOTICED = {
  alert: 'an alert',
  us: 'one of us',
  user: 'a user',
  partner: 'a partner',
} as const;

export const HEAD_SENTENCES: Sentences<keyof typeof HEAD_BODIES> = {
  'incident-opened': ({ actor, body }) =>
    body.how === 'declared' || body.how === 'reported'
      ? stopped(`${(body.reportedBy ?? actor).name} ${HOW[body.how]} ${body.key}: ${body.title}`)
      : stopped(`${body.key} was ${HOW[body.how]}: ${body.title}`),
  'details-changed': ({ actor, body }) => {
    if (body.field === 'summary')
      return `${actor.name} ${body.to === '' ? 'removed' : 'rewrote'} the summary.`;
    return `${actor.name} changed ${FIELDS[body.field]} from "${body.from}" to "${body.to}".`;
  },
  'services-changed': ({ actor, body: { added, removed } }) => {
    const parts = [
      added.length === 0 ? [] : [`added ${sentenceList(added)}`],
      removed.length === 0 ? [] : [`removed ${sentenceList(removed)}`],
    ].flat();
    return `${actor.name} ${sentenceList(parts)} as affected.`;
  },
  'label-changed': ({ actor, body: { label, on } }) =>
    `${actor.name} ${on ? 'added' : 'took away'} the label "${label}".`,
  'link-changed': ({ actor, body: { relation, target, title, endedAt, on } }, zone) => {
    const what = `${RELATION_WORDS[relation]} ${nameOf(target, title)}`;
    if (!on) return `${actor.name} took back that this ${what}.`;
    const over = endedAt === undefined ? '' : `, which was over at ${clockText(endedAt, zone)}`;
    return `${actor.name} noted that this ${what}${over}.`;
  },
  'merged-into': ({ actor, body: { key, title, reason } }) =>
    stopped(`${actor.name} merged the incident into ${nameOf(key, title)}: ${reason}`),
  'merge-received': ({ actor, body: { key, title, reason } }) =>
    stopped(`${actor.name} merged ${nameOf(key, title)} into this incident${because(reason)}`),
  'status-changed': ({ actor, body }) => {
    const isAgain = body.from === 'resolved' && body.to === 'investigating';
    const act = isAgain ? 'opened the incident again' : `moved the incident to ${statusText(body.to)}`;
    const without = body.overridden.map(
      ({ check, reason }) => `Went on although: ${check} Reason: ${stopped(reason)}`,
    );
    return [stopped(`${actor.name} ${act}${because(body.reason)}`), ...without].join(' ');
  },
};

/** `INC-7, "Payments are slow"`, or the key alone. */
function nameOf(key: string, title: string | undefined): string {
  return title === undefined ? key : `${key}, "${title}"`;
}

export const ASSESSMENT_SENTENCES: Sentences<keyof typeof ASSESSMENT_BODIES | keyof typeof REVIEW_BODIES> = {
  acknowledged: ({ actor, body }) => `${actor.name} looked and said that it ${VERDICTS[body.verdict]}.`,
  'detection-set': ({ actor, body }) =>
    stopped(`${actor.name} recorded that ${NOTICED[body.by]} noticed it${because(body.text)}`),
  'severity-set': ({ actor, body }) => {
    const final = body.stage === 'final' ? 'the final severity' : 'the severity';
    const from = body.from === undefined || body.from === body.to ? '' : ` from ${body.from}`;
    return stopped(`${actor.name} set ${final}${from} to ${body.to}${because(body.reason)}`);
  },
  'impact-opened': ({ body }) => {
    const size = sizeText(body.percent, body.users);
    const where = [body.journey, body.service].filter((part) => part !== undefined).join(', ');
    const details = [where, size, body.signal].filter((part) => part !== undefined && part !== '').join('; ');
    return stopped(`Impact began: ${body.statement}${details === '' ? '' : ` (${details})`}`);
  },
  'impact-changed': ({ body }) => {
    const size = sizeText(body.percent, body.users);
    const parts = [body.statement, size === '' ? undefined : size].filter((part) => part !== undefined);
    return stopped(`Impact changed: ${parts.join(', ')}`);
  },
  'impact-closed': ({ body }) =>
    stopped(`Impact ended: ${body.signal}${body.value === undefined ? '' : `, ${body.value}`}`),
  'impact-withdrawn': ({ actor, body }) => {
    const what = body.statement === undefined ? 'an impact' : `the impact "${body.statement}"`;
    return stopped(`${actor.name} withdrew ${what}: ${body.reason}`);
  },
  'number-recorded': ({ actor, body }) =>
    `${actor.name} recorded ${body.label}: ${body.value.toLocaleString('en-US')} ${body.unit}.`,
  'exit-criteria-set': ({ actor, body }) => {
    const list = body.criteria.map(({ text }) => stopped(text)).join(' ');
    const watch = body.watchSeconds === 0 ? '' : ` They must hold for ${durationText(body.watchSeconds)}.`;
    const from = body.from === 'runbook' ? ' from the runbook' : '';
    return body.criteria.length === 0
      ? `${actor.name} emptied the exit criteria.`
      : `${actor.name} set the exit criteria${from}: ${list}${watch}`;
  },
  'exit-criterion-changed': ({ actor, body }) => {
    const what = body.text ?? body.criterionId;
    const value = body.value === undefined ? '' : ` (${body.value})`;
    const act = body.holds ? 'ticked' : 'unticked';
    return stopped(`${actor.name} ${act} the exit criterion "${what}"${value}${because(body.reason)}`);
  },
  'review-signals-set': ({ actor, body }) =>
    body.signals.length === 0
      ? `${actor.name} took the review signals away.`
      : `${actor.name} ticked what speaks for a review: ${sentenceList(body.signals.map(signalText))}.`,
  'review-required': ({ body }, zone) =>
    `A review is required by ${dateClockText(body.dueAt, zone)}, because of ${sentenceList(body.because)}.`,
  'review-waived': ({ actor, body }) => stopped(`${actor.name} waived the review: ${body.reason}`),
  'postmortem-published': ({ actor, body }) =>
    body.unreviewed === undefined
      ? `${actor.name} published version ${body.version} of the postmortem.`
      : stopped(
          `${actor.name} published version ${body.version} of the postmortem without a review: ${body.unreviewed}`,
        ),
};
