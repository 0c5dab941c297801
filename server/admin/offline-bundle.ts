/**
 * The offline bundle: runbooks and whom to call, as files that open from a disk on the day Muster itself is down.
 * It holds no secret; phone numbers are what it is for.
 */
import type { Instant } from '../core/clock.ts';
import { encoded, type SafeHtml } from '../core/html.ts';
import { toHtml } from '../core/markdown.ts';
import { dateClockText } from '../core/time.ts';
import { dateOf, HOUR_MS, wallAt } from '../core/wall.ts';
import type { Callee } from '../escalation/call-actions.ts';

export type Bundled = {
  at: Instant;
  zone: string;
  /** Whoever is to be called first, in this order. */
  callees: readonly Callee[];
  /** Everybody else who gave a number. */
  others: readonly { name: string; number: string }[];
  runbooks: readonly { slug: string; title: string; text: string }[];
};

/** The hour of the night in which it is written. */
const HOUR = 3;

/** Whether it is to be written: there is none yet, or a night has begun since the last one. */
export function isBundleDue(writtenAt: Instant | undefined, now: Instant, zone: string): boolean {
  if (writtenAt === undefined) return true;
  const nightOf = (at: Instant): string => dateOf(wallAt(at, zone) - HOUR * HOUR_MS);
  return nightOf(writtenAt) < nightOf(now);
}

/** Path in the bundle to its text. */
export function bundleFiles(bundled: Bundled): { path: string; text: string }[] {
  const phones = phonesMarkdown(bundled);
  return [
    { path: 'index.html', text: document('Muster offline', toHtml(indexMarkdown(bundled))) },
    { path: 'phones.md', text: phones },
    { path: 'phones.html', text: document('Whom to call', toHtml(phones)) },
    ...bundled.runbooks.flatMap(({ slug, title, text }) => [
      { path: `runbooks/${slug}.md`, text },
      {
        path: `runbooks/${slug}.html`,
        text: document(title, toHtml(withoutFrontMatter(text), { link: offlineLink, image: () => '' })),
      },
    ]),
  ];
}

function indexMarkdown({ at, zone, runbooks }: Bundled): string {
  return [
    '# Muster offline',
    `As it was on ${dateClockText(at, zone)}. Who is on call has changed since, perhaps.`,
    '[Whom to call](phones.html)',
    '## Runbooks',
    runbooks.length === 0
      ? 'There are none.'
      : runbooks.map(({ slug, title }) => `- [${plain(title)}](runbooks/${slug}.html)`).join('\n'),
    '## Afterwards',
    'Write down who did what and when, on paper if need be. Muster takes it in later, with the times that you noted.',
  ].join('\n\n');
}

function phonesMarkdown({ at, zone, callees, others }: Bundled): string {
  const rows = callees.map(
    ({ name, why, number }) =>
      `| ${plain(name)} | ${plain(why)} | ${number === undefined ? 'no number' : plain(number)} |`,
  );
  const rest = others.map(({ name, number }) => `| ${plain(name)} | ${plain(number)} |`);
  return [
    '# Whom to call',
    `As it was on ${dateClockText(at, zone)}. Call from the top.`,
    ['| Name | Why | Number |', '| --- | --- | --- |', ...rows].join('\n'),
    '## Everybody else who gave a number',
    rest.length === 0 ? 'Nobody.' : ['| Name | Number |', '| --- | --- |', ...rest].join('\n'),
  ].join('\n\n');
}

/** Other runbooks lie beside this one; what leads elsewhere stays as it is. */
function offlineLink(href: string): string {
  return /^(?:\.\/)?[\w-]+\.md(?:#.*)?$/.test(href) ? href.replace('.md', '.html') : href;
}

/** What people typed as it is, whatever it would mean in Markdown. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&').replaceAll('\n', ' ');
}

function withoutFrontMatter(text: string): string {
  return text.replace(/^\u{FEFF}?---\r?\n[\s\S]*?\r?\n---\r?\n/u, '');
}

const STYLE =
  'body{max-width:45rem;margin:1rem auto;padding:0 1rem;font:1rem/1.5 sans-serif;color-scheme:light dark}' +
  'table{border-collapse:collapse}th,td{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}' +
  'pre{overflow-x:auto}';

function document(title: string, body: SafeHtml): string {
  return `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>${encoded(title)}</title>\n<style>${STYLE}</style>\n${body}</html>\n`;
}
