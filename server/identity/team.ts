import type { Visibility } from './visibility.ts';

/** People who own services together. */
export type Team = {
  id: string;
  slug: string;
  name: string;
  /** Who sees the incidents of its services unless somebody says otherwise. */
  visibility: Visibility;
  /** How often it was changed: whoever changes it says upon which of these. */
  rev: number;
};

/** A team with who is in it, by name. */
export type TeamWithMembers = Team & { members: readonly { id: string; name: string }[] };
