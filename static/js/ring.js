/**
 * The part of the service worker that rings: it shows what was pushed, and does what is pressed there. A push says no more
 * than its account allows, as everybody reads a locked screen. Nothing is answered by opening; accepting sends the
 * form of the answer link, as its page would.
 *
 * @typedef {{ key: string, severity?: string, title?: string, path: string, answer?: string, drill?: boolean }} Push
 *   `path` and `answer` are addresses on this server
 */

const root = new URL('.', self.location.href);

/** @param {string} icon */
export function ring(icon) {
  addEventListener('push', (event) => event.waitUntil(show(event, icon)));
  addEventListener('notificationclick', (event) => {
    const { notification, action } = event;
    notification.close();
    event.waitUntil(action === 'accept' ? accept(notification, icon) : open(notification.data.path));
  });
}

/**
 * @param {PushEvent} event
 * @param {string} icon
 */
function show(event, icon) {
  /** @type {Push} */
  const { key, severity, title, path, answer, drill } = readable(event) ?? { key: 'Muster', path: '' };
  const name = [drill ? 'DRILL' : '', severity, key].filter((word) => word).join(' ');
  return self.registration.showNotification(name, {
    body: title ?? 'Open Muster to read what it is about.',
    icon,
    tag: key,
    renotify: true,
    requireInteraction: answer !== undefined,
    data: { path, answer },
    actions: [
      ...(answer === undefined ? [] : [{ action: 'accept', title: 'Accept' }]),
      { action: 'open', title: 'Open' },
    ],
  });
}

/** @param {PushEvent} event */
function readable(event) {
  try {
    return event.data?.json();
  } catch {
    return undefined;
  }
}

/** @param {string} path */
function here(path) {
  const url = new URL(path, root);
  return url.origin === root.origin ? url : root;
}

/** @param {string} path */
async function open(path) {
  const { href } = here(path);
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const shown = windows.find(({ url }) => url.replace(/#.*/, '') === href);
  await (shown === undefined ? self.clients.openWindow(href) : shown.focus());
}

/**
 * @param {Notification} notification
 * @param {string} icon
 */
async function accept({ title, tag, data }, icon) {
  const body = await accepted(here(data.answer)).catch(() => undefined);
  await self.registration.showNotification(title, {
    body: body ?? 'Not accepted: Muster did not answer. Open it, or call.',
    icon,
    tag,
    data,
    actions: [{ action: 'open', title: 'Open' }],
  });
}

/**
 * @param {URL} link
 * @returns {Promise<string | undefined>} what the page says of it, if it was done
 */
async function accepted(link) {
  const form = await (await fetch(link)).text();
  const [, token = ''] = /name="_csrf" value="([^"]+)/.exec(form) ?? [];
  const answer = await fetch(link, {
    method: 'POST',
    body: new URLSearchParams({ _csrf: token, answer: 'accept' }),
  });
  const [, said] = /notice-done"[^>]*>([^<]+)/.exec(await answer.text()) ?? [];
  return answer.ok ? (said ?? 'It was answered before. Open it to see by whom.') : undefined;
}
