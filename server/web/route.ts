import { z } from 'zod';
import type { Instant } from '../core/clock.ts';
import type { Answer } from './answer.ts';
import type { Kept } from './kept.ts';
import type { Problem } from './problem.ts';
import type { SentFile } from './upload.ts';
import type { Viewer } from './viewer.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT';

/** A request as a handler sees it: read, checked, and without anything of Express. */
export type Ask<Fields = unknown> = {
  /** Values of the address: `{ number: '42' }`. */
  params: Readonly<Record<string, string>>;
  /** The query of a GET or the body of a change, read by the route's schema. */
  fields: Fields;
  /** The file that came with it, on routes that take one. */
  file: SentFile | undefined;
  /** Whoever asks; undefined only on public routes. */
  viewer: Viewer | undefined;
  now: Instant;
  /** Made when the form was rendered, or the `Idempotency-Key`; a repeat is answered with the first result. */
  opId: string | undefined;
  /** Said of a form that the browser kept for a while; only on routes that take one. */
  kept: Kept | undefined;
  requestId: string;
  /** Said by the pages of drills, of what is asked inside one. */
  inDrill?: true;
  /** The address of a path below the root as a link in this page needs it: with the base path in front. */
  to(path: string): string;
  /** The same as a whole address, for documents that leave the house. */
  absolute(path: string): string;
  /** The caller's network address, behind trusted proxies. */
  address: string;
  header(name: string): string | undefined;
  /** The session of this browser. Handlers of identity alone change it. */
  session: SessionHandle;
};

export type SessionHandle = {
  /** Hash of the session's id, by which `/me` knows which one is this one. */
  hash: string | undefined;
  signIn(accountId: string): Promise<void>;
  /** When somebody last proved in this browser who they are: by signing in, or by typing their password again. */
  provedAt: Instant | undefined;
  prove(now: Instant): Promise<void>;
  signOut(): Promise<void>;
  /** Who the request proves to be by one of the ways to sign in: the id of an account, or undefined. */
  authenticate(strategy: string): Promise<string | undefined>;
  /** The mark of this browser when that account has signed in here before. */
  deviceOf(accountId: string): string | undefined;
};

/** An Ask of a route that is not public. */
export type SignedInAsk<Fields = unknown> = Ask<Fields> & { viewer: Viewer };

export type Route = {
  method: Method;
  path: string;
  /** A permission of identity/permissions, `public`, or `key` where a system shows a key that it was given. */
  permission: string;
  schema: z.ZodType;
  handle(ask: Ask): Promise<Answer> | Answer;
  /** Shows the form again with what is wrong; without it a plain page says so and gives the text back. */
  again: ((ask: Ask, problems: readonly Problem[]) => Promise<Answer>) | undefined;
  /** One line for the description of the API. */
  summary: string | undefined;
  /** The scope that a token needs; only on `/api` routes. */
  scope: string | undefined;
  /** The shape of a good answer, for the description of the API; `file` when it is no JSON. */
  answers: z.ZodType | 'file' | undefined;
  /** It takes a file: a form sends it as multipart, a program also as the body itself. */
  takesFile: boolean;
  /** A browser may keep its form while there is no network, and send it later by itself. */
  mayWait: boolean;
};

type Options = {
  again?: (ask: SignedInAsk, problems: readonly Problem[]) => Promise<Answer>;
  summary?: string;
  scope?: string;
  answers?: z.ZodType | 'file';
  takesFile?: boolean;
  mayWait?: boolean;
};

/** Declares a route for people or tokens with a permission. */
export function route<S extends z.ZodType>(
  method: Method,
  path: string,
  permission: string,
  schema: S,
  handle: (ask: SignedInAsk<z.output<S>>) => Promise<Answer> | Answer,
  options: Options = {},
): Route {
  return {
    method,
    path,
    permission,
    schema,
    // The adapter answers before this is called when nobody is signed in, and reads the fields by this very schema.
    handle,
    again: options.again as Route['again'],
    summary: options.summary,
    scope: options.scope,
    answers: options.answers,
    takesFile: options.takesFile ?? false,
    mayWait: options.mayWait ?? false,
  };
}

/** Declares a route for a system that holds a key of its own, which the handler reads. The body comes as its bytes. */
export function keyRoute(
  method: Method,
  path: string,
  handle: (ask: Ask<Buffer>) => Promise<Answer> | Answer,
): Route {
  return {
    method,
    path,
    permission: 'key',
    schema: z.instanceof(Buffer),
    // What serves these hands over bytes, whatever was sent.
    handle: (ask) => handle(ask as Ask<Buffer>),
    again: undefined,
    summary: undefined,
    scope: undefined,
    answers: undefined,
    takesFile: false,
    mayWait: false,
  };
}

/** Declares a route that anybody may call. It must stand on the public list of identity/permissions. */
export function publicRoute<S extends z.ZodType>(
  method: Method,
  path: string,
  schema: S,
  handle: (ask: Ask<z.output<S>>) => Promise<Answer> | Answer,
  options: { again?: (ask: Ask, problems: readonly Problem[]) => Promise<Answer> } = {},
): Route {
  return {
    method,
    path,
    permission: 'public',
    schema,
    handle,
    again: options.again,
    summary: undefined,
    scope: undefined,
    answers: undefined,
    takesFile: false,
    mayWait: false,
  };
}
