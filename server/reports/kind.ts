/** Whether a text tells of an incident at all. */
import type { Name } from './name.ts';
import type { Section } from './section.ts';
import { isTimed, type Told } from './timeline.ts';

/** Parts that only a report of something that went wrong has, and those that plans and minutes have as well. */
const TELLING: readonly Name[] = ['cause', 'detection', 'resolution', 'misleading'];
const OTHERS: readonly Name[] = ['timeline', 'impact', 'trigger', 'escalations'];

/** What such a text speaks of, by the beginning of the word. */
const TROUBLE =
  /\b(?:incident|outage|downtime|unavailab|degrad|disrupt|fail|error|alert|broke|slow|down\b|stuck|lost|stop|late\b|delay|page[dr]?\b|on-call|sev(?:erity)?\b|affect|impact|escalat|mitigat|resolv|restor|recover|rolled back|roll-?back|root cause|post-?mortem|rca\b|back to normal|full\b|crash|missing|wrong|out of memory|timed? ?out|fix|could(?: not|n[\u2019']t)|unable|no longer|ran out|restart|rebooted|offline|unreachable)/gi;
const LEAST_WORDS = 2;
/** Below a heading for it, times of day are hardly anything else. */
const LEAST_WITH_TIMELINE = 1;
/** So many signs say what a text is about. */
const MOST_READ = 50_000;

/** Parts that only a report has; or times, or other parts, in a text that speaks of trouble. */
export function tellsOfIncident(title: string, sections: readonly Section[], told: readonly Told[]): boolean {
  const names = new Set(sections.flatMap((section) => section.names));
  const timed = told.filter(isTimed);
  if (isLog(timed)) return false;
  if (names.size >= 2 && TELLING.some((name) => names.has(name))) return true;
  const hasParts = names.size >= 2 && OTHERS.some((name) => names.has(name));
  const hasTimes = timed.length >= 2 && (names.size > 0 || timed.length >= 3);
  const least = timed.length >= 2 && names.has('timeline') ? LEAST_WITH_TIMELINE : LEAST_WORDS;
  return (hasParts || hasTimes) && troubleIn(title, sections) >= least;
}

/** How many words of trouble there are, each counted once. */
function troubleIn(title: string, sections: readonly Section[]): number {
  const parts = [title];
  let length = 0;
  for (const { heading, lines } of sections) {
    for (const { text } of heading ? [heading, ...lines] : lines) {
      parts.push(text);
      length += text.length;
      if (length > MOST_READ) break;
    }
  }
  const found = parts.join('\n').slice(0, MOST_READ).toLowerCase().match(TROUBLE) ?? [];
  return new Set(found).size;
}

/** What a machine wrote for itself: most lines name how loud they are. */
function isLog(timed: readonly Told[]): boolean {
  const loud = timed.filter(({ text }) => /^\W*(?:INFO|DEBUG|TRACE|WARN(?:ING)?|ERROR|FATAL)\b/.test(text));
  return timed.length > 0 && loud.length > timed.length / 2;
}
