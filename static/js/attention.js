/** How much is new, where somebody sees it who looks elsewhere: in the title, at the icon of the tab, at the app. */

const NEW_ICON = new URL('./icon-new.svg', import.meta.url).href;

export function makeAttention() {
  const title = document.title.replace(/^\(\d+\) /, '');
  /** @type {HTMLLinkElement | null} */
  const icon = document.querySelector('link[rel=icon]');
  const usual = icon?.href ?? '';
  let unseen = 0;

  const show = () => {
    document.title = unseen === 0 ? title : `(${String(unseen)}) ${title}`;
    const href = unseen === 0 ? usual : NEW_ICON;
    if (icon !== null && icon.href !== href) icon.href = href;
    // A badge that is refused costs nothing: the app is not installed, or its number may not be shown.
    if ('setAppBadge' in navigator) void navigator.setAppBadge(unseen).catch(() => undefined);
  };
  const look = () => {
    if (document.hidden || !document.hasFocus() || unseen === 0) return;
    unseen = 0;
    show();
  };

  return {
    /** Counts what comes for somebody who does not look at the page, until they do. */
    untilSeen: () => {
      document.addEventListener('visibilitychange', look);
      addEventListener('focus', look);
    },
    /** @param {number} count */
    add: (count) => {
      if (!document.hidden && document.hasFocus()) return;
      unseen += count;
      show();
    },
    /** @param {number} count */
    is: (count) => {
      unseen = count;
      show();
    },
  };
}
