/** Errors as programs read them: `application/problem+json` of RFC 9457. */
import type { Told } from './errors.ts';
import type { Problem } from './problem.ts';

/** What an error answer says about the request that it answers. */
export type About = {
  /** The page that explains the code. */
  type: string;
  path: string;
  requestId: string;
};

/** The body of an error. `errors` stands in answers with 422 only, one for each field. */
export function problemJson(told: Told, about: About): Record<string, unknown> {
  return {
    type: about.type,
    title: told.title,
    status: told.status,
    detail: told.sentence,
    instance: about.path,
    code: told.code,
    request_id: about.requestId,
    ...(told.status === 422 && { errors: errorsOf(told) }),
  };
}

type FieldError = { pointer: string; detail: string; choices?: Problem['choices'] };

function errorsOf({ problems, sentence }: Told): FieldError[] {
  if (problems.length === 0) return [{ pointer: '', detail: sentence }];
  return problems.map(({ field, pointer, sentence: detail, choices }) => ({
    pointer: pointer ?? pointerOfField(field),
    detail,
    ...(choices !== undefined && { choices }),
  }));
}

/** Where a field stands by its name, whose dots lead inwards. */
export function pointerOfField(field: string): string {
  return field === '' ? '' : pointerTo(field.split('.'));
}

/** A JSON Pointer (RFC 6901): empty for the whole document. */
export function pointerTo(names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
