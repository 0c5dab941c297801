/**
 * The code of a view as TypeScript. Every character of code keeps its line and its column, so that what the compiler
 * says about the lifted text is true of the `.ejs` file; only the first line, which names the type, is made longer.
 */

export type Lifted = { code: string; faults: { line: number; sentence: string }[] };

/** `<%# page: TYPE %>`, alone on the first line. */
const FIRST_LINE = /^<%# page: (.+) %>$/;

const TAG = /<%([=\-_#%])?([\s\S]*?)([-_])?%>/g;

/** The type that a view names for its `page`, or undefined when it names none. */
export function pageTypeOf(view: string): string | undefined {
  return FIRST_LINE.exec(view.split('\n', 1)[0] ?? '')?.[1];
}

/**
 * @param view text of an `.ejs` file
 * @param helpers address of the module that gives the types `Shown` and `Helpers`
 * @param names of the functions in `Helpers`, other than those two that write
 */
export function lifted(view: string, helpers: string, names: readonly string[]): Lifted {
  const type = pageTypeOf(view);
  if (type === undefined) {
    const sentence = 'The first line does not name the type of the page: <%# page: TYPE %>, alone on it.';
    return { code: 'export {};', faults: [{ line: 1, sentence }] };
  }
  const faults: Lifted['faults'] = [];
  const firstEnd = !view.includes('\n') ? view.length : view.indexOf('\n');
  const body = view.slice(firstEnd);
  let code = head(type, helpers, names);
  let from = 0;
  for (const match of body.matchAll(TAG)) {
    const [whole, open = '', inside = '', close = ''] = match;
    code += blank(body.slice(from, match.index));
    code += open === '#' || open === '%' ? blank(whole) : statement(open, inside, close);
    from = match.index + whole.length;
    if (isCode(open) && /(?:^|\s)\/\//.test(inside)) {
      const line = body.slice(0, match.index).split('\n').length;
      faults.push({
        line,
        sentence: 'A comment in a view is written <%# … %>; after // the line would end.',
      });
    }
  }
  return { code: `${code}${blank(body.slice(from))} }`, faults };
}

function head(type: string, helpers: string, functions: readonly string[]): string {
  const names = [...functions, '_e', '_r'].join(', ');
  return (
    `import type { Shown, Helpers } from '${helpers}'; export type { Shown }; export type Page = ${type}; ` +
    `export function view(page: Page, { ${names} }: Helpers): void { void [page, ${names}];`
  );
}

/** Tags become as many characters as they had: `<%= x %>` is `_e( x );`, `<%- x %>` is `_r( x );`. */
function statement(open: string, inside: string, close: string): string {
  const tail = ' '.repeat(close.length);
  if (open === '=') return `_e(${inside});${tail}`;
  if (open === '-') return `_r(${inside});${tail}`;
  return `; ${' '.repeat(open.length)}${inside}; ${tail}`;
}

function isCode(open: string): boolean {
  return open !== '#' && open !== '%';
}

/** As many spaces, with the line ends where they were. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
