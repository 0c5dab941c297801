/** Rules for the assessment: verdict, detection, severity, figures, exit criteria. */
import { Refused } from '../core/refused.ts';
import { beforeYou, bySystem, entry, mustSay, nothing } from './act.ts';
import type { Context, Decision, When } from './act.ts';
import type { Verdict } from './assessment.ts';
import type { Rules } from './command.ts';
import { reviewRequired } from './decide-status.ts';
import { rolesAsked } from './roles-asked.ts';
import type { Body } from './entry.ts';
import type { Severity } from './entry-fields.ts';
import { watchSeconds } from './exit-criteria.ts';
import { mustAct, mustManage, mustSteer } from './may.ts';
import { demandToTell, severityByImpact } from './severity.ts';
import { isHigher } from './severity-table.ts';
import type { State } from './state.ts';
import { inTurn } from './trial.ts';

export type AssessmentCommands = {
  acknowledge: { verdict: Verdict; from: 'page' | 'web' | 'push' };
  'set-detection': { by: 'alert' | 'us' | 'user' | 'partner'; text?: string | undefined };
  'set-severity': { to: Severity; test?: string | undefined; reason?: string | undefined };
  /** The severity as the review sees it. */
  'set-final-severity': { to: Severity; test?: string | undefined; reason?: string | undefined };
  'record-number': {
    name: Body<'number-recorded'>['name'];
    label: string;
    value: number;
    unit: string;
    url?: string | undefined;
  };
  'set-exit-criteria': {
    criteria: { id?: string | undefined; text: string }[];
    watchSeconds?: number | undefined;
  };
  'change-exit-criterion': {
    criterionId: string;
    holds: boolean;
    value?: string | undefined;
    reason?: string | undefined;
  };
};

type SetSeverity = AssessmentCommands['set-severity'] & { at?: When | undefined };

export const ASSESSMENT_RULES: Rules<AssessmentCommands> = {
  acknowledge: (state, { verdict, from, at }, context) => {
    mustAct(context);
    const known = state.acknowledgement;
    if (known?.verdict === verdict)
      return nothing(`${known.by.name} said that ${beforeYou(known.at.at, context)}.`);
    return { entries: [entry(context, 'acknowledged', { verdict, from }, at)] };
  },
  'set-detection': (_, { by, text, at }, context) => {
    mustAct(context);
    return { entries: [entry(context, 'detection-set', { by, text }, at)] };
  },
  'set-severity': (state, command, context) => {
    mustAct(context);
    if (state.severity === command.to && state.severities.length > 0)
      return nothing(`It is ${command.to} already.`);
    mustMayLower(state, command, context);
    return severitySet(state, command, 'live', context);
  },
  'set-final-severity': (state, command, context) => {
    mustManage(context, 'set the final severity');
    if (state.status !== 'resolved' && state.status !== 'review') {
      throw new Refused(
        'not-resolved',
        'The final severity is set after the incident is resolved. Change the severity instead.',
      );
    }
    if (state.finalSeverity === command.to) return nothing(`The final severity is ${command.to} already.`);
    return severitySet(state, command, 'final', context);
  },
  'record-number': (_, { name, label, value, unit, url, at }, context) => {
    mustAct(context);
    return { entries: [entry(context, 'number-recorded', { name, label, value, unit, url }, at)] };
  },
  'set-exit-criteria': (state, command, context) => {
    mustSteer(state, context, 'set the exit criteria');
    const known = state.exitCriteria?.criteria ?? [];
    const criteria = command.criteria.map(({ id, text }) => {
      return { id: id ?? known.find((one) => one.text === text)?.id ?? context.ids.next(), text };
    });
    const watch = command.watchSeconds ?? state.exitCriteria?.watchSeconds ?? watchSeconds(state);
    const body = { criteria, watchSeconds: watch, from: 'typed' } as const;
    return { entries: [entry(context, 'exit-criteria-set', body, command.at)] };
  },
  'change-exit-criterion': (state, { criterionId, holds, value, reason, at }, context) => {
    mustAct(context);
    const criterion = state.exitCriteria?.criteria.find(({ id }) => id === criterionId);
    if (!criterion)
      throw new Refused('no-such-criterion', 'This exit criterion is not on the list any more. Look again.');
    if (criterion.since !== undefined && criterion.holds === holds) {
      return nothing(`Somebody said so ${beforeYou(criterion.since, context)}.`);
    }
    const body = { criterionId, holds, value, reason, text: criterion.text };
    return { entries: [entry(context, 'exit-criterion-changed', body, at)] };
  },
};

/** Raising is open to everyone; lowering is the commander's, with a reason, and not while the impact says otherwise. */
function mustMayLower(state: State, command: SetSeverity, context: Context): void {
  const from = state.severity;
  if (from === undefined || !isHigher(from, command.to)) return;
  mustSteer(state, context, 'lower the severity');
  mustSay(
    command.reason,
    'reason',
    'Say why it is less bad than it seemed: lowering the severity needs a reason.',
  );
  mustMatchImpact(state, command.to, context);
}

/** @throws Refused when open impact meets the test of a higher severity. */
export function mustMatchImpact(state: State, to: Severity, { severities }: Context): void {
  const met = severityByImpact(state, severities);
  if (!met || !isHigher(met.severity, to)) return;
  throw new Refused(
    'impact-says-higher',
    `Impact of ${met.percent} % is still open, and that is ${met.severity}. Close it or correct its size first.`,
  );
}

function severitySet(
  state: State,
  command: SetSeverity,
  stage: 'live' | 'final',
  context: Context,
): Decision {
  const { to, test, reason, at } = command;
  const demand = demandToTell(context.severities, to);
  const body = { from: state.severity, to, stage, test, reason, demand };
  const isAfter = state.status === 'resolved' || state.status === 'review';
  const entries = inTurn(
    state,
    () => [entry(context, 'severity-set', body, at)],
    (after) => (isAfter ? reviewRequired(after, bySystem(context)) : rolesAsked(state, after, context)),
  );
  return { entries };
}
