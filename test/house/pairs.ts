/** Which colour tokens stand on which, by the names of tokens.css. */
/** What is written on what: foreground tokens, background tokens. */
export const WRITTEN: readonly [readonly string[], readonly string[]][] = [
  [
    ['ink', 'ink2', 'ink3', 'accent', 'danger'],
    ['bg', 'surface', 'inset', 'accent-tint'],
  ],
  [['accent-on'], ['accent']],
  [['ok'], ['ok-tint', 'surface', 'bg']],
  [['sev2-text'], ['surface', 'bg']],
  ...['sev1', 'sev2', 'sev3', 'sev4', 'drill'].flatMap((kind): [string[], string[]][] => [
    [[`${kind}-on`], [kind]],
    [[`${kind}-text`], [`${kind}-tint`, 'surface', 'bg']],
  ]),
];

/** What must be told from what it lies on without being read: edges of controls, the ring, marks. */
export const DRAWN: readonly [readonly string[], readonly string[]][] = [
  [
    ['edge', 'focus', 'accent', 'danger', 'ok'],
    ['bg', 'surface'],
  ],
  [['sev1', 'sev3', 'sev4', 'drill'], ['surface']],
  [['focus'], ['accent-tint', 'inset']],
];
