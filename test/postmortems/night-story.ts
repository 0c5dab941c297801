import { teller } from './teller.ts';
import type { Teller } from './teller.ts';

const ANA = { id: 'ana', name: 'Ana Ruiz' };
const BEN = { id: 'ben', name: 'Ben Sato' };
const CY = { id: 'cy', name: 'Cy Novak' };

/**
 * A night in Los Angeles in which the clocks go back: nobody knows a cause, command changes hands, the impact has no
 * percentage and is withdrawn in part, checks are overridden, a time and a wording are corrected. Told in UTC.
 */
export function nightStory(): Teller {
  const story = teller({ date: '2023-11-05', zone: 'UTC', people: [ANA, BEN, CY], runbooks: new Map() });
  report(story);
  work(story);
  correct(story);
  end(story);
  return story;
}

function report({ act, typed }: Teller): void {
  act('06:40', CY, {
    type: 'report',
    how: 'reported',
    key: 'INC-7',
    kind: 'incident',
    title: 'Exports stop halfway',
    homeZone: 'America/Los_Angeles',
    visibility: 'all',
  });
  act('06:50', ANA, { type: 'declare-detected', takeCommand: true, verdict: 'not-sure' });
  act('06:52', ANA, {
    type: 'open-impact',
    statement: 'exports end after the first page',
    at: typed('06:30'),
  });
  act('06:53', ANA, { type: 'open-impact', statement: 'sign-in is slow', at: typed('06:45') });
  act('06:54', BEN, { type: 'add-responder', personId: BEN.id });
}

function work({ act, state, last }: Teller): void {
  const [, slow] = state().impact;
  act('07:05', ANA, { type: 'withdraw-impact', intervalId: slow?.id ?? '', reason: 'it was a test of ours' });
  const goOn = 'the export team is asleep';
  act('07:10', ANA, { type: 'move-status', to: 'investigating', override: goOn });
  act('07:12', ANA, { type: 'say-none-fits', looked: [] });
  act('07:15', BEN, { type: 'open-hypothesis', statement: 'A full disk on the export host' });
  act('07:18', BEN, { type: 'take-role', role: 'operations' });
  act('07:20', BEN, { type: 'park-hypothesis', hypothesisId: state().hypotheses[0]?.id ?? '' });
  act('08:00', ANA, { type: 'offer-role', role: 'commander', to: CY.id });
  act('08:05', CY, { type: 'accept-role', offerId: state().offers[0]?.id ?? '' });
  act('08:20', ANA, { type: 'request-escalation', to: BEN.id, reason: 'the disk is yours', by: 'person' });
  act('08:40', BEN, { type: 'add-note', text: 'Exports | restarted by `cron`\n\nTwice.', flavour: 'note' });
  act('08:41', BEN, { type: 'pin-entry', seq: last('note-added'), on: true });
  act('09:10', CY, { type: 'set-severity', to: 'SEV-3', reason: 'only the nightly export is hurt' });
}

function correct({ act, at, last, typed }: Teller): void {
  act('09:20', BEN, {
    type: 'start-change',
    what: 'Export host restarted',
    where: 'export-1',
    temporary: true,
    at: typed('09:15'),
  });
  const started = last('change-started');
  act('09:21', BEN, {
    type: 'correct-time',
    seq: started,
    to: at('09:05'),
    precision: 'about',
    reason: 'read the log',
  });
  act('09:22', BEN, {
    type: 'correct-text',
    seq: started,
    field: 'where',
    to: 'export-2',
    reason: 'wrong host',
  });
  act('09:25', BEN, { type: 'note-follow-up', text: 'Say in the export itself that it is not complete' });
  act('09:26', BEN, { type: 'note-follow-up', text: 'Buy a disk' });
  act('09:27', BEN, { type: 'take-back', seq: last('follow-up-noted') });
}

function end({ act, state }: Teller): void {
  act('10:10', CY, {
    type: 'close-impact',
    intervalId: state().impact[0]?.id ?? '',
    signal: 'a whole export',
  });
  const override = 'everybody wants to sleep';
  act('10:12', CY, { type: 'move-status', to: 'resolved', override });
}
