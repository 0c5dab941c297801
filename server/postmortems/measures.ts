/**
 * The measures of one incident (response model 8) that lie between two instants. A measure that has an end missing
 * says why and has no number; one whose ends stand in the wrong order is a finding. Times that count from the first
 * page wait for a record of that page and are not among them.
 */
import { secondsBetween } from '../core/time.ts';
import { countedIntervals } from '../incidents/impact.ts';
import { DEMANDS } from '../incidents/severity-table.ts';
import { severityAt } from '../incidents/severity.ts';
import { earliest } from '../incidents/stamps.ts';
import type { Moment, StampName } from '../incidents/stamps.ts';
import type { State } from '../incidents/state.ts';

/** An end of a measure: what it is called and when it was, or why nobody knows. */
export type End = { name: string; moment: Moment | undefined; missing: string };

/** `seconds` is undefined when the measure cannot be told; `finding` says why. */
export type Measure = { name: string; from: End; to: End } & (
  { seconds: number; isAbout: boolean; finding: undefined } | { seconds: undefined; finding: string }
);

export function measuresOf(state: State): Measure[] {
  const end = (name: string, stamp: StampName, missing: string): End => ({
    name,
    moment: state.stamps[stamp],
    missing,
  });
  const noImpact = countedIntervals(state).length === 0;
  const began = end('impact began', 'impactBeganAt', 'no impact is recorded');
  const detected = end('detected', 'detectedAt', 'no detection is recorded');
  const declared = end('declared', 'declaredAt', 'it was never declared');
  const identified = end('cause confirmed', 'identifiedAt', 'no cause is confirmed');
  const ended = end('impact ended', 'mitigatedAt', noImpact ? began.missing : 'impact has not ended');
  const resolved = end('resolved', 'resolvedAt', 'it is not resolved');
  return [
    measure('Time to detect', began, detected),
    measure('Time to declare', detected, declared),
    measure('Time to assemble', declared, assembled(state)),
    measure('Time to first update', declared, firstPublicUpdate(state)),
    measure('Time to identify', detected, identified),
    measure('Time to mitigate', detected, ended),
    measure('Time to resolve', detected, resolved),
  ];
}

function measure(name: string, from: End, to: End): Measure {
  const [began, ended] = [from.moment, to.moment];
  const none = (finding: string): Measure => ({ name, from, to, seconds: undefined, finding });
  if (began === undefined) return none(`missing: ${from.missing}`);
  if (ended === undefined) return none(`missing: ${to.missing}`);
  const seconds = secondsBetween(began.at, ended.at);
  if (seconds < 0)
    return none(`none: "${to.name}" lies before "${from.name}", so one of both times is wrong`);
  const isAbout = began.precision === 'about' || ended.precision === 'about';
  return { name, from, to, seconds, isAbout, finding: undefined };
}

/** When the last of the roles that the severity asked for at declaring was filled for the first time. */
function assembled(state: State): End {
  const name = 'last required role';
  const declared = state.stamps.declaredAt;
  const severity = declared && severityAt(state, declared.at);
  if (declared === undefined || severity === undefined) {
    return { name, moment: undefined, missing: 'no severity asked for roles' };
  }
  const firsts = DEMANDS[severity].roles.map((role) => ({
    role,
    first: earliest(state.tenures.filter((tenure) => tenure.role === role).map(({ from }) => from)),
  }));
  const vacant = firsts.find(({ first }) => first === undefined);
  if (vacant) return { name, moment: undefined, missing: `nobody took ${vacant.role}` };
  const last = firsts
    .flatMap(({ first }) => first ?? [])
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .at(-1);
  // A role that was held before declaring was there from the start.
  const moment = last && last.at < declared.at ? { ...declared, seq: last.seq } : last;
  return { name, moment, missing: 'no role was filled' };
}

function firstPublicUpdate({ messages }: State): End {
  const sent = messages.filter(({ audience }) => audience === 'public').map((message) => message.sent);
  return { name: 'first public update', moment: earliest(sent), missing: 'no public update was sent' };
}
