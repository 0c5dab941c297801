/** "3 new": entries that would come in above what somebody reads wait for them behind a button. */

/** @param {() => void} apply puts what waits into the page */
export function makePill(apply) {
  let isAsked = false;

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

  return {
    /**
     * Whether entries wait, since the reader looks at older ones below.
     * @param {Element} target
     * @param {number} count
     */
    waits: (target, count) => {
      const list = target.querySelector('.timeline');
      if (list === null) return false;
      if (count === 0 || isAsked || list.getBoundingClientRect().top >= topEdge(target) - 8) {
        target.querySelector('.news')?.remove();
        return false;
      }
      const button = target.querySelector('.news > button') ?? offer(target, list);
      button.textContent = `${String(count)} new`;
      return true;
    },
  };
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
