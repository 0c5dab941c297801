/**
 * While somebody types a policy, the server says who would be asked by it as it stands. Nothing is saved, and without
 * this the button beside it does the same.
 */
import { place } from './morph.js';

const STILL_MS = 400;

/** @param {ParentNode} root */
export function enhance(root) {
  /** @type {HTMLFormElement | null} */
  const form = root.querySelector('form[data-trial]');
  if (form === null || form.dataset.trial === undefined) return;
  const address = form.dataset.trial;
  let timer = 0;
  let asked = 0;
  const show = async () => {
    asked += 1;
    const number = asked;
    const typed = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)]));
    const answer = await fetch(address, { method: 'POST', body: typed }).catch(() => undefined);
    if (answer?.ok !== true) return;
    const html = await answer.text();
    const incoming = new DOMParser().parseFromString(html, 'text/html').getElementById('policy-trial');
    const target = document.getElementById('policy-trial');
    // An answer that comes late says how the form stood before.
    if (incoming !== null && target !== null && number === asked) place(target, incoming);
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(show, STILL_MS);
  });
}
