import type {} from 'passport';

/** Whoever is asking, as far as HTTP knows: who it is, what they may do, and the zone that they read times in. */
export type Viewer = {
  id: string;
  name: string;
  /** `token` when the request came with an API token instead of a session. */
  type: 'person' | 'token';
  email: string;
  role: string;
  permissions: ReadonlySet<string>;
  /** Their own zone, or undefined for the installation's. */
  zone: string | undefined;
  /** Which of their tokens, when it came with one; `id` is its owner's. */
  tokenId?: string;
  /** Scopes of the token; undefined for a session, which has no such limit. */
  scopes: readonly string[] | undefined;
};

export function may(viewer: Viewer | undefined, permission: string): boolean {
  return viewer?.permissions.has(permission) ?? false;
}
