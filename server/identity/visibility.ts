/** For whom something is: everybody with an account, the teams that own it, or only those who take part. */
export const VISIBILITIES = ['all', 'team', 'private'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export function isVisibility(text: string): text is Visibility {
  return (VISIBILITIES as readonly string[]).includes(text);
}
