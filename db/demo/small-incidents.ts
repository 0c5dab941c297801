/** Two that are small: one that is long over, and a report that nobody has looked at yet. */
import type { Instant } from '../../server/core/clock.ts';
import { plusSeconds } from '../../server/core/time.ts';
import { HOME_ZONE } from './cast.ts';
import { closeImpact, confirm, criterion, finishChange, lastUpdate } from './deeds.ts';
import type { Story, Telling } from './story.ts';

/** A SEV-3 of which no runbook knows. */
export async function tellPicturesIncident(story: Story, began: Instant): Promise<void> {
  const after = (minutes: number) => plusSeconds(began, minutes * 60);
  await story.at(began);
  const told = await story.begins('eli', (key) => ({
    type: 'declare',
    key,
    kind: 'incident',
    title: 'Product pictures are missing on small screens',
    service: 'storefront',
    severity: 'SEV-3',
    homeZone: HOME_ZONE,
    visibility: 'all',
    takeCommand: true,
  }));
  await pictures(told, after);
}

async function pictures({ at, does }: Telling, after: (minutes: number) => Instant): Promise<void> {
  await does('eli', { type: 'say-none-fits', looked: [], reason: 'It is neither slow nor failing' });
  await at(after(3));
  await does(
    'eli',
    {
      type: 'open-impact',
      percent: 3,
      statement: 'Pictures stay grey on screens below 400 px',
      service: 'storefront',
    },
    { type: 'set-exit-criteria', criteria: [{ id: 'pictures', text: 'Pictures show at every width' }] },
    { type: 'move-status', to: 'investigating' },
  );
  await at(after(6));
  await does('eli', {
    type: 'open-hypothesis',
    statement: 'The picture service has no size for narrow screens',
    wouldClear: 'a picture of 320 px that loads by its address',
  });
  await at(after(21));
  await does(
    'fay',
    confirm('picture service', 'The size of 320 px was dropped from its list in the release of yesterday'),
  );
  await at(after(24));
  await does('eli', {
    type: 'start-change',
    what: 'The size of 320 px is back on the list',
    where: 'picture service',
    temporary: false,
  });
  await does('eli', { type: 'move-status', to: 'mitigating' });
  await at(after(33));
  await does(
    'eli',
    finishChange('Released on all nodes'),
    closeImpact('pictures by hand at four widths', 'all load'),
  );
  await does(
    'eli',
    { type: 'move-status', to: 'monitoring' },
    criterion('pictures', 'seen at 320, 360, 390 px'),
  );
  await at(after(44));
  await does(
    'eli',
    lastUpdate(
      'internal',
      'All pictures show again.',
      'Nothing more.',
      'The missing size is back.',
      'Nothing was lost.',
    ),
    { type: 'move-status', to: 'resolved', temporaryConfirmed: true },
  );
}

/** What a viewer saw a moment ago: it stays detected until somebody declares it. */
export async function tellReport(story: Story, at: Instant): Promise<Telling> {
  await story.at(at);
  return story.begins('val', (key) => ({
    type: 'report',
    key,
    kind: 'incident',
    how: 'reported',
    title: 'Gift cards show a balance of zero',
    summary: 'Two customers wrote that their gift card is empty although they never used it.',
    service: 'payments',
    homeZone: HOME_ZONE,
    visibility: 'all',
  }));
}
