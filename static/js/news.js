/** What others did while somebody looks at the page: said, counted in the title, and kept back from who reads below. */

const SAY_EVERY_MS = 5_000;
const MARK_MS = 10_000;

/**
 * @param {{ reader: string, said: HTMLElement | null, apply(): void }} page `apply` puts what waits into the page
 */
export function makeNews({ reader, said, apply }) {
  const title = document.title;
  /** @type {Map<string, Element[]>} by who did it */
  let unsaid = new Map();
  let saidAt = -Infinity;
  let isWaiting = false;
  let unseen = 0;
  let isAsked = false;

  const showTitle = () => {
    document.title = unseen === 0 ? title : `(${String(unseen)}) ${title}`;
  };
  const look = () => {
    if (document.hidden || !document.hasFocus()) return;
    unseen = 0;
    showTitle();
  };
  document.addEventListener('visibilitychange', look);
  addEventListener('focus', look);

  const say = () => {
    isWaiting = false;
    if (said === null || unsaid.size === 0) return;
    saidAt = performance.now();
    said.textContent = [...unsaid].map(([who, entries]) => words(who, entries)).join(', ');
    unsaid = new Map();
  };

  /** @param {readonly Element[]} entries */
  const tell = (entries) => {
    for (const entry of entries) {
      const who = entry.getAttribute('data-by') ?? '';
      unsaid.set(who, [...(unsaid.get(who) ?? []), entry]);
    }
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(say, Math.max(0, saidAt + SAY_EVERY_MS - performance.now()));
  };

  /**
   * @param {Element} target
   * @param {Element} list
   */
  const offer = (target, list) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button';
    button.addEventListener('click', () => {
      isAsked = true;
      apply();
      isAsked = false;
      const heading = target.querySelector('h2');
      if (heading === null) return;
      heading.tabIndex = -1;
      heading.focus();
    });
    const line = document.createElement('p');
    line.className = 'news';
    line.dataset.keep = '';
    line.append(button);
    list.before(line);
    return button;
  };

  /**
   * Entries of others that are not on the page yet.
   * @param {Element} target
   * @param {Element} incoming
   */
  const freshIn = (target, incoming) =>
    [...incoming.querySelectorAll('.entry')].filter(
      ({ id }) => target.querySelector(`#${CSS.escape(id)}`) === null,
    );

  /**
   * Whether entries wait, since the reader looks at older ones below.
   * @param {Element} target
   * @param {number} count
   */
  const waits = (target, count) => {
    const list = target.querySelector('.timeline');
    if (list === null) return false;
    if (count === 0 || isAsked || list.getBoundingClientRect().top >= topEdge(target) - 8) {
      target.querySelector('.news')?.remove();
      return false;
    }
    const button = target.querySelector('.news > button') ?? offer(target, list);
    button.textContent = `${String(count)} new`;
    return true;
  };

  /** @param {readonly Element[]} entries as they came; they are on the page */
  const arrived = (entries) => {
    const ofOthers = entries.filter((entry) => entry.getAttribute('data-by') !== reader);
    if (ofOthers.length === 0) return;
    tell(ofOthers);
    for (const { id } of ofOthers) mark(id);
    if (document.hidden || !document.hasFocus()) unseen += ofOthers.length;
    showTitle();
  };

  return {
    /**
     * Looks at a part of the page that comes: undefined when it has to wait, else what is said once it is in place.
     * @param {HTMLElement} target
     * @param {Element} incoming
     */
    meet: (target, incoming) => {
      const fresh = freshIn(target, incoming);
      if (waits(target, fresh.length)) return undefined;
      return () => {
        arrived(fresh);
        if (target.dataset.count !== undefined) showCount(Number(target.dataset.count));
      };
    },
    /**
     * What came while the page was hidden, as the server counts it.
     * @param {{ open?: number, fresh?: number }} counts
     */
    counted: ({ open, fresh }) => {
      if (open !== undefined) showCount(open);
      if (fresh === undefined) return;
      unseen = fresh;
      showTitle();
    },
  };
}

/** @param {string} id */
function mark(id) {
  const entry = document.getElementById(id);
  entry?.setAttribute('data-fresh', '');
  setTimeout(() => entry?.removeAttribute('data-fresh'), MARK_MS);
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

/** @param {Element} target */
function topEdge(target) {
  const pane = target.closest('.run-pane');
  if (pane !== null && getComputedStyle(pane).overflowY === 'auto') return pane.getBoundingClientRect().top;
  const strip = document.querySelector('.strip');
  return strip !== null && getComputedStyle(strip).position === 'sticky'
    ? strip.getBoundingClientRect().bottom
    : 0;
}

/** @param {number} count */
function showCount(count) {
  document.title = count === 0 ? 'Board - Muster' : `(${String(count)}) Board - Muster`;
}
