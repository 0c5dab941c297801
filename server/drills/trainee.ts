/** Whoever takes part in a drill may do there what responders do: practising is how one becomes one. */
import type { Viewer } from '../web/viewer.ts';

export const TAKES_PART = 'drill.take-part';

const IN_DRILLS = [
  'incident.declare',
  'incident.act',
  'incident.command',
  'escalation.request',
  'escalation.answer',
];

export function trainee(viewer: Viewer): Viewer {
  if (!viewer.permissions.has(TAKES_PART)) return viewer;
  return { ...viewer, permissions: new Set([...viewer.permissions, ...IN_DRILLS]) };
}

/** Whoever watches may read there and do nothing, whatever they may do elsewhere. */
export function onlooker(viewer: Viewer): Viewer {
  const held = [...viewer.permissions].filter(
    (one) => one !== 'incident.observe' && !IN_DRILLS.includes(one),
  );
  return { ...viewer, permissions: new Set(held) };
}
