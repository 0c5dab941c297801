/** Where an answer leads when that is no step: what the runbook says, and where it is done. */
export type LeadsTo = { words: string; link: { href: string; label: string } | undefined };

/** @param base the run page */
export function leadsTo(target: string, base: string): LeadsTo {
  const [kind = '', name = ''] = target.split(/:(.*)/s);
  const way = (words: string, to: string, label: string): LeadsTo => ({
    words,
    link: { href: base + to, label },
  });
  switch (kind) {
    case 'escalate':
      return way(`The runbook says: escalate to ${name}.`, '/people', 'Ask somebody to come');
    case 'runbook':
      return way(`The runbook says: go on with ${name}.`, '#attach', 'Attach it');
    case 'cancel':
      return way('The runbook says: cancel this incident as a false alarm.', '/resolve', 'Cancel it');
    case 'resolve':
      return way('The runbook says: resolve.', '/resolve', 'See whether it is over');
    case 'stop':
      return { words: 'The runbook says: stop. The commander decides how to go on.', link: undefined };
    case 'none':
      return way(
        'What was seen fits none of the ways that the runbook names. The commander decides: go to another step, attach another runbook, or ask somebody to come.',
        '?attach=on#attach',
        'Attach another runbook',
      );
    default:
      return {
        words: `The runbook names "${name}", which it does not have. The commander decides how to go on.`,
        link: undefined,
      };
  }
}
