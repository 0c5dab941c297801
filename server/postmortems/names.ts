/** Who did it: by name, or by the role held at that moment, one choice for the whole document. */
import type { Instant } from '../core/clock.ts';
import { ROLES } from '../incidents/entry-fields.ts';
import type { Actor, Role } from '../incidents/entry-fields.ts';
import { holdersAt } from '../incidents/roles.ts';
import type { State } from '../incidents/state.ts';
import { typed } from '../core/typed-words.ts';

export type NameStyle = 'person' | 'role';

/** Somebody as an entry names them; without a type it is a person. */
export type Named = { id: string; name: string; type?: Actor['type'] };

/** The words for somebody at an instant: "Ana Ruiz", or "the commander". What people typed is not looked through. */
export type Who = (named: Named, at: Instant) => string;

const AS_ROLE: Readonly<Record<Role, string>> = {
  commander: 'the commander',
  operations: 'Operations',
  scribe: 'the scribe',
  communications: 'Communications',
  deputy: 'the deputy',
  expert: 'an expert',
  observer: 'an observer',
};

export function whoIn(state: State, style: NameStyle): Who {
  return ({ id, name, type = 'person' }, at) => {
    if (style === 'person' || type === 'system') return typed(name);
    if (type === 'external') return 'a source outside';
    const held = ROLES.find((role) => holdersAt(state, role, at).some(({ personId }) => personId === id));
    return held === undefined ? 'a responder' : AS_ROLE[held];
  };
}
