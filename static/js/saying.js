/**
 * The two places from which a screen reader hears what others did: one that waits its turn, with one message in five
 * seconds, and one that does not, for what is asked of the reader and for what became worse.
 */

const SAY_EVERY_MS = 5_000;

/**
 * @param {Element | null} polite
 * @param {Element | null} urgent
 */
export function makeSaying(polite, urgent) {
  /** @type {Map<string, Element[]>} by who did it */
  let unsaid = new Map();
  let saidAt = -Infinity;
  let isWaiting = false;

  const say = () => {
    isWaiting = false;
    if (polite === null || unsaid.size === 0) return;
    saidAt = performance.now();
    polite.textContent = [...unsaid].map(([who, entries]) => words(who, entries)).join(', ');
    unsaid = new Map();
  };

  return {
    /** @param {readonly Element[]} entries what others did */
    tell: (entries) => {
      for (const entry of entries) {
        const who = entry.getAttribute('data-by') ?? '';
        unsaid.set(who, [...(unsaid.get(who) ?? []), entry]);
      }
      if (isWaiting || unsaid.size === 0) return;
      isWaiting = true;
      setTimeout(say, Math.max(0, saidAt + SAY_EVERY_MS - performance.now()));
    },
    /** @param {readonly string[]} sentences */
    warn: (sentences) => {
      if (urgent !== null && sentences.length > 0) urgent.textContent = sentences.join(' ');
    },
  };
}

/**
 * One entry is said as it reads; several are counted: "Ben Hofer recorded 2 steps".
 * @param {string} who
 * @param {readonly Element[]} entries
 */
function words(who, entries) {
  const [first] = entries;
  if (entries.length === 1) return first?.querySelector('.entry-text')?.textContent?.trim() ?? '';
  const areSteps = entries.every((entry) => entry.getAttribute('data-kind') === 'step-answered');
  return `${who} ${areSteps ? 'recorded' : 'added'} ${String(entries.length)} ${areSteps ? 'steps' : 'entries'}`;
}
