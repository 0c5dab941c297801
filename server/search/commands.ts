/** What the palette offers: the places of Muster and, on a page of an incident, what can be done there. */
import { href, paths } from '../web/paths.ts';

export type Command = { label: string; href: string };

const PLACES: readonly Command[] = [
  { label: 'Declare an incident', href: paths.declare },
  { label: 'Board', href: paths.board },
  { label: 'Incidents', href: paths.incidents },
  { label: 'On call and escalation', href: paths.escalation },
  { label: 'Runbooks', href: paths.runbooks },
  { label: 'Drills', href: paths.drills },
  { label: 'Postmortems', href: paths.postmortems },
  { label: 'Action items', href: paths.actionItems },
  { label: 'Insights', href: paths.insights },
  { label: 'My account', href: paths.me },
  { label: 'Keys', href: paths.helpKeys },
  { label: 'Help', href: paths.help },
];

const IN_INCIDENT = [
  ['Current step', paths.incident, '#current'],
  ['Timeline', paths.incidentTimeline, ''],
  ['People and roles', paths.incidentPeople, ''],
  ['Ask somebody to come', paths.incidentPeople, '?ask=on#escalate'],
  ['Write an update', paths.incidentUpdates, ''],
  ['Hand over', paths.incidentHandOver, ''],
  ['Attach a runbook', paths.incident, '?attach=on'],
  ['Resolve or cancel', paths.incidentResolve, ''],
  ['What was known at a moment', paths.incidentReplay, ''],
  ['Call sheet', paths.incidentCallSheet, ''],
  ['About: services, labels, links', paths.incidentAbout, ''],
] as const;

/**
 * The commands that have all the words, those of the incident first.
 * @param number the incident on whose page somebody is
 */
export function commandsFor(words: readonly string[], number: number | undefined): Command[] {
  const here =
    number === undefined
      ? []
      : IN_INCIDENT.map(([label, path, behind]) => ({
          label: `INC-${String(number)}: ${label}`,
          href: href(path, { number }) + behind,
        }));
  return [...here, ...PLACES].filter(({ label }) =>
    words.every((word) => label.toLowerCase().includes(word)),
  );
}
