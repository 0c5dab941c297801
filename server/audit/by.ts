import type { Ask } from '../web/route.ts';

/** Who did something, and from where. */
export type By = {
  type: 'person' | 'token' | 'system' | 'external';
  /** The account's, for a token as well; empty when nobody is known. */
  id: string;
  name: string;
  address?: string | undefined;
  requestId?: string | undefined;
};

export const COMMAND_LINE: By = { type: 'system', id: 'command-line', name: 'The command line' };

/** What is done by itself, by the settings. */
export const SCHEDULE: By = { type: 'system', id: 'schedule', name: 'The schedule' };

/** Whoever sent a request. On the pages that need no account that may be anybody. */
export function byOf({ viewer, address, requestId }: Pick<Ask, 'viewer' | 'address' | 'requestId'>): By {
  const whom = viewer ?? { type: 'external' as const, id: '', name: 'Somebody' };
  return { type: whom.type, id: whom.id, name: whom.name, address, requestId };
}

/** Somebody who acts through a request on a page that needs no account, by a link for them. */
export function byPerson(
  { id, name }: { id: string; name: string },
  { address, requestId }: Pick<By, 'address' | 'requestId'>,
): By {
  return { type: 'person', id, name, address, requestId };
}
