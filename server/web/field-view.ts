import type { Problem } from './problem.ts';
import type { Chrome } from './render.ts';

/** One field of a form, as `views/parts/field.ejs` shows it. */
export type FieldView = {
  /** Unique on its page, which may hold several forms. */
  id: string;
  name: string;
  label: string;
  value: string;
  /** Left out, it is one line of text. */
  type?: 'text' | 'email' | 'password' | 'url' | 'number' | 'date' | 'search' | 'textarea' | 'select';
  hint?: string;
  problem?: Problem | undefined;
  /** The browser's own help, such as `username` or `new-password`. */
  autocomplete?: string;
  required?: boolean;
  readonly?: boolean;
  autofocus?: boolean;
  /** The key that focuses it. */
  key?: string;
  /** Lines of a textarea. */
  rows?: number;
  /** Of a select. */
  options?: readonly { value: string; label: string }[];
};

/** What a field holds when its page is shown: what was typed and is wrong, when this form came back, else `initial`. */
export type Held = { id: string; name: string; value: string; problem: Problem | undefined };

/**
 * Value and problem of one field.
 * @param action the address of its form below the root: a page may hold several forms, and one of them came back
 */
export function fieldOf(chrome: Pick<Chrome, 'filled'>, action: string, name: string, initial = ''): Held {
  const { filled } = chrome;
  const id = fieldId(action, name);
  if (filled?.action !== action) return { id, name, value: initial, problem: undefined };
  const typed = filled.values[name];
  const problem = filled.problems.find(({ field }) => field === name);
  return { id, name, value: typeof typed === 'string' ? typed : '', problem };
}

/** The id of a field: the same field name may stand in several forms of a page. */
export function fieldId(action: string, name: string): string {
  return `field${action.replace(/[^A-Za-z0-9]+/g, '-')}-${name}`;
}

/** The values of boxes under one name that are ticked when the page is shown. */
export function tickedOf(
  chrome: Pick<Chrome, 'filled'>,
  action: string,
  name: string,
  initial: readonly string[] = [],
): readonly string[] {
  const { filled } = chrome;
  if (filled?.action !== action) return initial;
  return [filled.values[name] ?? []].flat().filter((value) => typeof value === 'string');
}
