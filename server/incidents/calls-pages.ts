import type { Instant } from '../core/clock.ts';
import { clockText, secondsBetween } from '../core/time.ts';
import { capital, cut, sentenceList } from '../core/text.ts';
import { href, paths } from '../web/paths.ts';
import { askedText, openEscalations, type EscalationRequest } from './escalation-requests.ts';
import { openOffers, tenureOf, vacantRequired } from './roles.ts';
import { numberOf } from './run-pages.ts';
import type { State } from './state.ts';
import { isLive } from './status-order.ts';
import { taskCalls } from './task-pages.ts';
import { updateCalls } from './update-pages.ts';

/** Something that waits for an answer, with the buttons that give it. */
export type Call = {
  words: string;
  /** What is asked of this very reader, by a name that stays: it is said aloud once, wherever they are. */
  asked?: string;
  isLoud: boolean;
  forms: readonly {
    action: string;
    label: string;
    fields: readonly { name: string; value: string }[];
    /** The key that presses it, where it is the first of its kind on the page. */
    key?: 'A' | 'a' | 'E';
    /** A line of reason that the form asks for, with its label. */
    reason?: { name: string; label: string };
  }[];
  link?: { href: string; label: string };
};

/** Who looks at a page of an incident, when, and in which zone. */
export type RoomReading = {
  now: Instant;
  zone: string;
  personId: string;
  mayAct: boolean;
  permissions: ReadonlySet<string>;
};

/** What waits for an answer, loudest first. */
export function calls(state: State, reading: RoomReading): Call[] {
  const base = href(paths.incident, { number: numberOf(state) });
  if (!reading.mayAct || !isLive(state.status)) return [];
  return [
    ...exhaustedCalls(state),
    ...personalCalls(state, reading),
    ...verdictCall(state, base),
    ...declareCall(state, base, reading),
    ...vacancyCall(state, base),
  ];
}

/** The policies that the runbook asks for now, each begun by one button. */
export function stepCalls(
  state: State,
  asked: readonly { id: string; name: string; why: string }[],
  { mayAct, permissions }: Pick<RoomReading, 'mayAct' | 'permissions'>,
): Call[] {
  if (!mayAct || !isLive(state.status) || !permissions.has('escalation.request')) return [];
  const base = href(paths.incident, { number: numberOf(state) });
  return asked.map(({ id, name, why }) => ({
    words: `Escalate to ${name}: ${why}.`,
    isLoud: false,
    forms: [
      {
        action: `${base}/escalations`,
        label: `Escalate to ${name}`,
        key: 'E',
        fields: [
          { name: 'policy', value: id },
          { name: 'by', value: 'step' },
          { name: 'reason', value: cut(capital(why), 200) },
        ],
      },
    ],
  }));
}

/** What waits for this reader and nobody else. */
export function personalCalls(state: State, reading: RoomReading): Call[] {
  const base = href(paths.incident, { number: numberOf(state) });
  return [
    ...escalationCalls(state, base, reading),
    ...offerCalls(state, base, reading),
    ...lapsedCalls(state, base, reading),
    ...updateCalls(state, reading),
    ...taskCalls(state, base, reading),
  ];
}

/** Everything was tried, and nobody came: it stays loud until somebody accepts. */
function exhaustedCalls(state: State): Call[] {
  return openEscalations(state)
    .filter(({ exhausted }) => exhausted !== undefined)
    .map((request) => {
      const numbers = request.exhausted?.phones.map(({ name, number }) => `${name} ${number}`) ?? [];
      const call =
        numbers.length === 0 ? 'Call somebody by hand' : `Call them by hand: ${sentenceList(numbers)}`;
      return {
        words: `Nobody answered the request for ${askedText(request)}, and nobody is left to ask. ${call}, and say here who comes.`,
        isLoud: true,
        forms: [],
        link: {
          href: `${href(paths.incident, { number: numberOf(state) })}/people#escalate`,
          label: 'Say who comes',
        },
      };
    });
}

function escalationCalls(state: State, base: string, { personId, zone }: RoomReading): Call[] {
  return openEscalations(state)
    .filter((request) => isAsked(request, personId))
    .map((request) => ({
      asked: request.id,
      words: askedWords(request, personId, zone),
      isLoud: true,
      forms: [
        { action: `${base}/escalations/${request.id}/acceptance`, label: 'Accept', fields: [], key: 'A' },
        ...seenForm(request, base, personId),
        {
          action: `${base}/escalations/${request.id}/refusal`,
          label: 'Decline: busy',
          fields: [{ name: 'reason', value: 'busy' }],
        },
        {
          action: `${base}/escalations/${request.id}/refusal`,
          label: 'Decline: not mine',
          fields: [{ name: 'reason', value: 'not-mine' }],
        },
      ],
    }));
}

function askedWords(
  { requestedBy, requested, reason, seenBy }: EscalationRequest,
  personId: string,
  zone: string,
): string {
  const asked = `${requestedBy.name} asked you to come at ${clockText(requested.at, zone)}: ${reason}`;
  const seen = seenBy.find((one) => one.personId === personId);
  if (seen === undefined) return asked;
  return `${asked} · You have seen it at ${clockText(seen.at, zone)}, and the time goes on until you accept.`;
}

/** "Seen" is for whoever needs a moment: they are told no more, and it is not theirs. */
function seenForm({ id, seenBy }: EscalationRequest, base: string, personId: string): Call['forms'] {
  if (seenBy.some((one) => one.personId === personId)) return [];
  return [{ action: `${base}/escalations/${id}/sight`, label: 'Seen', fields: [], key: 'a' }];
}

/** Asked by name, or by the level of a policy, and not declined since. */
function isAsked({ to, calls: levels, declines }: EscalationRequest, personId: string): boolean {
  const call = levels.findLast(({ targets }) => targets.some((one) => one.personId === personId));
  if (call === undefined) return to === personId;
  return !declines.some((one) => one.personId === personId && one.at >= call.at.at);
}

function offerCalls(state: State, base: string, { personId }: RoomReading): Call[] {
  return openOffers(state)
    .filter((offer) => offer.to === personId)
    .map((offer) => ({
      asked: offer.id,
      words: `${offer.fromName ?? 'The room'} offers you the role ${offer.role}. ${briefText(offer.brief)}`,
      isLoud: true,
      forms: [
        {
          action: `${base}/offers/${offer.id}/acceptance`,
          label: `Accept ${offer.role}`,
          fields: [],
          key: 'A',
        },
        {
          action: `${base}/offers/${offer.id}/refusal`,
          label: 'Decline',
          fields: [],
          reason: { name: 'reason', label: 'Why not' },
        },
      ],
      link: { href: `${base}/handover`, label: 'Read the whole brief' },
    }));
}

/** For so long whoever offered a role is told that nobody answered. */
const TOLD_SECONDS = 60 * 60;

/** An offer that lapsed, for the one who keeps the role because of it, until they offer it anew. */
function lapsedCalls(state: State, base: string, { personId, now, zone }: RoomReading): Call[] {
  return state.offers.flatMap(({ role, from, toName, offered, ended }) => {
    if (ended?.how !== 'lapsed' || from !== personId || !tenureOf(state, role, personId)) return [];
    const isAnew = state.offers.some((other) => other.role === role && other.offered.seq > offered.seq);
    if (isAnew || secondsBetween(ended.at, now) > TOLD_SECONDS) return [];
    return [
      {
        words: `${toName} did not answer: your offer of ${role} lapsed at ${clockText(ended.at, zone)}. You hold it still.`,
        isLoud: true,
        forms: [],
        link: { href: `${base}/handover`, label: 'Offer it to somebody else' },
      },
    ];
  });
}

function briefText(brief: { status: string; impact: readonly string[] }): string {
  return [brief.status, ...brief.impact].join(' ');
}

function verdictCall(state: State, base: string): Call[] {
  if (state.acknowledgement !== undefined || state.status !== 'detected') return [];
  return [
    {
      words: 'Nobody has said yet whether this is real.',
      isLoud: true,
      forms: (['real', 'not-sure', 'not-real'] as const).map((verdict) => ({
        action: `${base}/acknowledgement`,
        label: { real: 'It is real', 'not-sure': 'Not sure', 'not-real': 'Not real' }[verdict],
        fields: [{ name: 'verdict', value: verdict }],
      })),
    },
  ];
}

/** The button on what was detected. */
function declareCall(state: State, base: string, { permissions }: RoomReading): Call[] {
  if (state.status !== 'detected' || !permissions.has('incident.declare')) return [];
  if (state.acknowledgement?.verdict === 'not-real') {
    return [
      {
        words: `${state.acknowledgement.by.name} said that it is not real. Cancel it, so that it stands open no longer.`,
        isLoud: false,
        forms: [],
        link: { href: `${base}/resolve`, label: 'Cancel it' },
      },
    ];
  }
  const action = `${base}/declaration`;
  return [
    {
      words: 'Nobody has declared it yet: nobody leads, and no update is promised.',
      isLoud: false,
      forms: [
        {
          action,
          label: 'Declare and take command',
          fields: [{ name: 'take_command', value: 'on' }],
        },
        { action, label: 'Declare', fields: [] },
      ],
    },
  ];
}

function vacancyCall(state: State, base: string): Call[] {
  const vacant = vacantRequired(state);
  if (vacant.length === 0 || state.status === 'detected') return [];
  return [
    {
      words: `Nobody holds ${sentenceList(vacant)}.`,
      isLoud: vacant.includes('commander'),
      forms: vacant.map((role) => ({
        action: `${base}/roles/${role}/holder`,
        label: role === 'commander' ? 'Take command' : `Take ${role}`,
        fields: [],
      })),
    },
  ];
}
