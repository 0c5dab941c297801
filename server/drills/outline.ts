/** What was read from a scenario, as JSON for programs and as text for its author. */
import { durationText } from '../core/time.ts';
import type { Scenario, Written } from './scenario.ts';

export function scenarioJson(scenario: Scenario) {
  return {
    ...{ id: scenario.id, file: scenario.file, title: scenario.title, public_title: scenario.publicTitle },
    ...{ level: scenario.level, minutes: scenario.minutes, speed: scenario.speed, roles: scenario.roles },
    ...{ runbook: scenario.runbook, policy: scenario.policy, home_zone: scenario.homeZone },
    ...{ start: scenario.start, based_on: scenario.basedOn, abort_when: scenario.abortWhen },
    injects: scenario.injects.map(({ title, atSeconds, when, unless, to, as, trap }) => ({
      ...{ title, at_seconds: atSeconds, when: when?.text, unless: unless?.text, to, as, trap },
    })),
    probes: scenario.probes.map(({ title, matches, shows, costSeconds, after }) => ({
      ...{ title, matches, shows, cost_seconds: costSeconds, after: after?.text },
    })),
    objectives: scenario.objectives.map(({ title, competence, bySeconds, evidence, isJudged }) => ({
      ...{ title, competence, by_seconds: bySeconds, evidence: isJudged ? 'facilitator' : evidence?.text },
    })),
    hints: scenario.hints.map(({ text, objective }) => ({ text, for: objective })),
    colleagues: scenario.colleagues.map(({ name, answers }) => ({ name, answers })),
    debrief: scenario.debrief,
  };
}

/** One line a fact. */
export function outlineOfScenario(scenario: Scenario): string {
  const { title, id, level, minutes, roles, runbook } = scenario;
  return [
    title,
    `  id ${id}, level ${String(level)}, ${String(minutes)} min, roles ${roles.join(', ')}`,
    `  runbook ${runbook ?? 'none named: finding it is part of it'}`,
    ...part('Injects', scenario.injects, (one) => {
      const when = one.atSeconds === undefined ? `when ${textOf(one.when)}` : clockOf(one.atSeconds);
      const guard = one.unless === undefined ? '' : `, unless ${textOf(one.unless)}`;
      const trap = one.trap === undefined ? '' : `, trap: ${one.trap}`;
      return `${when}  ${one.title} (${one.as} to ${one.to.join(', ')}${guard}${trap})`;
    }),
    ...part('Probes', scenario.probes, ({ title, matches, costSeconds, after }) => {
      const cost = costSeconds === 0 ? '' : `, costs ${durationText(costSeconds)}`;
      return `${title}: ${matches.join(', ')}${cost}${after === undefined ? '' : `, after ${textOf(after)}`}`;
    }),
    ...part('Objectives', scenario.objectives, ({ title, competence, bySeconds, evidence, isJudged }) => {
      const by = bySeconds === undefined ? '' : ` by ${clockOf(bySeconds)}`;
      return `${competence ?? '?'}: ${title}${by}, ${isJudged ? 'judged' : textOf(evidence)}`;
    }),
    ...part('Hints', scenario.hints, ({ text }) => text.split('\n')[0] ?? ''),
    '',
  ].join('\n');
}

function part<T>(name: string, items: readonly T[], line: (item: T) => string): string[] {
  return items.length === 0 ? [] : ['', name, ...items.map((item) => `  ${line(item)}`)];
}

function textOf(written: Written | undefined): string {
  if (written === undefined) return 'nothing';
  return written.condition === undefined ? `${written.text} (cannot be read)` : written.text;
}

/** Drill time as it is written in scenarios: `4:00`. */
export function clockOf(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, '0');
  if (hours === 0) return `${String(minutes)}:${tail}`;
  return `${String(hours)}:${String(minutes).padStart(2, '0')}:${tail}`;
}
