import type { Instant } from '../core/clock.ts';
import type { SafeHtml } from '../core/html.ts';
import { plainText, toHtml } from '../core/markdown.ts';
import { sentenceList } from '../core/text.ts';
import { clockWithUtc, dateText, durationText, secondsBetween } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { worstOf, type Health, type Progress, type PublicIncident } from './status.ts';
import type { PublicStatus, PublicUpdate } from './status.ts';

/** The public status: words and times alone, nothing to do. */
export type StatusPage = {
  /** "Everything works.", or what does not. */
  summary: string;
  health: Health;
  parts: readonly { name: string; health: Health; words: string }[];
  open: readonly IncidentView[];
  past: readonly IncidentView[];
  now: string;
};

export type IncidentPage = {
  title: string;
  /** What was told while it went on; undefined when nothing was. */
  incident: IncidentView | undefined;
  /** What was learned, as it was let out. */
  learned: SafeHtml | undefined;
  now: string;
};

/** The public version of a postmortem, as far as this page looks at it. */
export type Learned = { text: string; created_at: Instant };

export type IncidentView = {
  href: string;
  headline: string;
  /** "Checkout, being mended, since 10:15 PDT (17:15Z)". */
  facts: string;
  health: Health;
  /** Where to read on about what was merged. */
  carriedOn: { href: string; headline: string } | undefined;
  updates: readonly UpdateView[];
};

export type UpdateView = { at: Instant; when: string; words: readonly string[]; next: string | undefined };

const HEALTH_WORDS: Readonly<Record<Health, string>> = {
  works: 'Works',
  minor: 'Minor trouble',
  impaired: 'Impaired',
  broken: 'Broken',
};

const PROGRESS_WORDS: Readonly<Record<Progress, string>> = {
  looking: 'we look for the cause',
  mending: 'being mended',
  watching: 'mended, and watched',
  over: 'over',
};

export function statusPage(status: PublicStatus, now: Instant, zone: string): StatusPage {
  const { parts, open, past, names } = status;
  const views = (incidents: readonly PublicIncident[]) =>
    incidents.map((incident) => incidentView(incident, names, now, zone));
  return {
    summary: summaryOf(status),
    health: worstOf([...parts, ...open]),
    parts: parts.map(({ name, health }) => ({ name, health, words: HEALTH_WORDS[health] })),
    open: views(open),
    past: views(past),
    now: `${dateText(now, zone)}, ${clockWithUtc(now, zone)}`,
  };
}

export function incidentPage(
  incident: PublicIncident | undefined,
  learned: Learned | undefined,
  names: ReadonlyMap<string, string>,
  now: Instant,
  zone: string,
): IncidentPage {
  const heading = /^# +(\S[^\n]*)$/m.exec(learned?.text ?? '')?.[1];
  return {
    title: plainText(heading ?? '') || (incident?.headline ?? 'What we learned'),
    incident: incident && incidentView(incident, names, now, zone),
    learned: learned && toHtml(learned.text),
    now: `${dateText(now, zone)}, ${clockWithUtc(now, zone)}`,
  };
}

function summaryOf({ parts, open }: Pick<PublicStatus, 'parts' | 'open'>): string {
  const hit = parts.filter(({ health }) => health !== 'works').map(({ name }) => name);
  if (hit.length > 0) return `There is trouble with ${sentenceList(hit)}.`;
  return open.length > 0 ? 'There is trouble with a part of what we run.' : 'Everything works.';
}

function incidentView(
  incident: PublicIncident,
  names: ReadonlyMap<string, string>,
  now: Instant,
  zone: string,
): IncidentView {
  const { number, headline, health, progress, services, carriedOn, updates } = incident;
  const known = services.flatMap((slug) => names.get(slug) ?? []);
  const facts = [
    ...(known.length === 0 ? [] : [sentenceList(known)]),
    PROGRESS_WORDS[progress],
    timeWords(incident, now, zone),
  ];
  return {
    href: href(paths.publicIncident, { number }),
    headline,
    facts: facts.join(', '),
    health,
    carriedOn: carriedOn && {
      href: href(paths.publicIncident, { number: carriedOn.number }),
      headline: carriedOn.headline,
    },
    updates: updates.map((update) => updateView(update, zone)),
  };
}

function timeWords({ began, over }: PublicIncident, now: Instant, zone: string): string {
  const since = `${dateText(began, zone)}, ${clockWithUtc(began, zone)}`;
  const took = durationText(Math.max(0, secondsBetween(began, over ?? now)));
  return over === undefined ? `since ${since}, for ${took}` : `began ${since}, took ${took}`;
}

function updateView({ at, words, nextAt }: PublicUpdate, zone: string): UpdateView {
  return {
    at,
    when: `${dateText(at, zone)}, ${clockWithUtc(at, zone)}`,
    words,
    next: nextAt && `The next update comes by ${clockWithUtc(nextAt, zone)}.`,
  };
}
