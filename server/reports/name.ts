/** What the parts of a report are called, whoever wrote it. */

export const NAMES = [
  'summary',
  'impact',
  'detection',
  'trigger',
  'lead-up',
  'people',
  'timeline',
  'misleading',
  'escalations',
  'cause',
  'resolution',
  'well',
  'badly',
  'lucky',
  'updates',
  'corrective',
  'actions',
  'lessons',
  'conclusion',
  'figures',
  'record',
] as const;
export type Name = (typeof NAMES)[number];

/** The words by which each part is known in a heading. */
const KNOWN: Readonly<Record<Name, RegExp>> = {
  summary: /\b(?:summary|overview|abstract|synopsis|description|what (?:has )?happened|tl;?dr|in short)\b/,
  impact: /\b(?:impact|blast radius|who was affected|affected (?:users|customers|services|systems))\b/,
  detection: /\b(?:detection|detected|how (?:we|it|this) (?:was )?noticed)\b/,
  trigger: /\btriggers?\b/,
  'lead-up': /\b(?:lead[ -]?up|background|context|before the incident)\b/,
  people: /\b(?:responders?|participants?|attendees|people|people involved|teams? involved|roles)\b/,
  timeline:
    /\b(?:time ?lines?|chronology|sequence of events|event log|log of events|incident log|response log)\b/,
  misleading: /\b(?:misleading|red herrings?|dead ends?|wrong turns?|ruled out)\b/,
  escalations: /\bescalations?\b/,
  cause: /\b(?:root causes?|causes?|contributing factors?|rca|whys|why (?:did )?(?:it|this) happen(?:ed)?)\b/,
  resolution:
    /\b(?:resolution|recovery|mitigations?|remediation|restoration|how (?:it|this|we) (?:was )?fixed(?: it)?|fix)\b/,
  well: /\b(?:went (?:well|right)|worked well|what worked)\b/,
  badly:
    /\b(?:went (?:wrong|badly|poorly)|did(?: not|n['\u2019]t) go|what did not|could have gone better|did(?: not|n['\u2019]t) work)\b/,
  lucky: /\b(?:luck|lucky)\b/,
  updates: /\b(?:communications?|status updates?|announcements?)\b/,
  corrective: /\b(?:corrective|preventa?tive|prevention)\b/,
  actions:
    /\b(?:action items?|actions|tasks?|follow[ -]?ups?(?: items?)?|to[ -]?dos?|next steps|improvements|what we (?:are |will )?(?:do|doing|going to do|will do))\b/,
  lessons: /\b(?:lessons?|learned|learnt|learnings|takeaways)\b/,
  conclusion: /\bconclusions?\b/,
  figures: /\b(?:figures|metrics|key numbers)\b/,
  record: /\b(?:appendix|appendices|references|glossary|supporting information)\b/,
};

/** Words that stand beside a part's name without making another thing of it. */
const BESIDE = new Set(
  (
    'a an and the of to for from in on our we it its this that what who how when where why was were is did do not ' +
    'issue incident outage event events problem address executive brief short high level detailed full customer ' +
    'customers user users business technical service services measures items team teams list analysis report plan ' +
    'description go so went well affected timeline utc times all immediate long term further process got are about doing five'
  ).split(' '),
);

/** Who writes more than this over a part has written a sentence. */
const LONGEST = 200;

/** The parts that a heading names; two names open both. */
export function namesIn(heading: string): Name[] {
  if (heading.length > LONGEST) return [];
  const plain = bare(heading);
  if (plain.split(' ').length > 12) return [];
  return NAMES.filter((name) => KNOWN[name].test(plain));
}

/** Whether a heading is the name of a part and nothing else; "Database outage summary" names the outage. */
export function isNameAlone(heading: string): boolean {
  // "Timeline (all times CEST)" is the timeline.
  const plain = heading.length <= LONGEST ? heading.replace(/\([^()]*\)/g, ' ') : heading;
  const found = namesIn(plain);
  if (found.length === 0) return false;
  let rest = bare(plain);
  for (const name of found) rest = rest.replace(new RegExp(KNOWN[name], 'g'), ' ');
  const left = rest.split(/[^a-z0-9']+/).filter((word) => word !== '' && !BESIDE.has(word));
  return left.length === 0;
}

const GENERIC =
  /^(?:the )?(?:public |internal )?(?:incident|outage)?[ -]?(?:post[ -]?mortem|incident|outage|report|rca|pir|coe|correction of errors?|root cause analysis|review|retrospective|post[ -]incident (?:review|report))(?: (?:report|review|document|analysis|template|summary))?$/;

/** Whether a title could stand over any report. */
export function isGeneric(title: string): boolean {
  return title.length <= LONGEST && GENERIC.test(bare(title));
}

/** A title without "Postmortem:" before it and the full stop behind it. */
export function titleOf(heading: string): string {
  const [, kind, rest] = /^([\w -]{3,40}?)\s*(?::|\s[-\u2013\u2014]\s)\s*(\S.*)$/.exec(heading) ?? [];
  const named = kind !== undefined && rest !== undefined && isGeneric(kind) ? rest : heading;
  return named.replace(/(?<![.:\s])[.:\s]+$/, '');
}

/** In lower case, without a number before it and without what ends it. */
function bare(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/^[\d.)\s]+/, '')
    .replace(/[^a-z0-9'\u2019;\s-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
