import { clockText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import type { RoomReading } from './calls-pages.ts';
import type { HeadField } from './decide-head.ts';
import { RELATIONS, type Relation } from './entry-fields.ts';
import { isKey, RELATED_WORDS, RELATION_WORDS } from './links.ts';
import { mayMerge } from './merging.ts';
import { hrefOfKey, stripOf, type Strip } from './strip-pages.ts';
import { numberOf } from './run-pages.ts';
import type { State } from './state.ts';

/** What this incident is: its words, what it touches, what it is tied to. */
export type AboutPage = {
  strip: Strip;
  base: string;
  details: readonly DetailView[];
  /** "By a user, at 10:02 PDT: support got three calls", or that nobody has said. */
  noticed: string;
  noticers: readonly { value: string; label: string }[];
  services: readonly { slug: string; name: string }[];
  /** Services that are not named yet. */
  otherServices: readonly { value: string; label: string }[];
  labels: readonly string[];
  links: readonly LinkView[];
  /** Incidents that name this one. */
  linkedFrom: readonly { words: string; href: string; key: string; title: string }[];
  relations: readonly { value: string; label: string }[];
  /** Labels and links may be set for ever, as what is tied together often shows later. */
  mayTie: boolean;
  mayChange: boolean;
  mayMerge: boolean;
  /** The ways to take it along; none for whoever may not. */
  exports: readonly { href: string; label: string }[];
};

/** One text of the head and its form. The text goes along with the form, so that nobody writes over another's unseen. */
export type DetailView = {
  field: HeadField;
  label: string;
  hint: string;
  value: string;
  isLong: boolean;
  button: string;
};

export type LinkView = {
  relation: Relation;
  words: string;
  target: string;
  title: string | undefined;
  /** Another incident of ours, or an address outside. */
  href: string;
  isOutside: boolean;
};

/** What stands besides the entries of the incident itself. */
export type AboutBeside = {
  services: readonly { slug: string; name: string }[];
  linkedFrom: readonly { number: number; key: string; title: string; status: string; relation: Relation }[];
};

export function aboutPage(state: State, beside: AboutBeside, reading: RoomReading): AboutPage {
  const strip = stripOf(state, 'About', reading.now, reading.zone);
  const named = new Set(state.services);
  const merged = new Set(state.mergesReceived.map(({ key }) => key));
  const nameOf = (slug: string) => beside.services.find((one) => one.slug === slug)?.name ?? slug;
  return {
    strip,
    base: href(paths.incident, { number: numberOf(state) }),
    details: detailViews(state),
    noticed: noticedText(state, reading.zone),
    noticers: Object.entries(NOTICED).map(([value, label]) => ({ value, label })),
    services: state.services.map((slug) => ({ slug, name: nameOf(slug) })),
    otherServices: beside.services
      .filter(({ slug }) => !named.has(slug))
      .map(({ slug, name }) => ({ value: slug, label: name })),
    labels: state.labels,
    links: state.links.map((link) => linkView(link, state)),
    linkedFrom: beside.linkedFrom.map(({ number, key, title, relation }) => ({
      words:
        merged.has(key) && relation === 'duplicate-of' ? 'was merged into this one' : RELATED_WORDS[relation],
      href: href(paths.incident, { number }),
      key,
      title,
    })),
    relations: RELATIONS.map((relation) => ({ value: relation, label: `It ${RELATION_WORDS[relation]}` })),
    mayTie: reading.mayAct,
    mayChange: reading.mayAct && !strip.isOver,
    mayMerge: reading.mayAct && mayMerge(state),
    exports: reading.permissions.has('incident.export') ? exportLinks(numberOf(state)) : [],
  };
}

const EXPORTS = {
  zip: 'Everything, to be read elsewhere or brought into another Muster (zip)',
  md: 'As a text (Markdown)',
  json: 'As data (JSON)',
  jsonl: 'An entry a line, with the hashes (JSON lines)',
} as const;

function exportLinks(number: number): AboutPage['exports'] {
  // What a drill leaves behind is its debrief.
  if (number < 0) return [];
  return Object.entries(EXPORTS).map(([format, label]) => ({
    href: href(paths.incidentExport, { number, format }),
    label,
  }));
}

const NOTICED = { us: 'One of us', alert: 'An alert', user: 'A user', partner: 'A partner' } as const;

function noticedText({ detection }: State, zone: string): string {
  if (detection === undefined) return 'Nobody has said how it was noticed.';
  const { by, text, at } = detection;
  const about = at.precision === 'about' ? 'about ' : '';
  return `${NOTICED[by]}, at ${about}${clockText(at.at, zone)}${text === undefined ? '' : `: ${text}`}`;
}

function detailViews({ title, summary = '', homeZone }: State): DetailView[] {
  return [
    {
      field: 'title',
      label: 'Title',
      hint: 'A few words on what is wrong.',
      value: title,
      isLong: false,
      button: 'Change the title',
    },
    {
      field: 'summary',
      label: 'Summary',
      hint: 'What is known, for those who come in now. Markdown.',
      value: summary,
      isLong: true,
      button: 'Change the summary',
    },
    {
      field: 'homeZone',
      label: 'Home zone',
      hint: 'In which its times are told, such as Europe/Madrid.',
      value: homeZone,
      isLong: false,
      button: 'Change the zone',
    },
  ];
}

function linkView({ relation, target, title }: State['links'][number], { origin }: State): LinkView {
  // The incidents that a copy names are those of the other house.
  const there = origin === undefined ? '' : origin.name;
  const address = isKey(target) ? there + hrefOfKey(target) : target;
  const isOutside = !isKey(target) || origin !== undefined;
  return { relation, words: `It ${RELATION_WORDS[relation]}`, target, title, href: address, isOutside };
}
