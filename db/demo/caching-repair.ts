/** The configuration goes back, what was written under it is cleared, and the watch is kept: 11:34 to 12:28. */
import { pdt, STEP } from './caching-day.ts';
import {
  answer,
  claim,
  closeImpact,
  copy,
  criterion,
  drafted,
  finishChange,
  go,
  lastUpdate,
  sendDraft,
  tick,
  update,
} from './deeds.ts';
import type { Telling } from './story.ts';

export async function tellRepair(telling: Telling): Promise<void> {
  await rollback(telling);
  await purge(telling);
  await watch(telling);
  await end(telling);
}

async function rollback({ at, does }: Telling): Promise<void> {
  await at(pdt('11:34:30'));
  await does('ben', claim(STEP.rollback));
  await at(pdt('11:35'));
  await does('ana', go(STEP.rollback));
  await at(pdt('11:36'));
  await does('ben', copy(STEP.rollback, 0, 'cachectl config apply release-417 --canary 1', ['PREVIOUS']), {
    type: 'start-change',
    what: 'Cache configuration 417 in the place of 418',
    where: 'all cache nodes, one first',
    temporary: false,
    undo: 'cachectl config apply release-418 --all',
    stepRef: { runId: 1, stepId: STEP.rollback, title: 'Put the previous configuration back' },
  });
  await does('ana', { type: 'move-status', to: 'mitigating' });
  // Two minutes later than the last update had promised.
  await does(
    'dee',
    drafted(
      update(
        'public',
        pdt('11:56'),
        'Slow pages and failed payments for some shoppers.',
        'We put the previous configuration of our cache back, one machine first.',
        'The cause is found: a change of this morning lets the cache forget everything after three seconds.',
      ),
    ),
  );
  await does('ana', sendDraft);
  await at(pdt('11:39:20'));
  await does(
    'ben',
    tick(STEP.rollback, '1'),
    copy(STEP.rollback, 1, 'cachectl config apply release-417 --all', ['PREVIOUS']),
  );
  await at(pdt('11:43:20'));
  await does(
    'ben',
    tick(STEP.rollback, '2'),
    answer(STEP.rollback, 'First node at 88 % after two minutes; now all on 417 and rising', 1),
  );
  await at(pdt('11:44'));
  await does('ben', finishChange('All nodes report the configuration of release 417'));
}

async function purge({ at, does }: Telling): Promise<void> {
  await at(pdt('11:45'));
  await does(
    'dee',
    update(
      'internal',
      pdt('12:15'),
      'Checkout still fails for some shoppers, fewer by the minute.',
      'Configuration 417 is back; next, entries that were written under 418 are cleared.',
      'The cause is confirmed: entries lived 3 s instead of 3,600 s.',
    ),
  );
  await does('ben', claim(STEP.purge));
  await at(pdt('11:46'));
  await does('ana', go(STEP.purge));
  await at(pdt('11:47'));
  await does(
    'ben',
    copy(STEP.purge, 0, 'cachectl purge --written-since "2023-06-12T16:58:00Z" --rate 200/s', ['CHANGED_AT']),
    {
      type: 'start-change',
      what: 'Entries written under configuration 418 are purged, 200 a second',
      where: 'all cache nodes',
      temporary: false,
      stepRef: { runId: 1, stepId: STEP.purge, title: 'Clear what was written under the bad configuration' },
    },
  );
  await at(pdt('11:54:50'));
  await does(
    'ben',
    tick(STEP.purge, '1'),
    answer(STEP.purge, 'Dipped to 79 %, then passed 90 %; database load stayed under 61 %', 1),
  );
  await at(pdt('11:55:30'));
  await does(
    'dee',
    drafted(
      update(
        'public',
        pdt('12:15'),
        'Pages are quick again for most shoppers; a few payments still fail.',
        'We clear what was stored wrongly, and watch.',
        'The previous configuration is back on every machine since 11:44.',
      ),
    ),
  );
  await does('ana', sendDraft);
  await at(pdt('11:57'));
  await does('ben', finishChange('Nothing of release 418 is left in the cache'));
}

async function watch({ at, does }: Telling): Promise<void> {
  await at(pdt('11:58'));
  await does('ben', closeImpact('cache hit rate', '92.4 %'));
  await does('ana', { type: 'move-status', to: 'monitoring' });
  await does(
    'ben',
    criterion('1', '92.4 % and rising'),
    criterion('2', '0.3 %'),
    criterion('3', 'There is none'),
  );
  await at(pdt('12:06'));
  await does('ben', {
    type: 'start-change',
    what: 'The hit rate of the cache is measured each 10 s and kept',
    where: 'monitoring of the storefront',
    temporary: false,
  });
  await at(pdt('12:12'));
  await does('ben', finishChange('The curve is on the storefront board'));
  await at(pdt('12:13'));
  await does(
    'dee',
    update(
      'internal',
      pdt('12:40'),
      'Checkout works for everybody since 11:58.',
      'We watch until 12:28.',
      'Entries of release 418 are cleared, and the hit rate is 94 %.',
    ),
  );
  await at(pdt('12:14:30'));
  await does(
    'dee',
    drafted(
      update(
        'public',
        pdt('12:34'),
        'Pages are quick and payments work again.',
        'We watch for half an hour before we call it over.',
        'It works for everybody since 11:58.',
      ),
    ),
  );
  await does('ana', sendDraft);
}

async function end(telling: Telling): Promise<void> {
  const { at, does } = telling;
  await at(pdt('12:20'));
  await does(
    'cy',
    { type: 'record-number', name: 'orders', label: 'Orders failed', value: 2140, unit: 'orders' },
    { type: 'record-number', name: 'tickets', label: 'Questions to support', value: 310, unit: 'tickets' },
    { type: 'record-number', name: 'records', label: 'Records lost', value: 0, unit: 'records' },
  );
  await followUps(telling);
  await at(pdt('12:27:40'));
  await does(
    'dee',
    drafted(
      lastUpdate(
        'public',
        'Everything works again.',
        'We write down what we learned and publish what it changes.',
        'The previous configuration of the cache is back since 11:44, and nothing failed since 11:58.',
        'Failed payments were not charged, and no order was charged twice.',
      ),
    ),
  );
  await does('ana', sendDraft);
  await does(
    'dee',
    lastUpdate(
      'internal',
      'Everything works again.',
      'The review is on Thursday.',
      'All three exit criteria held for 30 minutes.',
      '2,140 orders failed. No data was lost.',
    ),
  );
  await at(pdt('12:28:30'));
  await does(
    'ana',
    answer(STEP.watch, 'All three hold: hit rate 95 %, checkout errors 0.3 %, no temporary change', 0),
    { type: 'move-status', to: 'resolved', temporaryConfirmed: true },
  );
}

/** What somebody should do later, said while it was fresh. */
async function followUps({ at, does, ids }: Telling): Promise<void> {
  await at(pdt('12:22'));
  await does('gus', {
    type: 'note-follow-up',
    text: 'Fail the deployment when the lifetime of cache entries lies outside 600 to 86,400 s',
    kind: 'prevent',
    owner: ids.gus,
  });
  await does('fay', {
    type: 'note-follow-up',
    text: 'Page somebody when the hit rate is under 80 % for 2 min',
    kind: 'detect',
    owner: ids.fay,
  });
  await does('ben', {
    type: 'note-follow-up',
    text: 'Compare the cache configuration of every environment with the reference',
    kind: 'prevent',
    owner: ids.ben,
  });
  await does('ana', {
    type: 'note-follow-up',
    text: 'Run the gateway drill with both teams, so that the hit rate is read first next time',
    kind: 'learn',
    owner: ids.ana,
  });
}
