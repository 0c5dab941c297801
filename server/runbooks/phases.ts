/** Which phase a heading means. */
import { PHASES } from './runbook.ts';
import type { Phase } from './runbook.ts';

/** The phase that a heading of the convention names: `## Detect`, `## 2. TRIAGE:`. */
export function namedPhase(heading: string): Phase | undefined {
  const words = heading.toLowerCase().match(/\p{L}+/gu) ?? [];
  return PHASES.find((phase) => words.length === 1 && phase === words[0]);
}

/** Words of plain headings, each with the phase that it speaks of. */
const WORDS: [RegExp, Phase][] = [
  [/\b(?:symptoms?|alerts?|alarms?|detect(?:ion|ing)?|meaning|signals?)\b/, 'detect'],
  [/\b(?:impact|diagnos\w*|investigat\w*|verif\w*|triage|assess\w*|troubleshoot\w*)\b/, 'triage'],
  [/\b(?:escalat\w*|contacts?|(?:who|whom) to call|on[- ]call)\b/, 'escalate'],
  [
    /\b(?:mitigat\w*|fix(?:es|ing)?|resolv(?:e|es|ed|ing)|resolutions?|remediat\w*|recover\w*|roll(?:ing)?[- ]?backs?|workarounds?|repair\w*)\b/,
    'resolve',
  ],
];

/** The phase that a plain heading speaks of, by its first telling word. */
export function phaseByWords(heading: string): Phase | undefined {
  const lower = heading.toLowerCase();
  const found = WORDS.map(([words, phase]) => ({ phase, at: lower.search(words) })).filter(
    ({ at }) => at >= 0,
  );
  return found.sort((a, b) => a.at - b.at)[0]?.phase;
}

/** A heading under which plain bullets are things to do. */
export function namesAction(heading: string): boolean {
  return /\b(?:fix(?:es)?|steps?|actions?|mitigat\w*|procedures?|resolv(?:e|es|ing)|resolutions?|diagnos\w*|recover\w*|remediat\w*|what to do)\b/i.test(
    heading,
  );
}
