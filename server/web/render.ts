import { readFileSync } from 'node:fs';
import ejs from 'ejs';
import { encoded, type SafeHtml } from '../core/html.ts';
import type { Assets } from './assets.ts';
import { fieldId, fieldOf, tickedOf } from './field-view.ts';
import { keepParts, type Kept } from './kept-parts.ts';
import { href as hrefBelowRoot } from './paths.ts';
import type { Problem } from './problem.ts';
import type { TimesShown } from './times.ts';
import type { Viewer } from './viewer.ts';

/** What surrounds a page's own model: who reads it, and what its forms need. */
export type Chrome = {
  title: string;
  viewer: Viewer | undefined;
  /** The address of this page below the root. */
  path: string;
  /** Proof that a form came from us. */
  csrf: string;
  /** A new id for one form, so that sending it twice does it once. */
  newOpId(): string;
  /** Said once, after a form did what it should. */
  notice: string | undefined;
  /** The address of the form that was done just before, with the base path. */
  done: string | undefined;
  /** The form that came back, with what was typed and what is wrong. */
  filled: Filled | undefined;
  theme: 'light' | 'dark' | undefined;
  /** After how long it is loaded anew where no script runs. */
  refreshSeconds?: number | undefined;
  /** Whether single keys act in this browser. */
  hasKeys: boolean;
  /** Stands above the page on every page of its kind. */
  frame?: SafeHtml | undefined;
  /** In which zone this browser shows times. */
  times: TimesShown;
  now: string;
  /** When the loop that asks people ran last, in words. */
  beat: string | undefined;
  requestId: string;
};

export type Filled = {
  /** The address that the form was sent to, below the root. */
  action: string;
  values: Readonly<Record<string, unknown>>;
  problems: readonly Problem[];
};

/** What a view receives: its model and the chrome. */
export type Shown<Model> = Model & { chrome: Chrome };

/** Renders views. A view is compiled once, when it is first needed. */
export type Render = {
  /** A whole document: the view inside its layout. */
  document(view: string, page: Shown<object>): string;
  /** A document for everybody: nothing in it depends on who reads it. */
  open(view: string, title: string, model: object): string;
  /** One partial with that value alone. */
  part(name: string, value: object): SafeHtml;
};

type View = (page: object) => string;

const VIEWS = new URL('../../views/', import.meta.url);

/**
 * Views are compiled without `with`, in strict mode; their only variable is `page`, beside seven functions: `part`,
 * `kept` (a part that is made once for as long as its key lives), `href` (an address with the base path in front), `asset`, and `fieldId`, `fieldOf` and `tickedOf`, which say what a
 * field of a form is called and holds. EJS's own `include` hands the caller's fields on and is therefore not given.
 */
export function makeRender(basePath: string, assets: Assets): Render {
  const compiled = new Map<string, View>();
  const viewOf = (name: string): View => {
    const known = compiled.get(name);
    if (known !== undefined) return known;
    const view = compile(name, { part, kept, href, asset, fieldId, fieldOf, tickedOf });
    compiled.set(name, view);
    return view;
  };
  const part = (name: string, value: object): SafeHtml => viewOf(`parts/${name}`)(value) as SafeHtml;
  const kept = keepParts(part);
  const href = (path: string, values?: Record<string, string | number>): string =>
    basePath + hrefBelowRoot(path, ...((values === undefined ? [] : [values]) as []));
  const asset = (name: string): string => basePath + assets.url(name);
  return {
    part,
    open: (view, title, model) => viewOf('layouts/public')({ title, body: viewOf(view)(model) as SafeHtml }),
    document: (view, page) =>
      viewOf('layouts/page')({ chrome: page.chrome, body: viewOf(view)(page) as SafeHtml }),
  };
}

/** The functions that a view may call. */
export type Helpers = {
  part(name: string, value: object): SafeHtml;
  kept: Kept;
  href(path: string, values?: Record<string, string | number>): string;
  asset(name: string): string;
  fieldId: typeof fieldId;
  fieldOf: typeof fieldOf;
  tickedOf: typeof tickedOf;
};

function compile(name: string, helpers: Helpers): View {
  const file = new URL(`${name}.ejs`, VIEWS);
  const template = new ejs.Template(readFileSync(file, 'utf8'), {
    _with: false,
    strict: true,
    localsName: 'page',
    filename: file.pathname,
    compileDebug: false,
    rmWhitespace: true,
  });
  template.compile();
  // EJS can hand a view its data only, so its compiled source is closed over our own functions here.
  const close = new Function(
    ...Object.keys(helpers),
    'escapeFn',
    `'use strict';\nreturn function view(page) {\n${template.source}\n};`,
  ) as (...given: unknown[]) => View;
  return close(...Object.values(helpers), escape);
}

function escape(value: unknown): SafeHtml {
  return encoded(shownText(value));
}

function shownText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  throw new TypeError('A view writes text and numbers only');
}
