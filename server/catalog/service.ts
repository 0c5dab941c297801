import { Refused } from '../core/refused.ts';
import type { Visibility } from '../identity/visibility.ts';

/** How bad it is when an alert does not say. The severities of incidents, which this place comes before. */
export const DEFAULT_SEVERITIES = ['SEV-1', 'SEV-2', 'SEV-3', 'SEV-4'] as const;
export type DefaultSeverity = (typeof DEFAULT_SEVERITIES)[number];

/** Something that can break: what incidents are about. */
export type Service = {
  id: string;
  slug: string;
  name: string;
  /** The team that owns it; its members are who is asked first. */
  teamId: string | undefined;
  /** The runbook that fits when nothing tells more. */
  runbookId: string | undefined;
  /** The name under which the public knows it; without one it is not on the status page. */
  publicName: string | undefined;
  /** The policy that an incident of it begins. */
  policyId: string | undefined;
  /** Of an incident that an alert opens which names no severity. */
  severity: DefaultSeverity | undefined;
  /** How often it was changed: whoever changes it says upon which of these. */
  rev: number;
};

export type ServiceWithTeam = Service & {
  teamName: string | undefined;
  /** Who sees its incidents unless somebody says otherwise: what its team chose, else everybody. */
  visibility: Visibility;
};

/**
 * @throws Refused when a slug cannot stand in an address: lower case, digits, hyphens between, at most 60 characters
 */
export function checkedSlug(slug: string): string {
  if (slug.length <= 60 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug)) return slug;
  throw new Refused(
    'service-slug',
    `"${slug}" cannot stand in an address. Use lower case letters, digits and hyphens, such as "web-shop".`,
    { field: 'slug' },
  );
}
