/** From the alarm to two suspects: 10:15 to 10:43 in Los Angeles. */
import { pdt, STEP } from './caching-day.ts';
import { HOME_ZONE } from './cast.ts';
import { answer, drafted, ruleOut, sendDraft, tick, update, value } from './deeds.ts';
import type { Story, Telling } from './story.ts';

export async function tellTriage(story: Story): Promise<Telling> {
  await story.at(pdt('10:15:20'));
  const told = await story.begins('ben', (key) => ({
    type: 'report',
    key,
    kind: 'incident',
    how: 'reported',
    title: 'Checkout is slow and fails',
    summary: 'The alert CheckoutErrorsHigh fired: error rate and page time rose together.',
    service: 'storefront',
    homeZone: HOME_ZONE,
    visibility: 'all',
  }));
  await room(story, told);
  await firstLook(told);
  await twoSuspects(told);
  return told;
}

/** Who answers for what, within eight minutes. */
async function room(story: Story, { at, does }: Telling): Promise<void> {
  await at(pdt('10:16:10'));
  await does('ana', { type: 'acknowledge', verdict: 'real', from: 'web' });
  await does('ana', {
    type: 'set-detection',
    by: 'alert',
    text: 'CheckoutErrorsHigh',
    at: { instant: pdt('10:15'), precision: 'minute' },
  });
  await at(pdt('10:19:30'));
  const contentHash = await story.runbook('cache-miss-storm');
  await does('ana', {
    type: 'declare-detected',
    severity: 'SEV-1',
    takeCommand: true,
    runbook: { contentHash, why: ['CheckoutErrorsHigh', 'storefront'] },
  });
  await at(pdt('10:21:00'));
  await does('ben', { type: 'take-role', role: 'operations' });
}

async function firstLook({ at, does }: Telling): Promise<void> {
  await at(pdt('10:22:10'));
  await does(
    'ben',
    value(STEP.prove, 'ERRORS', '6.1 %'),
    value(STEP.prove, 'LATENCY', '2.7 s'),
    answer(
      STEP.prove,
      'Errors 6.1 %, slowest pages 2.7 s: one is far too high, the other not yet above 3 s',
      2,
      'unsure',
    ),
  );
  await at(pdt('10:22:40'));
  await does('ana', {
    type: 'open-impact',
    service: 'storefront',
    journey: 'checkout',
    percent: 35,
    statement: 'Slow pages, failed checkouts and errors while looking around',
    signal: 'checkout errors above 2 %',
    at: { instant: pdt('10:02'), precision: 'about' },
  });
  await at(pdt('10:23:00'));
  await does('cy', { type: 'take-role', role: 'scribe' });
  await at(pdt('10:23:40'));
  await does('ana', { type: 'move-status', to: 'investigating' });
}

/** Both looked guilty with good reason, and both were slow because the cache missed. */
async function twoSuspects({ at, does }: Telling): Promise<void> {
  await at(pdt('10:24'));
  await does('ben', {
    type: 'open-hypothesis',
    statement: 'The payment gateway fails',
    wouldClear: 'its own error rate, measured from outside our network',
  });
  await at(pdt('10:27:10'));
  await does('dee', { type: 'take-role', role: 'communications' });
  await at(pdt('10:33'));
  await does('cy', {
    type: 'open-hypothesis',
    statement: 'The database is the bottleneck',
    wouldClear: 'whether queries rose before or after the pages became slow',
  });
  await at(pdt('10:34:10'));
  await does(
    'dee',
    drafted(
      update(
        'public',
        pdt('10:54'),
        'Some shoppers see slow pages and failed payments.',
        'We are looking for the cause, with the payment gateway and the database first.',
        'This is the first update. It began at about 10:02.',
      ),
    ),
  );
  await does('ana', sendDraft);
  await at(pdt('10:41'));
  await does(
    'ben',
    ruleOut('payment gateway', 'Its own error rate, measured from outside, is as on any other day', '0.02 %'),
    tick(STEP.lookAlikes, '1'),
  );
  await at(pdt('10:43'));
  await does(
    'cy',
    tick(STEP.lookAlikes, '3'),
    answer(
      STEP.lookAlikes,
      'Gateway cleared, no release of code this morning; the database is at 95 % and not cleared yet',
      2,
      'unsure',
    ),
  );
}
