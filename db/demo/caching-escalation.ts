/** Two teams come in, and the first spell of impact ends by itself: 10:44 to 11:06 in Los Angeles. */
import { pdt, STEP } from './caching-day.ts';
import {
  accept,
  answer,
  closeImpact,
  decline,
  drafted,
  ruleOut,
  sendDraft,
  tick,
  update,
  withdraw,
} from './deeds.ts';
import type { Telling } from './story.ts';

export async function tellEscalation(telling: Telling): Promise<void> {
  await infrastructure(telling);
  await shortRecovery(telling);
  await engineering(telling);
}

async function infrastructure({ at, does, ids }: Telling): Promise<void> {
  await at(pdt('10:44'));
  await does('ana', {
    type: 'request-escalation',
    to: ids.eli,
    reason: 'Gateway ruled out, database full, cause unknown: we need somebody from infrastructure',
    by: 'step',
    role: 'expert',
  });
  await at(pdt('10:47'));
  await does(
    'dee',
    update(
      'internal',
      pdt('11:17'),
      'Checkout fails for about a third of shoppers.',
      'Ben operates, Cy writes; infrastructure is being called in.',
      'The payment gateway is ruled out.',
    ),
  );
  await at(pdt('10:49'));
  await does('eli', decline('away', 'On a train without a laptop until noon. Fay knows the caches.'));
  await at(pdt('10:49:30'));
  await does('ana', {
    type: 'request-escalation',
    to: ids.fay,
    reason: 'Gateway ruled out, database full, cause unknown. Eli is away and names you',
    by: 'step',
    role: 'expert',
  });
  await at(pdt('10:52'));
  await does('fay', accept());
  await does('ana', withdraw('Eli Moss', 'Fay has accepted'));
  await at(pdt('10:53'));
  await does('ana', answer(STEP.bringIn, 'Fay Lind has accepted and looks at changes of the last hours', 0));
}

async function shortRecovery({ at, does }: Telling): Promise<void> {
  await at(pdt('10:54'));
  await does(
    'dee',
    drafted(
      update(
        'public',
        pdt('11:14'),
        'Some shoppers still see slow pages and failed payments.',
        'Infrastructure has joined. We look at the database and at what changed this morning.',
        'The payment gateway is not the cause.',
      ),
    ),
  );
  await does('ana', sendDraft);
  await at(pdt('10:58'));
  await does('ben', closeImpact('checkout errors, after the morning peak went down', '0.4 %'));
}

async function engineering({ at, does, ids }: Telling): Promise<void> {
  await at(pdt('11:00'));
  await does('ana', {
    type: 'request-escalation',
    to: ids.gus,
    reason: 'It may come back: errors fell with the traffic, and nothing was repaired',
    by: 'person',
    role: 'expert',
  });
  await at(pdt('11:03'));
  await does('gus', accept());
  await at(pdt('11:05'));
  await does(
    'fay',
    ruleOut(
      'database',
      'Queries rose after the pages became slow, not before: the database is hit by something else',
      '10:06 against 10:02',
    ),
    tick(STEP.lookAlikes, '2'),
  );
  await at(pdt('11:06'));
  await does('ben', {
    type: 'open-impact',
    service: 'storefront',
    journey: 'checkout',
    percent: 35,
    statement: 'The same again, after a short recovery',
    signal: 'checkout errors above 2 %',
  });
}
