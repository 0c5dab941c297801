/** Which parts of the pages of an incident an entry touches. What a page shows anew is decided here and nowhere else. */
import type { Kind } from './entry.ts';

/** The parts that are shown anew by themselves, in the order of the run page; the last four stand on other pages. */
export const REGIONS = [
  'strip',
  'drill',
  'rail',
  'calls',
  'steps',
  'roles',
  'panels',
  'timeline',
  'entries',
  'people',
  'updates',
  'news',
] as const;
export type Region = (typeof REGIONS)[number];

/** Every entry stands in these. */
const EVERY_ENTRY: readonly Region[] = ['timeline', 'entries', 'news'];

/** Beside what is said here, an entry stands in the timeline. Rather a region too many than one too few. */
const NOTHING_ELSE: readonly Region[] = [];
const ALL: readonly Region[] = REGIONS;
const IN_STEPS: readonly Region[] = ['steps'];
/** The frame of a drill says which step waits for a go. */
const STEPS: readonly Region[] = ['rail', 'steps', 'calls', 'drill'];
const DIRECTED: readonly Region[] = ['drill', 'steps'];
const PEOPLE: readonly Region[] = ['roles', 'calls', 'steps', 'panels', 'people'];
const PAGING: readonly Region[] = ['roles', 'calls', 'steps', 'people'];
const PANELS: readonly Region[] = ['panels'];
const IMPACT: readonly Region[] = ['panels', 'updates'];
const TASKS: readonly Region[] = ['panels', 'calls', 'people'];
const UPDATES: readonly Region[] = ['strip', 'roles', 'calls', 'updates'];

const TOUCHED: Readonly<Record<Kind, readonly Region[]>> = {
  'incident-opened': ALL,
  'details-changed': ALL,
  'services-changed': ['steps'],
  'label-changed': NOTHING_ELSE,
  'link-changed': NOTHING_ELSE,
  'merged-into': ALL,
  'merge-received': ALL,
  'status-changed': ALL,
  acknowledged: ALL,
  'detection-set': NOTHING_ELSE,
  'severity-set': ALL,
  'impact-opened': IMPACT,
  'impact-changed': IMPACT,
  'impact-closed': IMPACT,
  'impact-withdrawn': IMPACT,
  'number-recorded': PANELS,
  'exit-criteria-set': PANELS,
  'exit-criterion-changed': PANELS,
  'review-signals-set': NOTHING_ELSE,
  'review-required': NOTHING_ELSE,
  'review-waived': NOTHING_ELSE,
  'postmortem-published': NOTHING_ELSE,
  'responder-joined': PEOPLE,
  'responder-left': PEOPLE,
  'role-offered': PEOPLE,
  'role-accepted': PEOPLE,
  'role-declined': PEOPLE,
  'role-offer-ended': PEOPLE,
  'role-taken': PEOPLE,
  'role-released': PEOPLE,
  'escalation-requested': PAGING,
  'escalation-accepted': PEOPLE,
  'escalation-declined': PAGING,
  'escalation-withdrawn': PAGING,
  'escalation-sent': PAGING,
  'escalation-level-skipped': PAGING,
  'escalation-seen': PAGING,
  'escalation-expired': PAGING,
  'escalation-exhausted': PAGING,
  'escalation-repaged': PAGING,
  'escalation-given-back': PAGING,
  'escalation-send-failed': PAGING,
  'alert-received': IN_STEPS,
  'alert-repeated': IN_STEPS,
  'alert-cleared': IN_STEPS,
  'inject-delivered': DIRECTED,
  'probe-answered': ALL,
  'hint-given': DIRECTED,
  'drill-clock-changed': ALL,
  'drill-ended': ALL,
  'runbook-attached': STEPS,
  'runbook-none-fits': STEPS,
  'runbook-detached': STEPS,
  'run-version-moved': STEPS,
  'phase-moved': STEPS,
  'step-opened': STEPS,
  'step-claimed': STEPS,
  'step-confirmed': STEPS,
  'command-copied': IN_STEPS,
  'value-recorded': IN_STEPS,
  'check-changed': IN_STEPS,
  'step-answered': STEPS,
  'step-held': STEPS,
  'step-resumed': STEPS,
  'step-skipped': STEPS,
  'step-limit-passed': STEPS,
  'step-undone': STEPS,
  'step-reopened': STEPS,
  'step-questioned': IN_STEPS,
  'hypothesis-opened': PANELS,
  'hypothesis-evidence-added': PANELS,
  'hypothesis-parked': PANELS,
  'hypothesis-resumed': PANELS,
  'hypothesis-ruled-out': PANELS,
  'hypothesis-confirmed': PANELS,
  'hypothesis-reopened': PANELS,
  'hypothesis-limit-passed': PANELS,
  'decision-made': PANELS,
  'change-started': PANELS,
  'change-finished': PANELS,
  'change-undone': PANELS,
  'note-added': IN_STEPS,
  'attachment-added': PANELS,
  'follow-up-noted': PANELS,
  'entry-pinned': NOTHING_ELSE,
  'task-given': TASKS,
  'task-accepted': TASKS,
  'task-passed': TASKS,
  'task-closed': TASKS,
  'update-drafted': UPDATES,
  'update-approved': UPDATES,
  'update-sent': UPDATES,
  'update-seen-public': UPDATES,
  'update-due-set': UPDATES,
  'update-overdue': UPDATES,
  'time-corrected': ALL,
  'text-corrected': ALL,
  'entry-struck': ALL,
  'entry-redacted': ALL,
  'clock-skew-noticed': NOTHING_ELSE,
  'delay-noticed': NOTHING_ELSE,
};

/** An entry as far as the regions go. */
type Told = { seq: number; kind: string; opId: string };

/** The regions that entries touch, in their order above. A kind that a newer server wrote may touch any. */
export function touched(entries: readonly Pick<Told, 'kind'>[]): Region[] {
  const kinds = TOUCHED as Readonly<Partial<Record<string, readonly Region[]>>>;
  const all = new Set<Region>(entries.flatMap(({ kind }) => [...EVERY_ENTRY, ...(kinds[kind] ?? ALL)]));
  return entries.length === 0 ? [] : REGIONS.filter((region) => all.has(region));
}

/** Entries by the act that brought them: what one request wrote was written in one transaction. */
export function acts<E extends Told>(entries: readonly E[]): E[][] {
  const parts: E[][] = [];
  for (const entry of entries) {
    const last = parts.at(-1);
    if (last?.[0]?.opId === entry.opId) last.push(entry);
    else parts.push([entry]);
  }
  return parts;
}
