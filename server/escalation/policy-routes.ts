import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { zone as readZone } from '../core/zone.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { line, optionalLine, wholeNumber, noFields, optionalChoice } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import { readMoment } from './moment.ts';
import {
  MOST_LEVELS,
  MOST_MINUTES,
  MOST_REPEATS,
  SEVERITIES,
  silences,
  type Level,
  type Target,
} from './policy.ts';
import {
  changePolicy,
  createPolicy,
  findPolicy,
  houseOf,
  listPolicies,
  policyChain,
  type StoredPolicy,
  type WantedPolicy,
} from './policy-actions.ts';
import {
  HOW_IT_ENDS,
  policyForm,
  policyLink,
  policyWords,
  simulationLines,
  type PoliciesPage,
  type PolicyPage,
} from './policy-pages.ts';
import { offersOf } from './reading-routes.ts';
import { settingFor, type EscalationKit } from './setting-actions.ts';

const level = z.strictObject({
  targets: z.array(
    z.string().regex(/^(?:person|schedule|team|role):.{1,60}$/, { error: 'Choose from the list.' }),
  ),
  minutes: wholeNumber(1, MOST_MINUTES, 'the minutes to answer', 5),
  mode: z.enum(['any', 'all'], { error: 'Choose whether one or each of them has to accept.' }).default('any'),
  severities: optionalChoice(SEVERITIES, 'Choose a severity from the list.'),
  in_turn: z.preprocess((value) => value === 'on' || value === true, z.boolean()),
});

const fields = z.strictObject({
  name: line('a name for the policy', 80),
  zone: line('the zone of its hours', 60),
  levels: z.array(level).max(MOST_LEVELS, { error: 'A policy has at most 20 levels.' }),
  repeat: wholeNumber(0, MOST_REPEATS, 'how often all of it is done again', 0),
  fallback: optionalLine(40),
  then: optionalLine(40),
  version: wholeNumber(1, 1_000_000_000, 'which change this one is made upon', 1),
});

/** The fields of a form, `level_2_minutes`, gathered into levels. Those that tell nobody are left out. */
export const PolicyFields = z.preprocess((given) => {
  if (typeof given !== 'object' || given === null || 'levels' in given) return given;
  const others: Record<string, unknown> = {};
  const levels = new Map<number, { targets: string[]; [name: string]: unknown }>();
  for (const [name, value] of Object.entries(given)) {
    const [, number, field] =
      /^level_(\d{1,2})_(target_\d|minutes|mode|severities|in_turn)$/.exec(name) ?? [];
    if (number === undefined || field === undefined) {
      others[name] = value;
      continue;
    }
    const known = levels.get(Number(number)) ?? { targets: [], in_turn: false };
    levels.set(Number(number), known);
    if (field.startsWith('target_')) {
      if (typeof value === 'string' && value !== '') known.targets.push(value);
    } else known[field] = value;
  }
  const inOrder = [...levels].sort(([a], [b]) => a - b).map(([, one]) => one);
  return { ...others, levels: inOrder.filter(({ targets }) => targets.length > 0) };
}, fields);

export const SimulationFields = z.strictObject({
  at: optionalLine(60),
  zone: optionalLine(60),
  severity: optionalChoice(SEVERITIES, 'Choose a severity from the list.'),
});

/** Policies: made, changed, tried out. */
export function policyRoutes(
  kit: EscalationKit,
  servicesOf: (policyId: string) => Promise<string[]>,
): Route[] {
  const list = async (): Promise<Answer> => {
    const offers = await offersOf(kit);
    const policies = await Promise.all(
      (await listPolicies(kit.db)).map(async (policy) => {
        const { setting } = await settingFor(kit, { chain: [policy], severity: undefined });
        return { name: policy.name, href: policyLink(policy), words: policyWords(policy, setting).join(' ') };
      }),
    );
    const form = policyForm(paths.policies, undefined, offers, kit.homeZone);
    const model: PoliciesPage = { policies, form, hasSchedules: offers.schedules.length > 0 };
    return page('escalation/policies', 'Policies', model);
  };
  const show = async (ask: SignedInAsk, wanted: z.output<typeof SimulationFields> = {}): Promise<Answer> => {
    const policy = await findPolicy(kit.db, ask.params.slug ?? '');
    const model = await policyPage(kit, policy, ask, wanted, await servicesOf(policy.id));
    return page('escalation/policy', policy.name, model);
  };
  return [
    route('GET', paths.policies, 'oncall.read', noFields, list),
    route(
      'POST',
      paths.policies,
      'policy.edit',
      PolicyFields,
      async (ask) => {
        const policy = await createPolicy(kit, wantedOf(ask.fields), byOf(ask));
        return seeOther(policyLink(policy), `${policy.name} is there. Services can begin it now.`);
      },
      { again: list },
    ),
    route('GET', paths.policy, 'oncall.read', SimulationFields, (ask) => show(ask, ask.fields)),
    route(
      'POST',
      paths.policy,
      'policy.edit',
      PolicyFields,
      async (ask) => {
        const before = await findPolicy(kit.db, ask.params.slug ?? '');
        const typed = keepingUnshown(wantedOf(ask.fields), before);
        const wanted = { ...typed, version: ask.fields.version };
        const policy = await changePolicy(kit, ask.params.slug ?? '', wanted, byOf(ask));
        return seeOther(policyLink(policy), 'Saved. Escalations that have begun keep the policy as it was.');
      },
      { again: (ask) => show(ask) },
    ),
  ];
}

async function policyPage(
  kit: EscalationKit,
  policy: StoredPolicy,
  { viewer, now }: SignedInAsk,
  wanted: z.output<typeof SimulationFields>,
  services: string[],
): Promise<PolicyPage> {
  const severity = wanted.severity ?? 'SEV-1';
  const chain = await policyChain(kit.db, policy.id);
  const { setting } = await settingFor(kit, { chain, severity });
  const zone = zoneOf(wanted.zone) ?? viewer.zone ?? kit.homeZone;
  const moment = wanted.at === undefined ? { instant: now } : readMoment(wanted.at, zone);
  const shown =
    'instant' in moment
      ? simulationLines(setting, moment.instant, zone)
      : {
          heading: moment.sentence,
          lines: (moment.choices ?? []).map(({ label, value }) => `${label}: write ${value}`),
        };
  const action = href(paths.policy, { slug: policy.slug });
  return {
    name: policy.name,
    version: policy.version,
    words: [...policyWords(policy, setting), HOW_IT_ENDS],
    problems: silences(policy, await houseOf(kit.db)).map(({ sentence }) => sentence),
    services,
    simulation: { at: wanted.at ?? '', zone, severity, ...shown },
    action,
    form: may(viewer, 'policy.edit')
      ? policyForm(action, policy, await offersOf(kit), kit.homeZone)
      : undefined,
  };
}

/** @throws Invalid for a zone that there is not */
export function wantedOf(given: z.output<typeof PolicyFields>): WantedPolicy {
  const zone = readZone(given.zone);
  if (!('zone' in zone)) {
    const sentence = 'refuse' in zone ? zone.refuse : zone.ask;
    throw new Invalid([{ field: 'zone', sentence, ...('choices' in zone && { choices: zone.choices }) }]);
  }
  return {
    name: given.name,
    zone: zone.zone,
    levels: given.levels.map(levelOf),
    repeat: given.repeat,
    fallback: given.fallback === undefined ? [] : [given.fallback],
    thenPolicyId: given.then,
  };
}

/** What a form and the API do not show stays as it is: hours of a level, and a second fallback. */
export function keepingUnshown(wanted: WantedPolicy, before: StoredPolicy): WantedPolicy {
  const levels = wanted.levels.map((one, index) => {
    const hours = before.levels[index]?.condition?.hours;
    return hours === undefined ? one : { ...one, condition: { ...one.condition, hours } };
  });
  const isSame = wanted.fallback[0] === before.fallback[0];
  return { ...wanted, levels, fallback: isSame ? before.fallback : wanted.fallback };
}

function levelOf({ targets, minutes, mode, severities, in_turn }: z.output<typeof level>): Level {
  const worst = severities === undefined ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(severities) + 1);
  return {
    targets: targets.map((target) => {
      const colon = target.indexOf(':');
      const [kind, id] = [target.slice(0, colon), target.slice(colon + 1)];
      return { kind, id } as Target;
    }),
    mode,
    answerWithin: minutes,
    ...(worst.length > 0 && { condition: { severities: worst } }),
    ...(in_turn && { inTurn: true }),
  };
}

function zoneOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const read = readZone(text);
  if ('zone' in read) return read.zone;
  if ('refuse' in read) throw new Invalid([{ field: 'zone', sentence: read.refuse }]);
  throw new Invalid([{ field: 'zone', sentence: read.ask, choices: read.choices }]);
}
