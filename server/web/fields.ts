import { z } from 'zod';
import { Invalid, type Problem } from './problem.ts';
import { pointerOfField, pointerTo } from './problem-json.ts';

/**
 * The fields that forms and the API share. Forms send text and leave nothing out; the API sends JSON; both are read
 * by the same schema. An empty text counts as not given.
 */

const tidy = (value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : value;

const emptyIsNothing = (value: unknown): unknown => {
  const tidied = tidy(value);
  return tidied === '' || tidied === null ? undefined : tidied;
};

/** One line of text, 1 to `most` characters. `what` finishes the sentence "Enter …". */
export function line(what: string, most = 200) {
  return z.preprocess(
    (value) => (typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : value),
    z
      .string({ error: `Enter ${what}.` })
      .min(1, { error: `Enter ${what}.` })
      .max(most, { error: `Use at most ${String(most)} characters here; move the rest into a note.` })
      .describe(what),
  );
}

/** One line that may be left out. */
export function optionalLine(most = 200) {
  return z.preprocess(
    (value) => emptyIsNothing(typeof value === 'string' ? value.replace(/\s+/g, ' ') : value),
    z
      .string({ error: 'This must be text.' })
      .max(most, { error: `Use at most ${String(most)} characters here; move the rest into a note.` })
      .optional(),
  );
}

/**
 * A line below which answers may be offered (`views/parts/readings.ejs`). They share its name, so a browser sends both:
 * what was chosen comes last, and counts.
 */
export function orChosen<S extends z.ZodType>(schema: S) {
  return z.preprocess((value) => (Array.isArray(value) ? (value as unknown[]).at(-1) : value), schema);
}

/** Text of several lines, kept as typed but for its ends. */
export function text(what: string, most = 20_000) {
  return z.preprocess(
    tidy,
    z
      .string({ error: `Enter ${what}.` })
      .min(1, { error: `Enter ${what}.` })
      .max(most, { error: `Use at most ${String(most)} characters here.` })
      .describe(what),
  );
}

export function optionalText(most = 20_000) {
  return z.preprocess(
    emptyIsNothing,
    z
      .string({ error: 'This must be text.' })
      .max(most, { error: `Use at most ${String(most)} characters here.` })
      .optional(),
  );
}

/** One of a closed list. */
export function choice<const T extends readonly [string, ...string[]]>(values: T, sentence: string) {
  return z.enum(values, { error: sentence });
}

export function optionalChoice<const T extends readonly [string, ...string[]]>(values: T, sentence: string) {
  return z.preprocess(emptyIsNothing, z.enum(values, { error: sentence }).optional());
}

/** A ticked box of a form ("on"), or a boolean of the API. Left out means no. */
export const flag = z.preprocess(
  (value) =>
    value === undefined || value === '' ? false : value === 'on' || value === 'true' ? true : value,
  z.boolean({ error: 'Say true or false here.' }).default(false),
);

/** A number that may be left out, such as a percentage. */
export function optionalNumber(least: number, most: number, what: string) {
  const sentence = `Enter ${what} as a number from ${String(least)} to ${String(most)}, or leave it empty.`;
  return z.preprocess(
    (value) => {
      const given = emptyIsNothing(value);
      return typeof given === 'string' ? Number(given.replace(/%$/, '').replace(',', '.')) : given;
    },
    z
      .number({ error: sentence })
      .min(least, { error: sentence })
      .max(most, { error: sentence })
      .describe(what)
      .optional(),
  );
}

/** Several values under one name: a list of the API, or one or more ticked boxes of a form. */
export function several(most = 50) {
  return z.preprocess(
    (value): unknown[] => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]),
    z
      .array(
        z.string({ error: 'This must be text.' }).max(200, { error: 'Use at most 200 characters here.' }),
        {
          error: 'Send a list of texts.',
        },
      )
      .max(most, { error: `Send at most ${String(most)} of them.` })
      .default([]),
  );
}

/**
 * A form has one field for each of several things, `value_HIT_RATE`. They are gathered under one name, as
 * `HIT_RATE=41 %`, before the schema reads them; programs send that list itself. Those left empty are left out.
 */
export function gathered<S extends z.ZodType>(prefix: string, name: string, schema: S) {
  return z.preprocess((given) => {
    if (typeof given !== 'object' || given === null) return given;
    const fields = Object.entries(given);
    const own = fields.filter(([field]) => field.startsWith(prefix));
    if (own.length === 0) return given;
    const others = fields.filter(([field]) => !field.startsWith(prefix));
    const pairs = own.flatMap(([field, value]) => {
      const filled = typeof value === 'string' ? value.trim() : '';
      return filled === '' ? [] : [`${field.slice(prefix.length)}=${filled}`];
    });
    return { ...Object.fromEntries(others), [name]: pairs };
  }, schema);
}

/** A whole number of a query or a form, with what holds when it is left out. */
export function wholeNumber(least: number, most: number, what: string, otherwise: number) {
  const sentence = `Give ${what} as a whole number from ${String(least)} to ${String(most)}.`;
  return z.preprocess(
    (value) => {
      const given = emptyIsNothing(value);
      return typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given;
    },
    z
      .int({ error: sentence })
      .min(least, { error: sentence })
      .max(most, { error: sentence })
      .describe(what)
      .default(otherwise),
  );
}

/** When something happened, as people type it and as programs write it. It is read by core/typed-time. */
export const happenedAt = orChosen(optionalLine(80)).describe(
  'when it happened, if not just now: RFC 3339, or as people type it: 10:15, yesterday 23:50, -20m',
);

/** The schema of a form without fields. */
export const noFields = z.strictObject({});

/**
 * Reads a form, a query or a JSON body.
 * @throws Invalid with a problem for each field; an unknown field is a problem too
 */
export function readFields<S extends z.ZodType>(schema: S, values: unknown): z.output<S> {
  const read = schema.safeParse(values);
  if (read.success) return read.data;
  throw new Invalid(read.error.issues.flatMap(problemsOf));
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...placeOf([...issue.path, key]),
      sentence: `There is no field "${key}" here. Leave it out.`,
    }));
  }
  return [{ ...placeOf(issue.path), sentence: issue.message }];
}

function placeOf(path: readonly PropertyKey[]): Pick<Problem, 'field' | 'pointer'> {
  const names = path.map(String);
  const field = names.join('.');
  const pointer = pointerTo(names);
  return pointer === pointerOfField(field) ? { field } : { field, pointer };
}
