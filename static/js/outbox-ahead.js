/**
 * Without network a run goes on past its current step: the forms of the steps that are still to come were fetched while
 * there was network, and are put into their steps now.
 */
export async function offerStepsAhead() {
  const parts = document.getElementById('live')?.dataset.stream?.replace(/live$/, 'parts/') ?? '';
  const kept = await self.caches?.match(new URL(`${parts}ahead`, location.href).href, { ignoreVary: true });
  if (kept === undefined || !parts.includes('/incidents/')) return;
  const forms = new DOMParser().parseFromString(await kept.text(), 'text/html');
  const [csrf] = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('[name=_csrf]'));
  for (const ahead of forms.querySelectorAll('[data-step]')) {
    const body = document.querySelector(
      `#${CSS.escape(ahead.getAttribute('data-step') ?? '')} > details > .step-body`,
    );
    if (body === null || body.querySelector('form[action$="/result"]') !== null) continue;
    /** @type {NodeListOf<HTMLInputElement>} */
    const proofs = ahead.querySelectorAll('[name=op_id], [name=_csrf]');
    for (const proof of proofs)
      proof.value = proof.name === '_csrf' ? (csrf?.value ?? '') : crypto.randomUUID();
    // There is nobody to open it with: the first answer does.
    body.querySelector('form[action$="/opening"]')?.remove();
    body.append(document.adoptNode(ahead));
  }
}
