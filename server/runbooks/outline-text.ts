/** What was read from a runbook, as JSON for programs and as text for people. */
import { capital } from '../core/text.ts';
import { plainText } from '../core/markdown.ts';
import type { ReadRunbook } from './reading.ts';
import { targetText } from './runbook.ts';
import type { Branch, Metadata, Runbook, Step, Target } from './runbook.ts';

/** The answer of `muster runbook show --json`: names in snake_case, nothing where nothing is said. */
export function summaryJson(runbook: Runbook) {
  const { id, file, title, metadata, rule, phases, steps, references, exitCriteria } = runbook;
  return {
    ...{ id, file, title, rule, metadata: metadataJson(metadata) },
    ...{ use_when: runbook.useWhen, not_for: runbook.notFor, exit_criteria: exitCriteria },
    phases: phases.map((phase) => ({
      phase,
      steps: steps.filter((step) => step.phase === phase).map((step) => step.id),
    })),
    steps: steps.map(stepJson),
    references: references.map((reference) => ({ title: reference.title, phase: reference.phase })),
  };
}

function metadataJson(metadata: Metadata) {
  return {
    ...{ id: metadata.id, title: metadata.title, services: metadata.services, owner: metadata.owner },
    ...{ use_when: metadata.useWhen, default_severity: metadata.defaultSeverity, style: metadata.style },
    ...{ watch_seconds: metadata.watchSeconds, escalate_to: metadata.escalateTo, hosts: metadata.hosts },
    ...{ last_reviewed: metadata.lastReviewed, review_in: metadata.reviewIn },
    ...{ last_exercised: metadata.lastExercised, tags: metadata.tags, other: metadata.other },
  };
}

function stepJson(step: Step) {
  return {
    ...{ id: step.id, number: step.number, title: step.title, phase: step.phase },
    labels: {
      ...{ role: step.role, limit_seconds: step.limitSeconds, expect: step.expect, record: step.records },
      ...{ danger: step.danger, confirm: step.confirm, undo: step.undo },
    },
    commands: step.commands,
    checks: step.checks,
    branches: step.branches.map(({ otherwise, condition, undoFirst, targets, text }) => ({
      ...{ otherwise, condition, undo_first: undoFirst, text },
      targets: targets.map(targetJson),
    })),
  };
}

function targetJson(target: Target) {
  const text = targetText(target);
  if (target.to !== 'step') return { ...target, text };
  return { to: target.to, step_id: target.stepId, title: target.title, text };
}

/** The answer of `muster runbook show`: one line a fact, indented under its step. */
export function outlineText(runbook: ReadRunbook): string {
  const { title, id, rule, steps, exitCriteria, references } = runbook;
  const groups = [...new Set(steps.map(({ phase }) => phase))];
  return [
    title,
    `  id ${id}, read by rule ${rule}`,
    ...facts([
      ['use when', runbook.useWhen],
      ['not for', runbook.notFor],
      ['owner', runbook.metadata.owner],
      ['done when', exitCriteria.map(({ text }) => plainText(text)).join('; ')],
    ]),
    ...groups.flatMap((phase) => [
      '',
      phase === undefined ? 'Steps' : capital(phase),
      ...steps.filter((step) => step.phase === phase).flatMap(stepLines),
    ]),
    ...(references.length === 0
      ? []
      : ['', `Also: ${references.map((part) => part.title ?? 'untitled').join(', ')}`]),
    '',
  ].join('\n');
}

function stepLines(step: Step): string[] {
  const number = step.number === undefined ? '' : `${step.number}. `;
  const lines = [
    ...facts([
      ['role', step.role],
      ['limit', step.limitSeconds === undefined ? undefined : `${step.limitSeconds} s`],
      ['expect', step.expect],
      ['record', step.records.join(', ')],
      ['danger', step.danger === 'none' ? undefined : step.danger],
      ['confirm', step.confirm],
      ['undo', step.undo],
    ]),
    ...step.commands.map(
      ({ language, text }) =>
        `  ${language}: ${text.split('\n').join(`\n      ${' '.repeat(language.length)}`)}`,
    ),
    ...step.checks.map(({ text }) => `  [ ] ${plainText(text)}`),
    ...step.branches.map((branch) => `  ${branchLine(branch)}`),
  ];
  return [`  ${number}${step.title} (${step.id})`, ...lines.map((line) => `  ${line}`)];
}

function branchLine({ otherwise, condition, undoFirst, targets }: Branch): string {
  const word = otherwise ? 'otherwise' : 'if';
  const told = condition === '' ? word : `${word} ${plainText(condition)}`;
  return `${told} → ${undoFirst ? 'undo, then ' : ''}${targets.map(targetText).join(' or ') || 'nowhere'}`;
}

function facts(pairs: [string, string | undefined][]): string[] {
  return pairs.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`  ${name}: ${plainText(value)}`],
  );
}
