/**
 * The caching incident of 12 June 2023, as it would have been told in Muster: an online shop slow and failing for
 * about 35 % of its users, two innocent suspects, two teams called in, and a cache configuration at the end of it.
 * The shop and its people are fiction.
 */
import type { Story, Telling } from './story.ts';
import { tellCause } from './caching-cause.ts';
import { tellEscalation } from './caching-escalation.ts';
import { tellRepair } from './caching-repair.ts';
import { tellTriage } from './caching-triage.ts';

/** Tells it from the first alarm to the end of the watch. */
export async function tellCachingIncident(story: Story): Promise<Telling> {
  const telling = await tellTriage(story);
  await tellEscalation(telling);
  await tellCause(telling);
  await tellRepair(telling);
  return telling;
}
