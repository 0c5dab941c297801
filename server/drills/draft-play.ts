/** What a drafted scenario plays: what reaches whoever practises, and what they find when they look. */
import { findable, item, probe, settled } from './draft-items.ts';
import type { Drafting, Suspected } from './drafting.ts';
import { clockOf } from './outline.ts';
import { isAlike, type Sign } from './past.ts';

/** What reaches them by itself: what was noticed then, and somebody who believes in each wrong path. */
export function injectsOf(drafting: Drafting): string[] {
  const { past, minutes, suspects } = drafting;
  const end = minutes * 60;
  const told = past.signs
    .filter((sign) => sign.seconds <= end && !tells(drafting, sign))
    .map((sign, index) => ({ at: sign.seconds, text: signItem(drafting, sign, index) }));
  const traps = suspects
    .filter(({ at }) => at <= end)
    .map((suspect) => ({ at: suspect.at, text: trapItem(drafting, suspect) }));
  return [...told, ...traps].toSorted((a, b) => a.at - b.at).map(({ text }) => text);
}

/** A word of a person that gives the cause away; what a machine said stays. */
function tells({ cause }: Drafting, { as, text }: Sign): boolean {
  return as !== 'alert' && cause !== undefined && isAlike(cause, text);
}

function signItem({ plain }: Drafting, { seconds, as, text }: Sign, index: number): string {
  const unless = seconds === 0 ? undefined : 'status monitoring or status resolved';
  return item(
    `${as === 'alert' ? 'Alert' : 'Message'} ${String(index + 1)}`,
    [
      ['At', clockOf(seconds)],
      ['Unless', unless],
      ['To', 'all'],
      ['As', as],
    ],
    plain(text),
  );
}

function trapItem({ plain }: Drafting, suspect: Suspected): string {
  const words = plain(suspect.words).replace(/[.?!]$/, '');
  return item(
    `A wrong path: ${words}`,
    [
      ['At', clockOf(suspect.at)],
      ['Unless', settled(suspect.words, 'ruled out')],
      ['To', 'all'],
      ['As', 'chat'],
      ['Trap', words],
    ],
    `A colleague: "I would look here first: ${words}. Is it that?"`,
  );
}

/** What they may look at, and what they then see. */
export function probesOf({ past, plain, suspects, cause, dangerous }: Drafting): string[] {
  const { impact, readings, evidence } = past;
  const late = lateWhen(dangerous);
  return [
    ...(impact === undefined
      ? []
      : [probe('How many are hurt', 'how many, users, customers, affected, impact, percent', plain(impact))]),
    ...suspects.map(({ words, evidence }) =>
      probe(
        `Look at: ${plain(words)}`,
        findable(words).join(', '),
        evidence === undefined
          ? 'As on any other day: nothing there has changed since before it began.'
          : plain(evidence),
      ),
    ),
    ...readings
      .toSorted((a, b) => Number(a.isLate) - Number(b.isLate))
      .map(({ name, value, isLate }) =>
        probe(
          `Look at the ${name}${isLate ? ' after the repair' : ''}`,
          name,
          `${plain(name)}: ${plain(value)}`,
          isLate ? late : undefined,
        ),
      ),
    ...(cause === undefined
      ? []
      : [
          probe(
            'Look at what changed',
            ['last change', 'what changed', 'changes', 'config', 'release', ...findable(cause)].join(', '),
            (evidence.length === 0 ? [cause] : evidence.map((one) => plain(one))).map(ended).join(' '),
          ),
        ]),
  ];
}

/** A sentence with its full stop. */
function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function lateWhen(dangerous: Drafting['dangerous']): string {
  const [step] = dangerous;
  return step === undefined ? 'status mitigating or status monitoring' : `step ${step.id} answered`;
}
