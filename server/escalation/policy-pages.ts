/** The pages of policies: what happens, in words, and the ladder to build. */
import type { Instant } from '../core/clock.ts';
import { sentenceList } from '../core/text.ts';
import { href, paths } from '../web/paths.ts';
import { ladder } from './ladder.ts';
import type { Setting } from './level.ts';
import { namesOf } from './page-text.ts';
import type { Level, Policy, Target } from './policy.ts';
import type { StoredPolicy } from './policy-store.ts';
import { ladderLines } from './run-pages.ts';
import { shortTime } from './strip.ts';
import type { Option } from './schedule-pages.ts';
import type { Trial } from './trial-pages.ts';

/** A form shows at least so many levels and targets; those that are left empty do not count. */
const FORM_LEVELS = 6;
const FORM_TARGETS = 3;

export type LevelForm = {
  number: number;
  targets: readonly string[];
  minutes: string;
  mode: string;
  severities: string;
  inTurn: boolean;
};

export type PolicyForm = {
  action: string;
  /** The name in addresses of the policy that it changes; empty for a new one. */
  of: string;
  /** Where it is tried while somebody types. */
  trialAction: string;
  trial: Trial | undefined;
  /** In which zone the moment of a trial is meant. */
  trialZone: string;
  name: string;
  zone: string;
  version: number | undefined;
  levels: readonly LevelForm[];
  repeat: string;
  fallback: string;
  /** Who else is told with the fallback, which only files and the API can say; empty for nobody. */
  alsoFallback: string;
  then: string;
  targets: readonly Option[];
  people: readonly Option[];
  others: readonly Option[];
  severities: readonly Option[];
};

export type PoliciesPage = {
  policies: readonly { name: string; href: string; words: string }[];
  form: PolicyForm;
  hasSchedules: boolean;
};

export type PolicyPage = {
  name: string;
  version: number;
  words: readonly string[];
  problems: readonly string[];
  services: readonly string[];
  simulation: { at: string; zone: string; severity: string; heading: string; lines: readonly string[] };
  action: string;
  form: PolicyForm | undefined;
};

/** What forms offer: everybody and everything that a level can tell. */
export type Offers = {
  people: readonly Option[];
  schedules: readonly Option[];
  teams: readonly Option[];
  policies: readonly { id: string; name: string }[];
};

const ROLES = ['commander', 'operations', 'communications', 'scribe', 'deputy'];

const SEVERITY_CHOICES: readonly Option[] = [
  { value: '', label: 'At every severity' },
  { value: 'SEV-1', label: 'Only at SEV-1' },
  { value: 'SEV-2', label: 'At SEV-1 and SEV-2' },
  { value: 'SEV-3', label: 'From SEV-1 to SEV-3' },
];

export function policyForm(
  action: string,
  policy: StoredPolicy | undefined,
  offers: Offers,
  homeZone: string,
  { trial, zone: trialZone = homeZone }: { trial?: Trial | undefined; zone?: string | undefined } = {},
): PolicyForm {
  return {
    action,
    of: policy?.slug ?? '',
    trialAction: paths.policyTrial,
    trial,
    trialZone,
    name: policy?.name ?? '',
    zone: policy?.zone ?? homeZone,
    version: policy?.version,
    levels: Array.from({ length: Math.max(FORM_LEVELS, policy?.levels.length ?? 0) }, (_, index) =>
      levelForm(index + 1, policy?.levels[index]),
    ),
    repeat: String(policy?.repeat ?? 0),
    fallback: policy?.fallback[0] ?? '',
    alsoFallback: sentenceList(
      offers.people
        .filter(({ value }) => policy?.fallback.slice(1).includes(value) === true)
        .map(({ label }) => label),
    ),
    then: policy?.thenPolicyId ?? '',
    targets: [
      { value: '', label: 'Nobody' },
      ...offers.schedules.map(({ value, label }) => ({
        value: `schedule:${value}`,
        label: `On call in ${label}`,
      })),
      ...offers.people.map(({ value, label }) => ({ value: `person:${value}`, label })),
      ...offers.teams.map(({ value, label }) => ({ value: `team:${value}`, label: `Everybody of ${label}` })),
      ...ROLES.map((role) => ({ value: `role:${role}`, label: `Whoever is ${role}` })),
    ],
    people: [{ value: '', label: 'Choose somebody' }, ...offers.people],
    others: [
      { value: '', label: 'Nothing: it becomes an alarm' },
      ...offers.policies
        .filter(({ id }) => id !== policy?.id)
        .map(({ id, name }) => ({ value: id, label: `The policy ${name}` })),
    ],
    severities: SEVERITY_CHOICES,
  };
}

function levelForm(number: number, level: Level | undefined): LevelForm {
  const chosen = level?.targets.map(({ kind, id }) => `${kind}:${id}`) ?? [];
  return {
    number,
    targets: Array.from({ length: Math.max(FORM_TARGETS, chosen.length) }, (_, index) => chosen[index] ?? ''),
    minutes: String(level?.answerWithin ?? 5),
    mode: level?.mode ?? 'any',
    severities: level?.condition?.severities?.at(-1) ?? '',
    inTurn: level?.inTurn ?? false,
  };
}

/** What a policy does, a sentence a level. */
export function policyWords(policy: Policy, setting: Setting): string[] {
  const names = namesOf(setting);
  const targetText = (target: Target): string => {
    switch (target.kind) {
      case 'person':
        return names.person(target.id);
      case 'schedule':
        return `whoever is on call in ${names.schedule(target.id)}`;
      case 'team':
        return `everybody of ${names.team(target.id)}`;
      case 'role':
        return `the ${target.id} of the incident`;
    }
  };
  const levels = policy.levels.map((level, index) => {
    const before = policy.levels[index - 1];
    const who = sentenceList(level.targets.map(targetText));
    const when =
      before === undefined ? 'at once' : `after ${String(before.answerWithin)} more min without an answer`;
    const only =
      level.condition?.severities === undefined
        ? ''
        : `, only at ${sentenceList(level.condition.severities)}`;
    const how =
      level.inTurn === true
        ? ', one of them at a time'
        : level.mode === 'all'
          ? ', and each has to accept'
          : '';
    return `${String(index + 1)}. ${who.charAt(0).toUpperCase()}${who.slice(1)}, ${when}${only}${how}.`;
  });
  const rounds = policy.repeat === 0 ? [] : [`Then all of it again, ${String(policy.repeat)} more times.`];
  const last = policy.levels.at(-1)?.answerWithin ?? 5;
  const fallback = `Nobody answered in ${String(last)} min: ${sentenceList(policy.fallback.map((id) => names.person(id)))}, the fallback.`;
  return [...levels, ...rounds, fallback];
}

export const HOW_IT_ENDS =
  'Whoever declines lets it go on at once. Accepting ends it; having seen a message does not.';

export function simulationLines(
  setting: Setting,
  at: Instant,
  zone: string,
): { heading: string; lines: string[] } {
  return {
    heading: `If nobody answers, from ${shortTime(at, zone)}`,
    lines: ladderLines(ladder(setting, at), setting, zone),
  };
}

export function policyLink({ slug }: Pick<StoredPolicy, 'slug'>): string {
  return href(paths.policy, { slug });
}
