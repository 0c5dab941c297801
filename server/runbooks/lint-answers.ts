/** RB601 to RB604: whether a step can be answered, by whom, and in what time. */
import { capital } from '../core/text.ts';
import { plainText } from '../core/markdown.ts';
import type { Remark } from './finding.ts';
import type { ReadRunbook } from './reading.ts';
import type { Step } from './runbook.ts';

const ROLES = ['commander', 'operations', 'scribe', 'communications', 'deputy', 'expert', 'observer'];

export function answerRemarks(runbook: ReadRunbook): Remark[] {
  return runbook.steps.flatMap((step, place) => [
    ...expectRemarks(step, placeOf(runbook, place, 'expect')),
    ...unreadRemarks(runbook, place),
    // The one step of rule 6 is ours, and no author gave it a limit.
    ...(runbook.rule === 6 ? [] : limitRemarks(step, placeOf(runbook, place, 'limit'))),
  ]);
}

type Places = ReadRunbook['source']['steps'][number]['attributes'];

function placeOf({ source }: ReadRunbook, place: number, label: Places[number]['label']): number | undefined {
  return source.steps[place]?.attributes.find((attribute) => attribute.label === label)?.at;
}

function expectRemarks({ expect, range }: Step, place: number | undefined): Remark[] {
  if (expect === undefined) return [];
  const at = place ?? range.from;
  if (!hasNumber(expect) && !hasState(expect)) {
    const hint = 'Name what is to be seen: a figure with its unit, or a state such as "running".';
    return [{ code: 'RB601', at, message: 'Expect has no number and no state', hint }];
  }
  if (/\b(?:normal(?:ly)?|usual(?:ly)?|typical(?:ly)?|baseline|otherwise it is)\b/i.test(expect)) return [];
  const hint = 'Add it in brackets: "(normal: 0.8 s)".';
  return [{ code: 'RB602', at, message: 'Expect does not give the normal value', hint }];
}

function hasNumber(expect: string): boolean {
  return /\d|\b(?:no|none|nobody|nothing|zero|one|two|three|all|every|each|both|half|twice|once)\b/i.test(
    expect,
  );
}

const STATES =
  /`[^`]{1,80}`|["“][^"“”]{1,80}["”]|\b(?:up|down|ready|running|stopped|started|green|red|yellow|amber|healthy|unhealthy|active|inactive|passive|primary|replica|leader|follower|empty|full|open|closed|present|absent|missing|exists?|same|equal|identical|different|true|false|yes|succeed(?:s|ed)?|fail(?:s|ed|ing)?|accept(?:s|ed)|refus(?:es|ed)|answers?|reachable|unreachable|enabled|disabled|valid|invalid|expired|trusted|rising|falling|flat|growing|stable|locked|blocked|connected|disconnected|degraded|online|offline|done|completed?|finished|pending|paused|drained|mounted|read-only|writable|listed|gone|stale|fresh|rolled back|deployed|in sync|caught up|quiet|silent|firing|resolved)\b/i;

function hasState(expect: string): boolean {
  return STATES.test(expect);
}

function unreadRemarks({ source }: ReadRunbook, place: number): Remark[] {
  const attributes = source.steps[place]?.attributes ?? [];
  return attributes.flatMap(({ label, value, read, at }): Remark[] => {
    const problem = problemWith(label, value, read);
    if (problem === undefined) return [];
    const name = capital(label);
    return [
      {
        code: 'RB603',
        at,
        message: `${name} cannot be read: ${value === '' ? 'it is empty' : value}`,
        hint: problem,
      },
    ];
  });
}

/** What is wrong with a value, as a hint; undefined when it can be read. */
function problemWith(label: Places[number]['label'], value: string, read: boolean): string | undefined {
  switch (label) {
    case 'danger':
      return read ? undefined : 'Write none, low or high.';
    case 'limit':
      return read ? undefined : 'Write one duration, such as 90 s, 5 min or 2 h.';
    case 'role':
    case 'confirm': {
      const known = ROLES.includes(plainText(value).toLowerCase());
      return read && known
        ? undefined
        : 'Write one of Commander, Operations, Scribe, Communications, Deputy, Expert, Observer.';
    }
    case 'expect':
    case 'record':
    case 'undo':
      return undefined;
  }
}

function limitRemarks({ limitSeconds, range }: Step, place: number | undefined): Remark[] {
  // A limit that cannot be read has a remark of its own.
  if (limitSeconds !== undefined || place !== undefined) return [];
  return [
    { code: 'RB604', at: range.from, message: 'Step without a limit', hint: 'Add `- **Limit:** 5 min`.' },
  ];
}
