/** Rules for how an incident begins: declared, reported, or declared from what was detected. */
import { Refused } from '../core/refused.ts';
import { sentenceList } from '../core/text.ts';
import { zone as readZone } from '../core/zone.ts';
import { beforeYou, entry, nothing } from './act.ts';
import type { Context, Decision } from './act.ts';
import { alikeWords, type Opened } from './alike.ts';
import type { Rules } from './command.ts';
import { attachment } from './decide-run.ts';
import type { Body, NewEntry } from './entry.ts';
import type { Severity, Visibility } from './entry-fields.ts';
import { mustHave } from './may.ts';
import { holderOf, tenureOf } from './roles.ts';
import { demandToTell } from './severity.ts';
import type { State } from './state.ts';
import { inTurn } from './trial.ts';

type Opening = {
  key: string;
  kind: 'incident' | 'drill' | 'test';
  title: string;
  summary?: string | undefined;
  service?: string | undefined;
  homeZone: string;
  visibility: Visibility;
  backfilled?: boolean | undefined;
  temporaryId?: string | undefined;
  scenario?: Body<'incident-opened'>['scenario'];
  /** The policy of its service, which is begun with it. */
  policy?: { id: string; name: string; service: string } | undefined;
  /** Open incidents that may be the same; whoever tells this one is told of them. */
  alike?: readonly Opened[] | undefined;
};

/** What is chosen when an incident is declared. Without a severity it is SEV-2, since nobody is sure yet. */
type Declaration = {
  severity?: Severity | undefined;
  test?: string | undefined;
  takeCommand: boolean;
  runbook?: { contentHash: string; why: string[] } | undefined;
};

export type OpeningCommands = {
  declare: Opening & Declaration;
  /** What a person, an alert or an inject says; it stays `detected` until somebody declares it. */
  report: Opening & {
    how: 'reported' | 'alert' | 'inject' | 'imported';
    severity?: Severity | undefined;
    reportedBy?: Body<'incident-opened'>['reportedBy'];
    /** Keys of what this person reported before and nobody has declared or ended yet. */
    waiting?: readonly string[] | undefined;
  };
  /** The button on a detected incident. */
  'declare-detected': Declaration & { verdict?: 'real' | 'not-sure' | undefined };
};

export const OPENING_RULES: Rules<OpeningCommands> = {
  declare: (state, command, context) => {
    mustHave(context, 'incident.declare');
    mustBeNothingYet(state);
    const verdict = { verdict: 'real', from: 'web' } as const;
    const entries = inTurn(
      state,
      () => [entry(context, 'incident-opened', openedBody(command, 'declared'), command.at)],
      () => [entry(context, 'acknowledged', verdict)],
      (opened) => declaration(opened, command, context),
      (declared) => policyBegun(declared, command, context),
    );
    return withAlike(entries, command, context);
  },
  report: (state, command, context) => {
    mustMayReport(command.how, context);
    mustBeNothingYet(state);
    mustNotFlood(command.waiting ?? []);
    const body = {
      ...openedBody(command, command.how),
      severity: command.severity,
      reportedBy: command.reportedBy,
    };
    const entries = inTurn(
      state,
      () => [entry(context, 'incident-opened', body, command.at)],
      (opened) => policyBegun(opened, command, context),
    );
    return withAlike(entries, command, context);
  },
  'declare-detected': (state, command, context) => {
    mustHave(context, 'incident.declare');
    const declared = state.stamps.declaredAt;
    if (declared) return nothing(`It was declared ${beforeYou(declared.at, context)}.`);
    if (state.status !== 'detected')
      throw new Refused('not-detected', 'Only a detected incident can be declared.');
    return declaredFromDetected(state, command, context);
  },
};

/** An incident of a service asks whoever looks after it, by the policy that its service has. */
function policyBegun(state: State, { policy }: Opening, context: Context): NewEntry[] {
  if (policy === undefined) return [];
  const what = [state.severity, 'incident of', policy.service].filter((word) => word !== undefined).join(' ');
  return [
    entry(context, 'escalation-requested', {
      escalationId: context.ids.next(),
      policyId: policy.id,
      policyName: policy.name,
      reason: `${what} was ${begunBy(state)}`,
      by: 'rule',
      role: holderOf(state, 'commander') === undefined ? 'commander' : undefined,
      severity: state.severity,
    }),
  ];
}

function begunBy({ how, status }: State): string {
  if (how === 'alert') return 'raised by an alert';
  return status === 'detected' ? 'reported' : 'declared';
}

function mustMayReport(how: string, context: Context): void {
  if (how === 'reported') return mustHave(context, 'incident.report');
  if (context.actor.type === 'person') {
    throw new Refused(
      'system-only',
      'Alerts, injects and imports come in by themselves. Report what you see instead.',
    );
  }
}

/** Somebody who reports without end would hide what matters. */
const MOST_REPORTS = 3;

function mustNotFlood(waiting: readonly string[]): void {
  if (waiting.length < MOST_REPORTS) return;
  throw new Refused(
    'too-many-reports',
    `Nobody has looked into ${sentenceList(waiting)} yet, which you reported. Ask a responder to look, then report more.`,
  );
}

function withAlike(entries: NewEntry[], { alike }: Opening, context: Context): Decision {
  const said = alikeWords(alike ?? [], context.now);
  return said === undefined ? { entries } : { entries, said };
}

function mustBeNothingYet(state: State): void {
  if (state.seq > 0) throw new Refused('already-open', `${state.key} is open already.`);
}

function openedBody(command: Opening, how: Body<'incident-opened'>['how']): Body<'incident-opened'> {
  const { key, kind, title, summary, service, homeZone, visibility, temporaryId, scenario } = command;
  const backfilled = command.backfilled ?? false;
  const accepted = readZone(homeZone);
  if ('refuse' in accepted) throw new Refused('bad-zone', accepted.refuse, { field: 'homeZone' });
  if ('ask' in accepted) throw new Refused('bad-zone', accepted.ask, { field: 'homeZone' });
  return {
    key,
    kind,
    how,
    title,
    summary,
    service,
    homeZone: accepted.zone,
    visibility,
    backfilled,
    temporaryId,
    scenario,
  };
}

/** Declares what was detected, with the verdict that was given, or real. */
export function declaredFromDetected(
  state: State,
  command: Declaration & { verdict?: 'real' | 'not-sure' | undefined },
  context: Context,
): Decision {
  const known = state.acknowledgement?.verdict;
  const verdict = command.verdict ?? (known === 'not-sure' ? known : 'real');
  const entries = inTurn(
    state,
    () => (known === verdict ? [] : [entry(context, 'acknowledged', { verdict, from: 'web' })]),
    (acknowledged) => declaration(acknowledged, command, context),
  );
  return { entries };
}

function declaration(state: State, command: Declaration, context: Context): NewEntry[] {
  return inTurn(
    state,
    () => firstSeverity(state, command, context),
    () => [entry(context, 'status-changed', { from: 'detected', to: 'triage', overridden: [] })],
    (triage) => arrival(triage, command.takeCommand, context),
    (triage) => (command.runbook ? attachment(triage, command.runbook, context) : []),
  );
}

function firstSeverity(state: State, command: Declaration, context: Context): NewEntry[] {
  const chosen = command.severity ?? state.severity;
  if (state.severities.length > 0 && chosen === state.severity) return [];
  const reason = chosen ? undefined : 'not sure';
  const to = chosen ?? 'SEV-2';
  const demand = demandToTell(context.severities, to);
  const body = { from: state.severity, to, stage: 'live', test: command.test, reason, demand } as const;
  return [entry(context, 'severity-set', body)];
}

/**
 * Whoever declares takes part: as commander when they take command, else as a responder. A program takes command for
 * its owner when it says so; a pipeline that only declares does not put anybody into the room.
 */
function arrival(state: State, takeCommand: boolean, context: Context): NewEntry[] {
  const { id: personId, name: personName, type } = context.actor;
  if (type !== 'person' && type !== 'token') return [];
  if (takeCommand && !tenureOf(state, 'commander')) {
    mustHave(context, 'incident.command');
    return [entry(context, 'role-taken', { role: 'commander', personId, personName })];
  }
  if (type === 'token') return [];
  return [entry(context, 'responder-joined', { personId, personName, how: 'declared' })];
}
