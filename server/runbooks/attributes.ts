/** `- **Role:** Operations`: the parts of a step that are named by a bold label. */
import { secondsOf } from '../core/duration.ts';
import { plainText } from '../core/markdown.ts';
import type { Danger, Step } from './runbook.ts';

export const LABELS = ['role', 'limit', 'expect', 'record', 'danger', 'confirm', 'undo'] as const;
export type Label = (typeof LABELS)[number];

/** A label with its text as written. `rest` are lines under a value of one line: they are prose. */
export type Attribute = { label: Label; value: string; rest: string };

const LABELLED = /^(\*\*|__)\s*(role|limit|expect|record|danger|confirm|undo)\s*(?::\s*\1|\1\s*:)([\s\S]*)$/i;

/** The attribute that a list item states, or undefined. The colon may stand inside or outside the bold. */
export function attributeOf(markdown: string): Attribute | undefined {
  const match = LABELLED.exec(markdown);
  const label = LABELS.find((known) => known === match?.[2]?.toLowerCase());
  const text = match?.[3]?.trim();
  if (label === undefined || text === undefined) return undefined;
  // A sentence may go on in the next line; a role or a limit does not, and a line right under it is prose
  // that Markdown counts into the item.
  if (label === 'expect' || label === 'undo') return { label, value: text.trim(), rest: '' };
  if (label === 'record' && namesIn(oneLine(text))) return { label, value: oneLine(text), rest: '' };
  const end = text.indexOf('\n');
  if (end === -1) return { label, value: text.trim(), rest: '' };
  return { label, value: text.slice(0, end).trim(), rest: text.slice(end + 1).trim() };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The fields of a step that attributes fill. */
export type Fields = Pick<
  Step,
  'role' | 'limitSeconds' | 'expect' | 'records' | 'danger' | 'confirm' | 'undo'
>;

export const noFields = (): Fields => ({
  ...{ role: undefined, limitSeconds: undefined, expect: undefined, records: [] },
  ...{ danger: 'none', confirm: undefined, undo: undefined },
});

/** Writes an attribute into the fields; false when it cannot be read, and the line is shown as it stands. */
export function applyAttribute(fields: Fields, { label, value }: Attribute): boolean {
  if (value === '') return false;
  switch (label) {
    case 'role':
    case 'confirm':
      return fillOnce(fields, label, plainText(value));
    case 'expect':
    case 'undo':
      return fillOnce(fields, label, value);
    case 'limit':
      return fillOnce(fields, 'limitSeconds', secondsOf(plainText(value)));
    case 'danger':
      return applyDanger(fields, plainText(value).toLowerCase());
    case 'record': {
      fields.records = [...new Set([...fields.records, ...(namesIn(value) ?? namesFrom(value))])];
      return namesIn(value) !== undefined;
    }
  }
}

/** The first statement counts; a second one is shown as it stands. */
function fillOnce<Key extends keyof Fields>(fields: Fields, key: Key, value: Fields[Key]): boolean {
  if (fields[key] !== undefined || value === undefined) return false;
  fields[key] = value;
  return true;
}

function applyDanger(fields: Fields, value: string): boolean {
  if (value === 'none' || value === 'low' || value === 'high') {
    fields.danger = value;
    return true;
  }
  // Somebody meant a danger, in words we cannot weigh: never silently none.
  const unread: Danger = 'low';
  if (fields.danger === 'none') fields.danger = unread;
  return false;
}

/** `PREVIOUS, CURRENT` as names, or undefined when something else stands there too. */
function namesIn(text: string): string[] | undefined {
  const names = text.split(',').map((part) => /^[`$*]*([A-Z][A-Z0-9_]*)[`*.]*$/.exec(part.trim())?.[1]);
  const known = names.filter((name) => name !== undefined);
  return known.length === names.length ? known : undefined;
}

/** Names made of plain words: "hit rate (in %), load" gives HIT_RATE and LOAD. */
function namesFrom(text: string): string[] {
  return plainText(text)
    .replace(/\([^()]{0,200}\)/g, '')
    .split(/[,;]/)
    .map(
      (part) =>
        part
          .toUpperCase()
          .match(/[A-Z][A-Z0-9]*/g)
          ?.join('_') ?? '',
    )
    .filter((name) => name !== '')
    .slice(0, 20);
}
