import { sourcesIn } from '../house/tree.ts';

/** What the base of a file stands for, below an incident, where it is not the incident itself. */
const BASES: Readonly<Record<string, string>> = {
  'views/parts/entry-acts.ejs': '/entries/:x',
  'server/incidents/newer-pages.ts': '/runs/:x',
};
const STEP = '/runs/:x/steps/:x';

/**
 * The addresses below an incident to which forms are sent, `:x` for each part that is not a constant: of the views, by
 * following their constants, and of the models of pages, where those hand a whole address to a view.
 */
export function formAddresses(): ReadonlySet<string> {
  const views = sourcesIn('views', '.ejs').flatMap(({ path, text }) => ofView(text, BASES[path] ?? ''));
  const models = sourcesIn('server/incidents', 'pages.ts').flatMap(({ path, text }) =>
    ofModel(text, BASES[path] ?? ''),
  );
  return new Set([...views, ...models].map((address) => address.replaceAll(/[^/]*:x[^/]*/g, ':x')));
}

const FORM = /<form\b[^>]*\bmethod="post"[^>]*\baction="<%= href\(([\s\S]*?)\) %>"/g;
/** A part that is told where its form goes. */
const TOLD = /\baction: (\w[\w.]* \+ '[^']*')/g;
const SENDER = /<button\b[^>]*\bformaction="<%= href\(([\s\S]*?)\) %>"/g;

function ofView(text: string, base: string): string[] {
  const constants = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/(?:const|;) (\w+) = ([^;]+?)(?=;| %>)/g)) {
    constants.set(name, value);
  }
  const sent = [...text.matchAll(FORM), ...text.matchAll(SENDER), ...text.matchAll(TOLD)];
  return sent.flatMap(([, expression = '']) => ways(expression).map((way) => valueOf(way, constants, base)));
}

/** Both ends of a choice: `base + (isOn ? '/a' : '/b')`. */
function ways(expression: string): string[] {
  const [, before, yes, no, after] =
    /^([\s\S]*)\([^()]* \? ('[^']*') : ('[^']*')\)([\s\S]*)$/.exec(expression) ?? [];
  if (yes === undefined || no === undefined) return [expression];
  return [yes, no].map((way) => `${before ?? ''}${way}${after ?? ''}`);
}

function valueOf(expression: string, constants: ReadonlyMap<string, string>, base: string): string {
  return expression
    .split(' + ')
    .map((raw) => {
      const term = raw.trim();
      const literal = /^'([^']*)'$/.exec(term)?.[1];
      if (literal !== undefined) return literal;
      const constant = constants.get(term);
      if (constant !== undefined) return valueOf(constant, constants, base);
      if (term.endsWith('step.base')) return STEP;
      return /(?:^|\.)base$/.test(term) ? base : ':x';
    })
    .join('');
}

function ofModel(text: string, known: string): string[] {
  const [, base = known] = /const base = `\$\{href\(paths\.incident,[^}]*\}\)\}(\/[^`]*)`/.exec(text) ?? [];
  return [...text.matchAll(/`\$\{(?:\w+\.)?base\}(\/[^`]*)`/g)].map(([, rest = '']) =>
    `${base}${rest}`.replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, ':x'),
  );
}
