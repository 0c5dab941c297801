import type { Route } from '../web/route.ts';
import { isForSenders } from '../web/paths.ts';
import { isPermission, PUBLIC_ROUTES } from './permissions.ts';

/** What is wrong with the table of routes, in sentences. The server does not start while there is any. */
export function routeFaults(routes: readonly Route[]): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const { method, path, permission } of routes) {
    const name = `${method} ${path}`;
    if (seen.has(name)) faults.push(`${name} is declared twice.`);
    seen.add(name);
    if (permission === 'public') {
      if (!isPublic(path)) faults.push(`${name} is public but does not stand on the public list.`);
    } else if (permission === 'key') {
      if (!isForSenders(path)) faults.push(`${name} takes a key but does not lie where senders send to.`);
    } else if (!isPermission(permission)) {
      faults.push(`${name} names no known permission ("${permission}").`);
    }
  }
  return faults;
}

function isPublic(path: string): boolean {
  return PUBLIC_ROUTES.some((known) =>
    known.endsWith('*') ? path.startsWith(known.slice(0, -1)) : known === path,
  );
}
