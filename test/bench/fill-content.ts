/** What the many incidents of the past are called and what was noted in them. */
export const CONTENT = {
  titles: [
    'Checkout is slow',
    'Search finds nothing for some shoppers',
    'The mail host has no room left',
    'Certificates of the partner gateway ran out',
    'Pictures of new articles are missing',
    'One cache node cannot be reached',
    'Stock is counted twice after the import',
  ],
  notes: [
    'The slowest tenth is at 4.2 s; `stock-3` has the longest queue. We look at its threads next.',
    'Asked the partner by phone. They see nothing on their side and look again in ten minutes.',
    'The release of this morning went out at 09:41 on half of the machines, at 09:58 on all.',
    'No change in the configuration since yesterday, see the history of the last three hours.',
    'Errors fall since the restart: 3.1 %, then 1.2 %, then 0.4 %. We wait for ten minutes more.',
  ],
} as const;
