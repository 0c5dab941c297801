/** Who hears what of a swap: by mail, in words for whoever reads it and in their zone. */
import { contactables } from '../identity/directory-actions.ts';
import { tellPeople } from '../notify/notice-actions.ts';
import { href, paths } from '../web/paths.ts';
import type { StoredSchedule } from './schedule-store.ts';
import type { EscalationKit } from './setting-actions.ts';
import { shortTime } from './strip.ts';
import type { Piece, Swap } from './swap.ts';

/** Tells those who may accept what is offered. */
export async function tellOffered(
  kit: EscalationKit,
  schedule: StoredSchedule,
  swap: Swap,
  { by, people }: { by: string; people: readonly string[] },
): Promise<void> {
  await tell(kit, schedule, swap, {
    people,
    words: (to, span) =>
      swap.asked === undefined
        ? `${by} offers the team a shift, ${span(swap.gives)}, for one of whoever accepts it first. Choose which of yours you give: ${swap.reason}`
        : `${by} offers you a swap. ${deal(swap, to, span)}`,
  });
}

/** Tells the other of the two. Of an offer to the team that is taken back nobody else had a part in it yet. */
export async function tellAnswered(
  kit: EscalationKit,
  schedule: StoredSchedule,
  swap: Swap,
  person: { id: string; name: string },
): Promise<void> {
  const other = person.id === swap.offeredBy ? swap.asked?.personId : swap.offeredBy;
  if (other === undefined) return;
  await tell(kit, schedule, swap, {
    people: [other],
    words: (to, span) => `${person.name} has ${swap.state} the swap. ${deal(swap, to, span)}`,
  });
}

/** Tells whoever keeps a shift, since nobody answered in time. */
export async function tellLapsed(kit: EscalationKit, schedule: StoredSchedule, swap: Swap): Promise<void> {
  const { asked, offeredBy, gives, reason } = swap;
  await tell(
    kit,
    schedule,
    { ...swap, state: 'lapsed' },
    {
      people: asked === undefined ? [offeredBy] : [offeredBy, asked.personId],
      words: (to, span) =>
        asked === undefined
          ? `Nobody has accepted your offer to the team in time, so you keep your shift, ${span(gives)}: ${reason}`
          : `The swap was not answered in time, so both keep their shifts. ${deal(swap, to, span)}`,
    },
  );
}

type Span = (piece: Piece) => string;

/** Both pieces, as whoever reads it gives one and gets the other. */
function deal({ offeredBy, gives, asked, taken, reason }: Swap, to: string, span: Span): string {
  const other = asked ?? taken;
  if (other === undefined) return reason;
  const [yours, theirs] = to === offeredBy ? [gives, other.piece] : [other.piece, gives];
  return `You give ${span(yours)}, and get ${span(theirs)}: ${reason}`;
}

async function tell(
  kit: EscalationKit,
  schedule: StoredSchedule,
  swap: Swap,
  { people, words }: { people: readonly string[]; words(to: string, span: Span): string },
): Promise<void> {
  const zones = new Map((await contactables(kit.db)).map(({ id, zone }) => [id, zone]));
  for (const to of people) {
    const zone = zones.get(to) ?? kit.homeZone;
    const span: Span = ({ from, to: end }) => `${shortTime(from, zone)} to ${shortTime(end, zone)}`;
    await tellPeople(kit.notify, kit.db, {
      key: `swap-${swap.id}-${swap.state}`,
      people: [to],
      content: {
        kind: 'notice',
        subjectKey: schedule.name,
        title: 'Swap of shifts',
        path: href(paths.schedule, { slug: schedule.slug }),
        words: words(to, span),
      },
    });
  }
}
