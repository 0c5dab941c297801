import { href, paths } from '../web/paths.ts';
import type { Preview } from './import-actions.ts';

/** The form for bringing an incident in, with what was in the file that was looked at last. */
export type ImportPage = { action: string; preview: PreviewView | undefined };

export type PreviewView = {
  title: string;
  /** "INC-7 of https://muster.example.org, exported on 2026-11-02". */
  from: string;
  holds: string;
  /** Where it is already, when it is. */
  here: { href: string; key: string; sentence: string } | undefined;
};

export function importPage(preview: Preview | undefined): ImportPage {
  return { action: paths.importPage, preview: preview && previewView(preview) };
}

function previewView({ key, title, installation, exportedAt, holds, here }: Preview): PreviewView {
  return {
    title,
    from: `${key} of ${installation}, exported on ${exportedAt.slice(0, 10)}`,
    holds,
    here: here && {
      href: href(paths.incident, { number: here.number }),
      key: here.key,
      sentence: here.sentence,
    },
  };
}
