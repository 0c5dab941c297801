/** What others did while somebody looks at the page: said, counted, marked, and kept back from who reads below. */
import { makeAttention } from './attention.js';
import { makePill } from './pill.js';
import { makeSaying } from './saying.js';

const MARK_MS = 10_000;

/**
 * @param {HTMLElement} box `#live`
 * @param {() => void} apply puts what waits into the page
 */
export function makeNews(box, apply) {
  const { reader } = box.dataset;
  const attention = makeAttention();
  const saying = makeSaying(box.querySelector('[role=status]'), box.querySelector('[role=alert]'));
  const pill = makePill(apply);
  if (document.getElementById('region-board') === null) attention.untilSeen();

  return {
    /**
     * Looks at a part of the page that comes: undefined when it has to wait, else what is said once it is in place.
     * @param {HTMLElement} target
     * @param {Element} incoming
     */
    meet: (target, incoming) => {
      const fresh = freshIn(target, incoming, '.entry');
      if (pill.waits(target, fresh.length)) return undefined;
      const ofOthers = fresh.filter((entry) => entry.getAttribute('data-by') !== reader);
      const urgent = [...asked(target, incoming), ...risen(target, incoming)];
      const messages = freshIn(target, incoming, '.drill-messages > li');
      return () => {
        saying.warn(urgent);
        saying.tell(messages);
        if (target.dataset.count !== undefined) attention.is(Number(target.dataset.count));
        if (ofOthers.length === 0) return;
        // What reaches people in a drill is said as it reads, above.
        saying.tell(ofOthers.filter((entry) => entry.getAttribute('data-kind') !== 'inject-delivered'));
        for (const { id } of ofOthers) mark(id);
        attention.add(ofOthers.length);
      };
    },
    /**
     * What came while the page was hidden, as the server counts it.
     * @param {import('./away.js').Counts} counts
     */
    counted: ({ open, fresh }) => attention.is(open ?? fresh ?? 0),
  };
}

/**
 * @param {Element} target
 * @param {Element} incoming
 * @param {string} what
 */
function freshIn(target, incoming, what) {
  return [...incoming.querySelectorAll(what)].filter(
    ({ id }) => target.querySelector(`#${CSS.escape(id)}`) === null,
  );
}

/**
 * What is asked of the reader since.
 * @param {Element} target
 * @param {Element} incoming
 */
function asked(target, incoming) {
  return freshIn(target, incoming, '.call[id^="asked-"]').map(
    (call) => call.querySelector('p')?.textContent?.trim() ?? '',
  );
}

/**
 * The incident, or one of the board, became worse.
 * @param {HTMLElement} target
 * @param {Element} incoming
 */
function risen(target, incoming) {
  if (incoming.classList.contains('strip')) {
    return isWorse(incoming, target) ? [`The severity rose to ${severityOf(incoming)}.`] : [];
  }
  return [...incoming.querySelectorAll('.board-row[id]')].flatMap((row) => {
    const before = document.getElementById(row.id);
    const name = `${row.querySelector('.key')?.textContent ?? ''} ${row.querySelector('a')?.textContent ?? ''}`;
    if (before === null) return [`New on the board: ${name}, ${severityOf(row) || 'no severity yet'}.`];
    return isWorse(row, before) ? [`${name} rose to ${severityOf(row)}.`] : [];
  });
}

/**
 * @param {Element} now
 * @param {Element} before
 */
function isWorse(now, before) {
  return severityOf(now) !== '' && severityOf(now) < (severityOf(before) || 'SEV-9');
}

/** @param {Element} element */
function severityOf(element) {
  return element.getAttribute('data-severity') ?? '';
}

/** @param {string} id */
function mark(id) {
  const entry = document.getElementById(id);
  entry?.setAttribute('data-fresh', '');
  setTimeout(() => entry?.removeAttribute('data-fresh'), MARK_MS);
}
