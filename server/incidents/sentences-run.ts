/** Sentences about a runbook that is being followed. */
import { sentenceList } from '../core/text.ts';
import { clockText, durationText } from '../core/time.ts';
import type { RUN_BODIES } from './entry-run.ts';
import { because, roleName, stepText, stopped } from './sentence-parts.ts';
import type { Sentences } from './sentences.ts';

const MATCHED = {
  yes: 'as expected',
  no: 'not as expected',
  unsure: 'not sure whether as expected',
} as const;

/** Where an answer led, when that was no step; steps say so by opening. */
function ledTo(target: string | undefined): string {
  const [kind = '', name = ''] = target?.split(/:(.*)/s) ?? [];
  switch (kind) {
    case 'escalate':
      return ` It leads to escalating to ${name}.`;
    case 'runbook':
      return ` It leads to the runbook ${name}.`;
    case 'none':
      return ' It fits none of the ways that the step names.';
    case 'stop':
      return ' It leads to a stop: the commander decides.';
    case 'cancel':
      return ' It leads to cancelling.';
    case 'resolve':
      return ' It leads to resolving.';
    default:
      return '';
  }
}

export const RUN_SENTENCES: Sentences<keyof typeof RUN_BODIES> = {
  'runbook-attached': ({ actor, body }) =>
    stopped(`${actor.name} attached the runbook ${body.title}${because(body.why.join(', ') || undefined)}`),
  'runbook-none-fits': ({ actor, body }) => {
    const looked = body.looked.length === 0 ? '' : `, having looked at ${sentenceList(body.looked)}`;
    return stopped(`${actor.name} found no runbook that fits${looked}${because(body.reason)}`);
  },
  'runbook-detached': ({ actor, body }) =>
    stopped(`${actor.name} took off the runbook ${body.title ?? `of run ${body.runId}`}: ${body.reason}`),
  'run-version-moved': ({ actor, body }) => {
    const renamed = body.stepMap.map(
      ({ from, to, fromTitle = from, toTitle = to }) => `"${fromTitle}" is called "${toTitle}" in it`,
    );
    const gone = (body.gone ?? []).map(({ stepId, title = stepId }) => `"${title}" is no longer in it`);
    const what = [...renamed, ...gone];
    const more = what.length === 0 ? '' : `: ${sentenceList(what)}`;
    return stopped(`${actor.name} moved the run to another version of ${body.title ?? 'its runbook'}${more}`);
  },
  'phase-moved': ({ actor, body }) => {
    const from = body.from === undefined ? '' : ` from ${body.from}`;
    return stopped(`${actor.name} moved the run${from} to ${body.to}${because(body.reason)}`);
  },
  'step-opened': ({ body }, zone) => {
    const limit = body.limitAt === undefined ? '' : `, with a limit at ${clockText(body.limitAt, zone)}`;
    return `Now at ${stepText(body)}${limit}.`;
  },
  'step-claimed': ({ actor, body }) => {
    const from = body.fromName === undefined ? '' : ` from ${body.fromName}`;
    return stopped(`${body.personName ?? actor.name} took ${stepText(body)}${from}${because(body.reason)}`);
  },
  'step-confirmed': ({ actor, body }) =>
    body.alone
      ? stopped(
          `${actor.name} said go alone for ${stepText(body)}, since nobody else could${because(body.reason)}`,
        )
      : `${actor.name} said go as ${roleName(body.role)} for ${stepText(body)}.`,
  'command-copied': ({ actor, body }) =>
    `${actor.name} copied command ${body.index + 1} of ${stepText(body)}: ${body.text}`,
  'value-recorded': ({ actor, body }) => stopped(`${actor.name} recorded ${body.name}: ${body.value}`),
  'check-changed': ({ actor, body }) => {
    const what = body.text ?? `box ${body.checkId} of ${stepText(body)}`;
    return `${actor.name} ${body.on ? 'ticked' : 'unticked'} "${what}".`;
  },
  'step-answered': ({ actor, body }) => {
    const note = body.note === undefined ? '' : ` ${stopped(body.note)}`;
    return `${actor.name} answered ${stepText(body)}: ${body.observed} (${MATCHED[body.matched]}).${note}${ledTo(body.fitsNone === true ? 'none' : body.branch?.target)}`;
  },
  'step-held': ({ actor, body }, zone) => {
    const until = body.until === undefined ? '' : ` until ${clockText(body.until, zone)}`;
    return stopped(`${actor.name} set ${stepText(body)} on hold${until}: ${body.reason}`);
  },
  'step-resumed': ({ actor, body }) => `${actor.name} went on with ${stepText(body)}.`,
  'step-skipped': ({ actor, body }) => stopped(`${actor.name} skipped ${stepText(body)}: ${body.reason}`),
  'step-limit-passed': ({ body }) =>
    `The limit of ${durationText(body.limit)} has passed for ${stepText(body)}.`,
  'step-undone': ({ actor, body }) => {
    const outcome = {
      done: 'carried out the undo of',
      partly: 'carried out part of the undo of',
      impossible: 'found the undo impossible of',
    }[body.outcome];
    return stopped(`${actor.name} ${outcome} ${stepText(body)}${because(body.note)}`);
  },
  'step-reopened': ({ actor, body }) =>
    stopped(`${actor.name} opened ${stepText(body)} again${because(body.reason)}`),
  'step-questioned': ({ actor, body }) => {
    const where =
      body.stepId === undefined ? 'the runbook' : stepText({ stepId: body.stepId, title: body.title });
    return stopped(`${actor.name} marked something ${body.problem} in ${where}: ${body.text}`);
  },
};
