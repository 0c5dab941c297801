/** Rules for alerts, which come from outside: nobody types them. */
import { Refused } from '../core/refused.ts';
import { alertOf, type Alert } from './alerts.ts';
import { entry, nothing } from './act.ts';
import type { Context } from './act.ts';
import type { Rules } from './command.ts';
import type { Body } from './entry.ts';
import type { State } from './state.ts';

export type AlertCommands = {
  'receive-alert': Body<'alert-received'>;
  /** `count` is how often it came in all; once more than was told when it is left out. */
  'repeat-alert': {
    alertId: string;
    count?: number | undefined;
    changed?: Record<string, string> | undefined;
  };
  'clear-alert': { alertId: string };
};

export const ALERT_RULES: Rules<AlertCommands> = {
  'receive-alert': (state, { at, ...alert }, context) => {
    mustComeFromOutside(context);
    const { alertId, adapter, groupKey, name, labels, url, runbookHint, leftOut } = alert;
    if (alertOf(state, alertId)) return nothing(`The alert "${name}" is known already.`);
    const body = { alertId, adapter, groupKey, name, labels, url, runbookHint, leftOut };
    return { entries: [entry(context, 'alert-received', body, at)] };
  },
  'repeat-alert': (state, { alertId, count, changed, at }, context) => {
    mustComeFromOutside(context);
    const known = knownAlert(state, alertId);
    const body = { alertId, name: known.name, count: count ?? known.count + 1, changed };
    return { entries: [entry(context, 'alert-repeated', body, at)] };
  },
  'clear-alert': (state, { alertId, at }, context) => {
    mustComeFromOutside(context);
    const { name, cleared } = knownAlert(state, alertId);
    if (cleared) return nothing(`The alert "${name}" has ended already.`);
    return { entries: [entry(context, 'alert-cleared', { alertId, name }, at)] };
  },
};

function knownAlert(state: State, id: string): Alert {
  const alert = alertOf(state, id);
  if (alert) return alert;
  throw new Refused('no-such-alert', 'There is no such alert in this incident.');
}

function mustComeFromOutside({ actor }: Context): void {
  if (actor.type === 'external' || actor.type === 'system') return;
  throw new Refused('system-only', 'Alerts come from the systems that raise them. Write a note instead.');
}
