import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { zone as readZone } from '../core/zone.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { noFields, optionalChoice, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { may } from '../web/viewer.ts';
import { readMoment } from './moment.ts';
import { changedOf, forForm, FormFields, wantedOf } from './policy-fields-routes.ts';
import { SEVERITIES, silences } from './policy.ts';
import {
  changePolicy,
  createPolicy,
  findPolicy,
  houseOf,
  listPolicies,
  policyChain,
  type StoredPolicy,
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
import type { Trial } from './trial-pages.ts';
import { trialFor, trialRoute } from './trial-routes.ts';

const SimulationFields = z.strictObject({
  at: optionalLine(60),
  zone: optionalLine(60),
  severity: optionalChoice(SEVERITIES, 'Choose a severity from the list.'),
});

/** Policies: made, changed, tried out. */
export function policyRoutes(
  kit: EscalationKit,
  servicesOf: (policyId: string) => Promise<string[]>,
): Route[] {
  const list = async (ask: SignedInAsk, trial?: Trial): Promise<Answer> => {
    const offers = await offersOf(kit);
    const policies = await Promise.all(
      (await listPolicies(kit.db)).map(async (policy) => {
        const { setting } = await settingFor(kit, { chain: [policy], severity: undefined });
        return { name: policy.name, href: policyLink(policy), words: policyWords(policy, setting).join(' ') };
      }),
    );
    const form = policyForm(paths.policies, undefined, offers, kit.homeZone, {
      trial,
      zone: ask.viewer.zone,
    });
    const model: PoliciesPage = { policies, form, hasSchedules: offers.schedules.length > 0 };
    return page('escalation/policies', 'Policies', model, { isFormAgain: trial !== undefined });
  };
  const show = async (
    ask: SignedInAsk,
    wanted: z.output<typeof SimulationFields> = {},
    trial?: Trial,
  ): Promise<Answer> => {
    const policy = await findPolicy(kit.db, ask.params.slug ?? '');
    const model = await policyPage(kit, policy, ask, wanted, await servicesOf(policy.id), trial);
    return page('escalation/policy', policy.name, model, { isFormAgain: trial !== undefined });
  };
  return [
    trialRoute(kit),
    route('GET', paths.policies, 'oncall.read', noFields, (ask) => list(ask)),
    route(
      'POST',
      paths.policies,
      'policy.edit',
      FormFields,
      async (ask) => {
        if (ask.fields.act === 'try') return list(ask, await trialFor(kit, ask, ask.fields));
        const wanted = wantedOf(ask.fields);
        const policy = await forForm(ask.fields, () => createPolicy(kit, wanted, byOf(ask)));
        return seeOther(policyLink(policy), `${policy.name} is there. Services can begin it now.`);
      },
      { again: (ask) => list(ask) },
    ),
    route('GET', paths.policy, 'oncall.read', SimulationFields, (ask) => show(ask, ask.fields)),
    route(
      'POST',
      paths.policy,
      'policy.edit',
      FormFields,
      async (ask) => {
        if (ask.fields.act === 'try') return show(ask, {}, await trialFor(kit, ask, ask.fields));
        const before = await findPolicy(kit.db, ask.params.slug ?? '');
        const wanted = { ...changedOf(ask.fields, before), version: ask.fields.version };
        const policy = await forForm(ask.fields, () => changePolicy(kit, before.slug, wanted, byOf(ask)));
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
  trial: Trial | undefined,
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
      ? policyForm(action, policy, await offersOf(kit), kit.homeZone, { trial, zone: viewer.zone })
      : undefined,
  };
}

function zoneOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const read = readZone(text);
  if ('zone' in read) return read.zone;
  if ('refuse' in read) throw new Invalid([{ field: 'zone', sentence: read.refuse }]);
  throw new Invalid([{ field: 'zone', sentence: read.ask, choices: read.choices }]);
}
