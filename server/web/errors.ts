import { NotFound, Refused } from '../core/refused.ts';
import { storeTrouble } from '../store/failures.ts';
import { Invalid, type Problem } from './problem.ts';

/** An error as it is told to whoever asked: the status, a stable code, a sentence, and the fields to blame. */
export type Told = {
  status: number;
  code: string;
  title: string;
  sentence: string;
  problems: readonly Problem[];
  headers: Record<string, string>;
};

/** Stops the request with a status of its own; for what is neither a rule of the domain nor a wrong field. */
export class Stop extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, sentence: string, headers: Record<string, string> = {}) {
    super(sentence);
    this.name = 'Stop';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

const TITLES: Record<number, string> = {
  400: 'This request cannot be read',
  401: 'Sign in first',
  403: 'You may not do this',
  404: 'There is nothing here',
  405: 'This address does not take that method',
  409: 'Somebody was faster, or the rules say no',
  412: 'This has changed since you read it',
  413: 'This is too large',
  415: 'This kind of content is not taken here',
  422: 'There is a problem',
  428: 'Say which version you change',
  429: 'Too many tries',
  500: 'Something is broken in Muster',
  503: 'Muster cannot write at the moment',
};

/** The words and the status for anything that was thrown. A defect gives 500 and nothing of its inside. */
export function told(error: unknown): Told {
  if (error instanceof Invalid) return tell(422, 'invalid', error.message, { problems: error.problems });
  if (error instanceof Refused) {
    return tell(409, error.code, error.message, {
      problems: [{ field: error.field ?? '', sentence: error.message }],
    });
  }
  if (error instanceof NotFound) return tell(404, 'not-found', error.message);
  if (error instanceof Stop) return tell(error.status, error.code, error.message, { headers: error.headers });
  const unread = bodyTrouble(error);
  if (unread !== undefined) return unread;
  switch (storeTrouble(error)) {
    case 'disk_full':
      return unavailable(
        'disk_full',
        'The disk of this server is full, so nothing can be saved. Reading still works.',
      );
    case 'read_only':
      return unavailable(
        'read_only',
        'The database is read-only, so nothing can be saved. Reading still works.',
      );
    case 'busy':
      return unavailable(
        'busy',
        'The database was busy for too long. Nothing was written: please send it again.',
      );
    case 'unreachable':
      return unavailable(
        'unreachable',
        'The database cannot be reached. Nothing was written: please try again.',
      );
    case undefined:
      return tell(
        500,
        'defect',
        'Nothing was written. The error id below leads an administrator to the cause in the log.',
      );
  }
}

function tell(
  status: number,
  code: string,
  sentence: string,
  more: { problems?: readonly Problem[]; headers?: Record<string, string> } = {},
): Told {
  const title = TITLES[status] ?? 'There is a problem';
  return { status, code, title, sentence, problems: more.problems ?? [], headers: more.headers ?? {} };
}

function unavailable(code: string, sentence: string): Told {
  return tell(503, code, sentence, { headers: { 'Retry-After': '5' } });
}

const MEGABYTE = 1024 * 1024;

function tooLargeWords(mostBytes: number): string {
  return mostBytes >= MEGABYTE
    ? 'More than 1 MB was sent, and nothing was written. Send less, or attach it as a file.'
    : `More than ${String(Math.floor(mostBytes / 1024))} KB was sent, and nothing was written. Send fewer alerts at once.`;
}

/** Errors of Express's readers: bodies that are too large, cut, of another kind; addresses that cannot be decoded. */
function bodyTrouble(error: unknown): Told | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const type = 'type' in error ? String(error.type) : '';
  if (error.status === 413) {
    return tell(413, 'too-large', tooLargeWords('limit' in error ? Number(error.limit) : MEGABYTE));
  }
  if (error.status === 415)
    return tell(415, 'wrong-type', 'Send a form, or JSON as application/json, in UTF-8.');
  if (type === 'entity.parse.failed') {
    return tell(
      400,
      'malformed',
      'The JSON cannot be read, so nothing was written. Check quotes, commas and brackets.',
    );
  }
  if (error.status === 400)
    return tell(400, 'malformed', 'The request cannot be read, so nothing was written.');
  return undefined;
}
