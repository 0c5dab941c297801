/** Who may do what inside an incident: the writers E, C, O and M of the catalogue of entries. */
import { Refused } from '../core/refused.ts';
import { whyNot } from '../identity/permissions.ts';
import type { Context } from './act.ts';
import type { Role } from './entry-fields.ts';
import { holderOf, isCommanderSilent } from './roles.ts';
import type { State } from './state.ts';

/** @throws Refused without a permission of the account. */
export function mustHave(context: Context, permission: string): void {
  if (context.permissions.has(permission)) return;
  throw new Refused('no-permission', whyNot(permission));
}

/** A permission of the account, or the server itself, which acts by a rule. */
export function mustHaveOrServe(context: Context, permission: string): void {
  if (context.actor.type !== 'system') mustHave(context, permission);
}

/** E: everyone who may take part. */
export function mustAct(context: Context): void {
  mustHave(context, 'incident.act');
}

/** A manager is known by a permission that only managers and admins have. */
export function isManager(context: Pick<Context, 'permissions'>): boolean {
  return context.permissions.has('review.waive');
}

/** M: a manager. @param act what was tried, as in "waive a review" */
export function mustManage(context: Context, act: string): void {
  if (isManager(context)) return;
  throw new Refused('needs-manager', `Only a manager can ${act}. Ask one, or an admin.`);
}

/** sys: the server. */
export function mustBeSystem(context: Context): void {
  if (context.actor.type === 'system') return;
  throw new Refused('system-only', 'The server writes this by itself; nobody has to.');
}

/** Whether the actor holds a role. */
export function holds(state: State, context: Pick<Context, 'actor'>, role: Role): boolean {
  return holderOf(state, role)?.id === context.actor.id;
}

/** The one who looks at a page, as the rules ask for who acts. */
export function readerOf({
  now,
  personId,
  permissions,
}: {
  now: Context['now'];
  personId: string;
  permissions: ReadonlySet<string>;
}): Pick<Context, 'actor' | 'permissions' | 'now'> {
  return { now, permissions, actor: { type: 'person', id: personId, name: '' } };
}

/** C: the commander, the deputy while the commander is silent, or a manager. */
export function maySteer(state: State, context: Pick<Context, 'actor' | 'permissions' | 'now'>): boolean {
  if (context.actor.type === 'system' || holds(state, context, 'commander') || isManager(context))
    return true;
  return holds(state, context, 'deputy') && isCommanderSilent(state, context.now);
}

/** C. @param act what was tried, as in "lower the severity" */
export function mustSteer(state: State, context: Context, act: string): void {
  mustAct(context);
  if (maySteer(state, context)) return;
  const commander = holderOf(state, 'commander');
  const sentence = commander
    ? `Only the commander can ${act}: ask ${commander.name}.`
    : `Only the commander can ${act}, and nobody holds command. Take command first.`;
  throw new Refused('needs-commander', sentence);
}

/** O: operations or the commander; while nobody holds either, everyone who takes part. */
export function mustOperate(state: State, context: Context, act: string): void {
  mustAct(context);
  const operations = holderOf(state, 'operations');
  if (holds(state, context, 'operations') || maySteer(state, context)) return;
  if (!operations && !holderOf(state, 'commander')) return;
  const whom = operations ? `ask ${operations.name}` : 'take Operations first, since nobody holds it';
  throw new Refused('needs-operations', `Only Operations or the commander can ${act}: ${whom}.`);
}
