import { href, paths } from '../web/paths.ts';
import type { NewKind } from '../alerts/kinds.ts';
import type { Instant } from '../core/clock.ts';
import { clockText } from '../core/time.ts';
import { DEFAULT_SEVERITIES, type ServiceWithTeam } from '../catalog/service.ts';

type Option = { value: string; label: string };

/** What can break, and who owns it. */
export type ServicesPage = {
  services: readonly { name: string; href: string; team: string; runbook: string }[];
  choices: ServiceChoices;
};

export type ServicePage = {
  name: string;
  slug: string;
  action: string;
  /** Sentences about kinds of alerts that are new in the window of maintenance that is open. */
  newKinds: readonly string[];
  /** The change that this form is made upon. */
  rev: number;
  team: string;
  runbook: string;
  publicName: string;
  policy: string;
  severity: string;
  choices: ServiceChoices;
};

/** What a service may be given: its owner, and the runbook that fits when nothing tells more. */
export type ServiceChoices = {
  teams: readonly Option[];
  runbooks: readonly Option[];
  policies: readonly Option[];
  severities: readonly Option[];
};

type Shelf = {
  teams: readonly { id: string; slug: string; name: string }[];
  runbooks: readonly { slug: string; title: string }[];
  policies: readonly { id: string; name: string }[];
};

export function servicesPage(services: readonly ServiceWithTeam[], shelf: Shelf): ServicesPage {
  return {
    services: services.map(({ slug, name, teamName, runbookId }) => ({
      name,
      href: href(paths.service, { slug }),
      team: teamName ?? 'nobody yet',
      runbook: runbookWords(runbookId, shelf),
    })),
    choices: choicesOf(shelf),
  };
}

export function servicePage(
  service: ServiceWithTeam,
  shelf: Shelf,
  newKinds: readonly string[],
): ServicePage {
  const { name, slug, rev, teamId, runbookId } = service;
  return {
    name,
    slug,
    action: href(paths.service, { slug }),
    newKinds,
    rev,
    team: shelf.teams.find(({ id }) => id === teamId)?.slug ?? '',
    runbook: runbookId ?? '',
    publicName: service.publicName ?? '',
    policy: service.policyId ?? '',
    severity: service.severity ?? '',
    choices: withKept(choicesOf(shelf), runbookId),
  };
}

/** While a service is worked on, what is expected asks nobody; what was never there before may be something else. */
export function newKindWords(kinds: readonly NewKind[], zone: string): string[] {
  const at = (instant: Instant): string => clockText(instant, zone);
  return kinds.map(({ name, since, isFiring }) => {
    const now = isFiring ? 'It still fires, and asks nobody during the maintenance' : 'It has ended';
    return `A kind of alert that was never seen before this maintenance: ${name}, since ${at(since)}. ${now}.`;
  });
}

function runbookWords(runbookId: string | undefined, { runbooks }: Shelf): string {
  if (runbookId === undefined) return 'none';
  return (
    runbooks.find(({ slug }) => slug === runbookId)?.title ?? `${runbookId}, which is not in the library`
  );
}

function choicesOf({ teams, runbooks, policies }: Shelf): ServiceChoices {
  return {
    teams: [
      { value: '', label: 'Nobody yet' },
      ...teams.map(({ slug, name }) => ({ value: slug, label: name })),
    ],
    runbooks: [
      { value: '', label: 'None' },
      ...runbooks.map(({ slug, title }) => ({ value: slug, label: title })),
    ],
    policies: [
      { value: '', label: 'Nobody is asked by itself' },
      ...policies.map(({ id, name }) => ({ value: id, label: name })),
    ],
    severities: [
      { value: '', label: 'Not known: as urgent as SEV-2' },
      ...DEFAULT_SEVERITIES.map((one) => ({ value: one, label: one })),
    ],
  };
}

/** A runbook whose file is gone stays chosen until somebody chooses another one. */
function withKept(choices: ServiceChoices, runbookId: string | undefined): ServiceChoices {
  if (runbookId === undefined || choices.runbooks.some(({ value }) => value === runbookId)) return choices;
  const kept = { value: runbookId, label: `${runbookId} (not in the library)` };
  return { ...choices, runbooks: [...choices.runbooks, kept] };
}
