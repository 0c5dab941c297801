/** What files call people, schedules, teams and policies, and what they are called here. */
import type { YamlReader, Found } from '../core/yaml-reading.ts';

/** Ids by the name in files: people by their address, the others by their name in addresses. */
export type Names = Readonly<Record<'person' | 'schedule' | 'team' | 'policy', ReadonlyMap<string, string>>>;

/** The id that a name stands for; what is not known is told. */
export function idNamed(
  reader: YamlReader,
  names: Names,
  kind: keyof Names,
  found: Found | undefined,
): string | undefined {
  const name = reader.text(found, kind === 'person' ? 'the address of the person' : `the ${kind}`, 200);
  if (name === undefined || found === undefined) return undefined;
  const id = names[kind].get(kind === 'person' ? name.toLowerCase() : name);
  if (id !== undefined) return id;
  reader.fault(found.line, `There is no ${kind} "${name}" here.`);
  return undefined;
}

/** The name by which files call an id; an id that is gone stays what it is, and will be told when it is read. */
export function nameOfId(names: Names, kind: keyof Names, id: string): string {
  for (const [name, held] of names[kind]) if (held === id) return name;
  return id;
}
