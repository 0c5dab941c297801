/** Who would be asked by a policy as it stands in its form: shown while somebody types, and by a button. */
import { z } from 'zod';
import { fragment } from '../web/answer.ts';
import { entityTag } from '../web/entity-tag.ts';
import { readFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { readMoment } from './moment.ts';
import { houseOf, listPolicies } from './policy-actions.ts';
import { changedOf, FormFields, wantedOf } from './policy-fields-routes.ts';
import { chainOf, silences, type Policy } from './policy.ts';
import { settingFor, type EscalationKit } from './setting-actions.ts';
import { noTrial, trialOf, type Trial } from './trial-pages.ts';

/** Answers the part of the form that says who would be asked. What is wrong with the form stands in it, in words. */
export function trialRoute(kit: EscalationKit): Route {
  return route('POST', paths.policyTrial, 'policy.edit', z.record(z.string(), z.unknown()), async (ask) => {
    const trial = await trialOfTyped(kit, ask);
    return fragment('policy-trial', { trial }, entityTag(trial));
  });
}

async function trialOfTyped(kit: EscalationKit, ask: SignedInAsk<Record<string, unknown>>): Promise<Trial> {
  try {
    return await trialFor(kit, ask, readFields(FormFields, { ...ask.fields, act: 'try' }));
  } catch (error) {
    if (error instanceof Invalid) return noTrial(error.problems.map(({ sentence }) => sentence));
    throw error;
  }
}

/** @throws Invalid for a moment or a zone that cannot be read, by its field */
export async function trialFor(
  kit: EscalationKit,
  { viewer, now }: Pick<SignedInAsk, 'viewer' | 'now'>,
  fields: z.output<typeof FormFields>,
): Promise<Trial> {
  const zone = viewer.zone ?? kit.homeZone;
  const moment = fields.try_at === undefined ? { instant: now } : readMoment(fields.try_at, zone);
  if (!('instant' in moment)) throw new Invalid([{ field: 'try_at', ...moment }]);
  const others = await listPolicies(kit.db);
  const before = others.find(({ slug }) => slug === fields.of);
  const typed = before === undefined ? wantedOf(fields) : changedOf(fields, before);
  const policy: Policy = { ...typed, id: before?.id ?? 'typed', version: before?.version ?? 1 };
  const chain = chainOf(policy, new Map(others.map((one) => [one.id, one])));
  const severity = fields.try_severity ?? 'SEV-1';
  const { setting } = await settingFor(kit, { chain, severity });
  const problems = silences(policy, await houseOf(kit.db)).map(({ sentence }) => sentence);
  return trialOf(setting, moment.instant, zone, problems);
}
