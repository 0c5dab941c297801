import { readFileSync, readdirSync } from 'node:fs';
import type { SafeHtml } from '../core/html.ts';
import { toHtml } from '../core/markdown.ts';
import { NotFound } from '../core/refused.ts';
import { page } from '../web/answer.ts';
import { noFields } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { publicRoute, type Route } from '../web/route.ts';

export type HelpPage = { html: SafeHtml; isIndex: boolean };

const FOLDER = new URL('../../views/help/', import.meta.url);

/** The user's documentation: Markdown in views/help, one page a job, readable in the repository as well. */
export function helpRoutes(): Route[] {
  const files = new Map(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith('.md'))
      .map((file) => [file.slice(0, -'.md'.length), readFileSync(new URL(file, FOLDER), 'utf8')]),
  );
  const shown = new Map<string, SafeHtml>();
  const htmlOf = (name: string, markdown: string, link: (target: string) => string): SafeHtml => {
    const html = shown.get(name) ?? toHtml(markdown, { link });
    shown.set(name, html);
    return html;
  };
  const show = (name: string, to: (path: string) => string) => {
    const markdown = files.get(name);
    if (markdown === undefined)
      throw new NotFound(`There is no help page "${name}". The list of help pages shows all.`);
    const link = (target: string): string => {
      const [, other, anchor = ''] = /^(README|[a-z-]+)\.md(#.*)?$/.exec(target) ?? [];
      if (other === undefined) return target.startsWith('/') ? to(target) : target;
      return to(other === 'README' ? paths.help : href(paths.helpPage, { page: other })) + anchor;
    };
    const title = /^# (.+)$/m.exec(markdown)?.[1] ?? 'Help';
    return page('help', title, {
      html: htmlOf(name, markdown, link),
      isIndex: name === 'README',
    } satisfies HelpPage);
  };
  return [
    publicRoute('GET', paths.help, noFields, ({ to }) => show('README', to)),
    publicRoute('GET', paths.helpPage, noFields, ({ params, to }) => show(params.page ?? '', to)),
    publicRoute('GET', paths.problem, noFields, ({ to }) => show('problems', to)),
  ];
}
