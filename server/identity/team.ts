/** People who own services together. */
export type Team = { id: string; slug: string; name: string };

/** A team with who is in it, by name. */
export type TeamWithMembers = Team & { members: readonly { id: string; name: string }[] };
