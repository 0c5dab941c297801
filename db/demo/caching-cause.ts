/** The hit rate is read, and the change behind it is found: 11:11 to 11:34 in Los Angeles. */
import { pdt, STEP } from './caching-day.ts';
import { answer, confirm, copy, drafted, evidenceFor, sendDraft, update, value } from './deeds.ts';
import type { Telling } from './story.ts';

export async function tellCause(telling: Telling): Promise<void> {
  await hitRate(telling);
  await findChange(telling);
  await agree(telling);
}

async function hitRate({ at, does }: Telling): Promise<void> {
  await at(pdt('11:11'));
  await does('ana', { type: 'open-step', runId: 1, stepId: STEP.hitRate });
  await at(pdt('11:11:30'));
  await does('ben', copy(STEP.hitRate, 0, 'cachectl stats --window 15m --field hit_rate'));
  await at(pdt('11:12'));
  await does(
    'fay',
    {
      type: 'open-hypothesis',
      statement: 'A change of the cache configuration makes it miss',
      wouldClear: 'a configuration that is the same as last week',
    },
    value(STEP.hitRate, 'HIT_RATE', '41 %'),
    answer(STEP.hitRate, '41 %, where 95 % is usual', 0),
  );
  await at(pdt('11:14'));
  await does(
    'dee',
    drafted(
      update(
        'public',
        pdt('11:34'),
        'Slow pages and failed payments are back for some shoppers.',
        'Our cache answers far less than it should. We look for what changed in it.',
        'It recovered from 10:58 to 11:06. The database is not the cause.',
      ),
    ),
  );
  await does('ana', sendDraft);
  await at(pdt('11:16'));
  await does(
    'dee',
    update(
      'internal',
      pdt('11:46'),
      'Checkout fails for about a third of shoppers again.',
      'Fay and Gus look at the cache configuration.',
      'Gateway and database are both ruled out. The hit rate is 41 %.',
    ),
  );
}

async function findChange({ at, does }: Telling): Promise<void> {
  await at(pdt('11:19'));
  await does('fay', copy(STEP.findChange, 0, 'cachectl config history --last 5'));
  await at(pdt('11:21'));
  await does(
    'gus',
    evidenceFor('cache configuration', 'Release 418 of the configuration is from this morning'),
  );
  await at(pdt('11:30'));
  await does(
    'gus',
    confirm(
      'cache configuration',
      'Entries live 3 s since release 418, and lived 3,600 s before it',
      '3 s instead of 3,600 s',
    ),
  );
  await at(pdt('11:31'));
  await does(
    'fay',
    value(STEP.findChange, 'PREVIOUS', '417'),
    value(STEP.findChange, 'CURRENT', '418'),
    value(STEP.findChange, 'CHANGED_AT', '2023-06-12T16:58:00Z'),
    answer(
      STEP.findChange,
      'Release 418 reached all nodes at 09:58, four minutes before the first errors',
      0,
    ),
  );
  await at(pdt('11:31:40'));
  await does('cy', {
    type: 'add-note',
    flavour: 'note',
    text: 'Release 418 of the cache configuration reached all nodes. It changed the unit of one lifetime.',
    at: { instant: pdt('09:58'), precision: 'minute' },
  });
}

async function agree({ at, does }: Telling): Promise<void> {
  await at(pdt('11:33'));
  await does('ana', {
    type: 'make-decision',
    text: 'Put configuration 417 back, one node first',
    askedForObjections: true,
  });
  await at(pdt('11:33:30'));
  await does('ana', answer(STEP.agree, 'Nobody objects', 0));
}
