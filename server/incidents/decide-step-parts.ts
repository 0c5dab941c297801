/** Rules for the parts of a step: its owner, its go, its commands and its checks. */
import { Refused } from '../core/refused.ts';
import { filledCommand } from '../runbooks/command-text.ts';
import type { Command } from '../runbooks/runbook.ts';
import { beforeYou, entry, mustSay, nothing } from './act.ts';
import type { Context } from './act.ts';
import type { Rules } from './command.ts';
import { mustHaveGo } from './decide-steps.ts';
import { roleText } from './decide-roles.ts';
import { goRole, isGoFor, needsGo, whoCanGo } from './going.ts';
import { holds, mustAct } from './may.ts';
import { stepOf, valuesOf } from './run.ts';
import type { Run, StepRecord } from './run.ts';
import type { State } from './state.ts';
import { followed, stepFields, stepIn } from './steps-ahead.ts';

type Named = { runId: number; stepId: string };

export type StepPartCommands = {
  /** With a reason the claim of somebody else is taken over. */
  'claim-step': Named & { reason?: string | undefined };
  /** The go of the role that the step names; from another person than the one who acts. */
  'confirm-step': Named;
  /** The go of somebody alone: the target is typed (the step's id) and a reason given. */
  'confirm-step-alone': Named & { typedTarget: string; reason: string };
  'note-on-step': Named & { text: string };
  /** Without `text` it is the command of the step, with the values recorded so far. */
  'copy-command': Named & { index: number; text?: string | undefined; names?: string[] | undefined };
  'change-check': Named & { checkId: string; on: boolean };
};

export const STEP_PART_RULES: Rules<StepPartCommands> = {
  'note-on-step': (state, { runId, stepId, text, at: when }, context) => {
    mustAct(context);
    const at = followed(state, runId, context);
    const { title } = stepFields(at.run, stepId, stepIn(at, stepId));
    mustSay(text, 'text', 'Write something: the note is empty.');
    const about = { runId, stepId, title };
    return { entries: [entry(context, 'note-added', { text, flavour: 'observation', about }, when)] };
  },
  'claim-step': (state, { runId, stepId, reason, at: when }, context) => {
    mustAct(context);
    const at = followed(state, runId, context);
    const step = stepIn(at, stepId);
    const { id: personId, name: personName } = context.actor;
    const owner = stepOf(at.run, stepId)?.owner;
    if (owner?.personId === personId) return nothing('You have it already.');
    if (owner && !reason?.trim()) {
      return nothing(`${owner.name} claimed this ${beforeYou(owner.at, context)}. To take it over, say why.`);
    }
    const body = { ...stepFields(at.run, stepId, step), personId, personName, fromName: owner?.name, reason };
    return { entries: [entry(context, 'step-claimed', body, when)] };
  },
  'confirm-step': (state, { runId, stepId }, context) => {
    mustAct(context);
    const at = followed(state, runId, context);
    const step = stepIn(at, stepId);
    if (!needsGo(step)) return nothing('This step needs no go.');
    const record = openRecord(stepOf(at.run, stepId));
    const role = goRole(step);
    const acting = record.owner?.personId;
    const given = record.goes.find((go) => (acting === undefined ? !go.alone : isGoFor(go, acting)));
    if (given) return nothing(`${given.by.name} said go ${beforeYou(given.at, context)}.`);
    mustBeOther(state, record, role, context);
    const body = { ...stepFields(at.run, stepId, step), role, alone: false };
    return { entries: [entry(context, 'step-confirmed', body)] };
  },
  'confirm-step-alone': (state, { runId, stepId, typedTarget, reason }, context) => {
    mustAct(context);
    const at = followed(state, runId, context);
    const step = stepIn(at, stepId);
    if (!needsGo(step)) return nothing('This step needs no go.');
    const record = openRecord(stepOf(at.run, stepId));
    const { id } = context.actor;
    if (record.goes.some((go) => isGoFor(go, id))) return nothing('There is a go for you already.');
    const role = goRole(step);
    const other = whoCanGo(state, role, id);
    if (other)
      throw new Refused(
        'ask-somebody',
        `${other.name} holds ${roleText(role)}: ask ${other.name} to say go.`,
      );
    if (typedTarget.trim() !== stepId) {
      throw new Refused('wrong-target', `Type ${stepId} to show that you mean this step.`, {
        field: 'typedTarget',
      });
    }
    mustSay(reason, 'reason', 'Say in one line why you go on alone.');
    const body = { ...stepFields(at.run, stepId, step), role, alone: true, typedTarget, reason };
    return { entries: [entry(context, 'step-confirmed', body)] };
  },
  'copy-command': (state, { runId, stepId, index, text, names = [] }, context) => {
    mustAct(context);
    const at = followed(state, runId, context);
    const step = stepIn(at, stepId);
    mustHaveGo(step, stepOf(at.run, stepId), context);
    const command = step?.commands.find((one) => one.index === index);
    if (step && !command) {
      throw new Refused('no-such-command', 'This step has no such command. Look at it again.');
    }
    const copied = text === undefined ? copiedFrom(command, at.run) : { text, names };
    return {
      entries: [entry(context, 'command-copied', { ...stepFields(at.run, stepId, step), index, ...copied })],
    };
  },
  'change-check': (state, { runId, stepId, checkId, on, at: when }, context) => {
    mustAct(context);
    const at = followed(state, runId, context);
    const step = stepIn(at, stepId);
    const check = step?.checks.find(({ id }) => id === checkId);
    if (step && !check) throw new Refused('no-such-check', 'This step has no such box. Look at it again.');
    const known = stepOf(at.run, stepId)?.checks[checkId];
    if ((known?.on ?? false) === on) {
      return nothing(
        known ? `${known.by.name} did that ${beforeYou(known.at, context)}.` : 'It is not ticked.',
      );
    }
    const body = { ...stepFields(at.run, stepId, step), checkId, on, text: check?.text.slice(0, 200) };
    return { entries: [entry(context, 'check-changed', body, when)] };
  },
};

function openRecord(record: StepRecord | undefined): StepRecord {
  if (record?.state === 'open') return record;
  throw new Refused('not-open', 'A go is said for a step that is open. Open it first.');
}

/** The go comes from the holder of the role, who is not the person acting. */
function mustBeOther(
  state: State,
  record: StepRecord,
  role: ReturnType<typeof goRole>,
  context: Context,
): void {
  if (!holds(state, context, role)) {
    throw new Refused('not-your-go', `Whoever holds ${roleText(role)} says go for this step.`);
  }
  if (record.owner?.personId === context.actor.id) {
    throw new Refused(
      'own-go',
      'You are doing this step yourself: ask somebody else for the go, or say it alone.',
    );
  }
}

/** @throws Refused when the text of the runbook is not in this installation */
function copiedFrom(command: Command | undefined, run: Run): { text: string; names: string[] } {
  if (!command) {
    throw new Refused('no-such-command', `The text of "${run.title}" is not here: say what was copied.`, {
      field: 'text',
    });
  }
  const { text, names } = filledCommand(command, valuesOf(run));
  return { text, names: [...names] };
}
