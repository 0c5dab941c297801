import type { EventStream } from './event-stream.ts';
import type { Packing } from './packing.ts';

/** What a handler answers. The adapter in web/serve-route turns it into HTTP. */
export type Answer =
  | {
      kind: 'page';
      view: string;
      title: string;
      page: object;
      status: number;
      noStore: boolean;
      isFormAgain: boolean;
      refreshSeconds: number | undefined;
      /** What stands above the page and says what kind of page it is. */
      frame?: { part: string; page: object };
    }
  | { kind: 'see-other'; to: string; notice: string | undefined; cookies: Cookies }
  | { kind: 'moved'; to: string }
  | { kind: 'json'; body: unknown; status: number; headers: Record<string, string> }
  | {
      kind: 'file';
      body: string | Buffer;
      type: string;
      name: string | undefined;
      forEver: boolean;
      packing?: Packing | undefined;
    }
  | { kind: 'evidence'; bytes: Buffer; type: string; name: string; isShown: boolean; hash: string }
  | { kind: 'open'; body: string; type: string }
  | { kind: 'fragment'; part: string; page: object; tag: string }
  | { kind: 'stream'; begin(out: EventStream): void }
  | { kind: 'nothing' };

/** Choices that the browser keeps for a year: name to value, and an empty value forgets. Never a secret. */
export type Cookies = Readonly<Record<string, string>>;

type PageOptions = {
  status?: number;
  noStore?: boolean;
  /** It shows the form that was sent, with what was typed: somebody asked for more before they decide. */
  isFormAgain?: boolean;
  /** Where no script runs it is loaded anew after so long. Only for a page on which nobody types. */
  refreshSeconds?: number | undefined;
};

/** A page: the view of that name in `views/`, with the model that it names in its first line. */
export function page(view: string, title: string, model: object, options: PageOptions = {}): Answer {
  return {
    kind: 'page',
    view,
    title,
    page: model,
    status: options.status ?? 200,
    noStore: options.noStore ?? false,
    isFormAgain: options.isFormAgain ?? false,
    refreshSeconds: options.refreshSeconds,
  };
}

/**
 * A part of a page, as the page itself shows it.
 * @param tag stands for everything that it shows; a browser that has it already is answered 304
 */
export function fragment(part: string, model: object, tag: string): Answer {
  return { kind: 'fragment', part, page: model, tag };
}

/** Server-sent events, until one side ends it. `begin` is not called for a HEAD. */
export function stream(begin: (out: EventStream) => void): Answer {
  return { kind: 'stream', begin };
}

/** 303: the answer to every form that did what it should. `notice` is said once on the next page. */
export function seeOther(to: string, notice?: string, cookies: Cookies = {}): Answer {
  return { kind: 'see-other', to, notice, cookies };
}

/** 301: the same thing has a better address. */
export function moved(to: string): Answer {
  return { kind: 'moved', to };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return { kind: 'json', body, status, headers };
}

/** A file to be kept: `name` makes the browser save it. */
export function file(body: string | Buffer, type: string, name?: string): Answer {
  return { kind: 'file', body, type, name, forEver: false };
}

/** A file whose address holds the hash of its content, so that it never changes. */
export function asset(body: Buffer, type: string, packing?: Packing): Answer {
  return { kind: 'file', body, type, name: undefined, forEver: true, packing };
}

/**
 * A file that somebody attached: whatever it is, it runs nowhere. `isShown` lets a page show it, which is for pictures
 * alone; all else is saved.
 * @param hash of its bytes, by which a browser asks whether what it has still holds
 */
export function evidence(
  bytes: Buffer,
  { type, name, isShown, hash }: { type: string; name: string; isShown: boolean; hash: string },
): Answer {
  return { kind: 'evidence', bytes, type, name, isShown, hash };
}

/** What everybody may read, and keep for a moment: the same for all, without a cookie. */
export function open(body: string, type: string): Answer {
  return { kind: 'open', body, type };
}

/** 204. */
export const nothing: Answer = { kind: 'nothing' };
