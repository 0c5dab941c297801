import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { yearOf } from '../escalation/coverage-actions.ts';
import { ladder, type Predicted } from '../escalation/ladder.ts';
import {
  changePolicy,
  createPolicy,
  findPolicy,
  policyChain,
  type StoredPolicy,
} from '../escalation/policy-actions.ts';
import { keepingUnshown, PolicyFields, wantedOf } from '../escalation/policy-fields-routes.ts';
import { SEVERITIES } from '../escalation/policy.ts';
import { settingFor, type EscalationKit } from '../escalation/setting-actions.ts';
import { json } from '../web/answer.ts';
import { entityTag, mustMatch } from '../web/entity-tag.ts';
import { noFields, optionalChoice, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route } from '../web/route.ts';
import { instantField } from './moment-field.ts';
import { instant, orNull } from './shape.ts';

const PolicyLevel = z
  .object({
    targets: z.array(z.string()).describe('person:ID, schedule:ID, team:ID or role:NAME'),
    minutes: z.int().describe('after which the next level is told'),
    mode: z.enum(['any', 'all']),
    severities: z.string().nullable().describe('the mildest at which it is asked; null at every one'),
    in_turn: z.boolean(),
  })
  .meta({ id: 'PolicyLevel', description: 'Whom a level tells, and for how long it waits' });

const PolicyWhole = z
  .object({
    policy: z.string().describe('the id by which requests name it'),
    slug: z.string(),
    name: z.string(),
    zone: z.string(),
    version: z.int(),
    levels: z.array(PolicyLevel),
    repeat: z.int().describe('how often all of it is done again'),
    fallback: z.string().describe('who is told when nobody accepted'),
    then: z.string().nullable().describe('the policy that goes on after the fallback'),
  })
  .meta({ id: 'PolicyWhole', description: 'A policy with its levels, in the names by which it is changed' });

const LadderStep = z
  .object({
    at: instant,
    kind: z.enum(['sent', 'skipped', 'waiting', 'handed-on', 'exhausted']),
    level: z.int().nullable(),
    loop: z.int().nullable(),
    is_fallback: z.boolean(),
    people: z.array(z.string()).describe('the ids of those who would be told'),
    why: z.string().nullable().describe('why a level would be left out'),
    until: instant.nullable().describe('until when they could answer'),
  })
  .meta({ id: 'LadderStep', description: 'What would happen next if nobody answered' });

const Coverage = z
  .object({
    from: instant,
    weaknesses: z.array(z.object({ from: instant, to: instant, level: z.int(), why: z.string() })),
    unproved: z.array(z.string()).describe('who has not said in 90 days that a test message arrived'),
  })
  .meta({ id: 'Coverage', description: 'A year of a policy: when a level of it would be left out' });

const LadderFields = z.strictObject({
  at: optionalLine(60).describe('an instant; left out it is now'),
  severity: optionalChoice(SEVERITIES, 'Choose a severity from the list.'),
});

/** Policies: read whole, made, replaced, and tried out. */
export function policiesApi(kit: EscalationKit, breath: () => Promise<void>): Route[] {
  const shown = async (slug = '') => policyJson(await findPolicy(kit.db, slug));
  return [
    route(
      'GET',
      paths.apiPolicy,
      'oncall.read',
      noFields,
      async (ask) => json(await shown(ask.params.slug)),
      { summary: 'Read a policy with its levels', scope: 'incidents:read', answers: PolicyWhole },
    ),
    route(
      'POST',
      paths.apiPolicies,
      'policy.edit',
      PolicyFields,
      async (ask) => {
        const { slug } = await createPolicy(kit, wantedOf(ask.fields), byOf(ask));
        const headers = { Location: ask.absolute(href(paths.apiPolicy, { slug })) };
        return json(await shown(slug), 201, headers);
      },
      { summary: 'Make a policy', scope: 'escalation:*', answers: PolicyWhole },
    ),
    route(
      'PUT',
      paths.apiPolicy,
      'policy.edit',
      PolicyFields,
      async (ask) => {
        const before = await findPolicy(kit.db, ask.params.slug ?? '');
        mustMatch(ask, policyJson(before));
        const wanted = { ...keepingUnshown(wantedOf(ask.fields), before), version: before.version };
        await changePolicy(kit, before.slug, wanted, byOf(ask));
        const after = await shown(before.slug);
        return json(after, 200, { ETag: entityTag(after) });
      },
      {
        summary: 'Replace a policy; escalations that have begun keep it as it was',
        scope: 'escalation:*',
        answers: PolicyWhole,
      },
    ),
    route(
      'GET',
      paths.apiPolicyLadder,
      'oncall.read',
      LadderFields,
      async (ask) => {
        const { id } = await findPolicy(kit.db, ask.params.slug ?? '');
        const chain = await policyChain(kit.db, id);
        const { setting } = await settingFor(kit, { chain, severity: ask.fields.severity ?? 'SEV-1' });
        const steps = ladder(setting, instantField(ask.fields.at, 'at') ?? ask.now);
        return json({ data: steps.map(stepJson) });
      },
      {
        summary: 'Who would be asked if nobody answered, now or at an instant',
        scope: 'incidents:read',
        answers: z.object({ data: z.array(LadderStep) }),
      },
    ),
    route(
      'GET',
      paths.apiPolicyCoverage,
      'oncall.read',
      noFields,
      async (ask) => {
        const year = await yearOf(kit, ask.params.slug ?? '', ask.now, breath);
        const { from, weaknesses, unproved } = year;
        return json({ from, weaknesses, unproved } satisfies z.infer<typeof Coverage>);
      },
      { summary: 'What a policy would lack in a year', scope: 'incidents:read', answers: Coverage },
    ),
  ];
}

function policyJson(policy: StoredPolicy): z.infer<typeof PolicyWhole> {
  const { id, slug, name, zone, version, levels, repeat, fallback, thenPolicyId } = policy;
  return {
    policy: id,
    slug,
    name,
    zone,
    version,
    levels: levels.map(({ targets, mode, answerWithin, condition, inTurn }) => ({
      targets: targets.map((target) => `${target.kind}:${target.id}`),
      minutes: answerWithin,
      mode,
      severities: orNull(condition?.severities?.at(-1)),
      in_turn: inTurn ?? false,
    })),
    repeat,
    fallback: fallback[0] ?? '',
    then: orNull(thenPolicyId),
  };
}

function stepJson(step: Predicted): z.infer<typeof LadderStep> {
  const isSent = step.kind === 'sent';
  const hasLevel = isSent || step.kind === 'skipped';
  return {
    at: step.at,
    kind: step.kind,
    level: hasLevel ? step.level : null,
    loop: hasLevel || step.kind === 'waiting' ? step.loop : null,
    is_fallback: isSent && step.isFallback,
    people: isSent ? step.people.map(({ personId }) => personId) : [],
    why: step.kind === 'skipped' ? step.why : null,
    until: isSent ? step.answerBy : step.kind === 'waiting' ? step.until : null,
  };
}
