import { contactables } from '../identity/directory-actions.ts';
import type { Finder } from '../search/finder.ts';
import type { Db } from '../store/open.ts';
import { href, paths } from '../web/paths.ts';
import { may } from '../web/viewer.ts';

/** People by name and address, for those who look after accounts. */
export function findPeople(db: Db): Finder {
  return {
    heading: 'People',
    find: async (words, { viewer }, most) => {
      if (!may(viewer, 'person.invite')) return [];
      const people = (await contactables(db)).filter(({ name, email }) => {
        const text = `${name} ${email}`.toLowerCase();
        return words.every((word) => text.includes(word));
      });
      return people.slice(0, most).map(({ id, name, email, role }) => ({
        href: href(paths.person, { id }),
        title: name,
        facts: `${email} · ${role}`,
      }));
    },
  };
}
