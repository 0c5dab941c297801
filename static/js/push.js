/**
 * "Ring this device": asks the browser where it takes pushes, puts the answer into the form, and sends that. What the
 * browser refuses is said in words, as nobody sees its reasons otherwise.
 *
 * @param {ParentNode} root
 */
export function enhance(root) {
  /** @type {HTMLFormElement | null} */
  const form = root.querySelector('form[data-push-key]');
  if (form === null) return;
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    if (form.elements.namedItem('endpoint')?.value !== '') return;
    event.preventDefault();
    subscribe(form).catch((/** @type {Error} */ error) => say(form, error.message));
  });
}

/** @param {HTMLFormElement} form */
async function subscribe(form) {
  const { serviceWorker } = navigator;
  if (serviceWorker === undefined || !('PushManager' in window))
    throw new Error('This browser cannot be rung: it knows no pushes. Use mail, or another browser.');
  if ((await Notification.requestPermission()) !== 'granted')
    throw new Error(
      'This browser does not let Muster ring. Allow notifications in its settings for this page.',
    );
  const { pushManager } = await serviceWorker.ready;
  // Another key than the one that it was made with: the old subscription would be refused for ever.
  const known = await pushManager.getSubscription();
  if (known !== null && keyOf(known) !== form.dataset.pushKey) await known.unsubscribe();
  const subscription = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: form.dataset.pushKey,
  });
  const { endpoint, keys } = subscription.toJSON();
  for (const [name, value] of Object.entries({ endpoint, ...keys })) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
  form.requestSubmit();
}

/** @param {PushSubscription} subscription */
function keyOf({ options }) {
  const bytes = String.fromCharCode(...new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0)));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * @param {HTMLFormElement} form
 * @param {string} words
 */
function say(form, words) {
  const place = form.parentElement?.querySelector('[data-push-problem]');
  if (!(place instanceof HTMLElement)) return;
  place.textContent = words;
  place.hidden = false;
}
