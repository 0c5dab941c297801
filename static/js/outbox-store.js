/**
 * What waits on this device to be sent, in the browser's database: the very fields of each form, and when it was sent.
 *
 * @typedef {{
 *   id?: number, reader: string, page: string, action: string, fields: string[][], at: string, ahead: string,
 *   title: string, words: string, refused?: string, sent?: { to: string, at: string, said: string },
 * }} Item `action` and `page` are whole addresses; `at` is by the clock of this device, which was ahead by `ahead` ms
 */

const NAME = `muster-outbox ${new URL('..', import.meta.url).pathname}`;

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () =>
      asked.result.createObjectStore('item', { keyPath: 'id', autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/**
 * Resolves once it is on the disk.
 *
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(items: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
async function within(mode, ask) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction('item', mode, { durability: 'strict' });
      const asked = ask(transaction.objectStore('item'));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @returns {Promise<Item[]>} in the order in which they were done */
export function allItems() {
  return within('readonly', (items) => items.getAll());
}

/** @param {Item} item without an id it is a new one */
export async function putItem(item) {
  await within('readwrite', (items) => items.put(item));
  await remember();
}

/** @param {number} id */
export async function removeItem(id) {
  await within('readwrite', (items) => items.delete(id));
  await remember();
}

/** A word where each page looks when it opens, so that what waits is looked after again. */
async function remember() {
  const count = (await allItems()).length;
  if (count === 0) localStorage.removeItem('muster-waiting');
  else localStorage.setItem('muster-waiting', String(count));
}
