/** `/me/contacts`: how somebody is reached, and the last proof of it. */
import type { Instant } from '../core/clock.ts';
import { dateClockText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import { channelWords } from './channel.ts';
import type { ContactMethod } from './contact.ts';
import { ownAddress } from './push-subscription.ts';

export type ContactsPage = {
  methods: readonly MethodView[];
  channels: readonly { value: string; label: string }[];
  hasMail: boolean;
  quiet: { from: string; to: string };
  zone: string;
  /** The public key that a browser subscribes with. */
  pushKey: string;
};

export type MethodView = {
  id: string;
  channel: string;
  address: string;
  proof: string;
  ended: string | undefined;
  delay: string;
  test: string | undefined;
  proved: string | undefined;
  end: string | undefined;
  /** What its messages are signed with. */
  secret: string | undefined;
};

const OFFERED = [
  { value: 'sms', label: 'A text message to a phone number' },
  { value: 'voice', label: 'A call to a phone number' },
  { value: 'slack', label: 'A chat: the address of an incoming webhook, as Slack has them' },
  { value: 'ntfy', label: 'A topic of ntfy, such as https://ntfy.sh/my-secret-topic' },
  { value: 'webhook', label: 'A webhook: an address that takes signed messages' },
] as const;

type About = {
  /** The ways that this installation can send by. */
  sends: ReadonlySet<string>;
  hasMail: boolean;
  quiet: { from: string; to: string } | undefined;
  zone: string;
  pushKey: string;
  secretOf(methodId: string): string;
};

export function contactsPage(
  methods: readonly ContactMethod[],
  { sends, hasMail, quiet, zone, pushKey, secretOf }: About,
): ContactsPage {
  return {
    methods: methods.map((method) => ({
      ...methodView(method, zone),
      secret: method.channel === 'webhook' ? secretOf(method.id) : undefined,
    })),
    channels: [
      ...(hasMail ? [{ value: 'mail', label: 'Another e-mail address' }] : []),
      ...OFFERED.filter(({ value }) => sends.has(value)),
      { value: 'phone', label: 'A phone number, for people to call by hand' },
    ],
    hasMail,
    quiet: quiet ?? { from: '', to: '' },
    zone,
    pushKey,
  };
}

function methodView(method: ContactMethod, zone: string): Omit<MethodView, 'secret'> {
  const { id, endedAt, endedWhy, delaySeconds, testedAt, provedAt } = method;
  const isOn = endedAt === undefined;
  const isSent = isOn && method.channel !== 'phone';
  const isWaiting = isSent && testedAt !== undefined && (provedAt === undefined || provedAt < testedAt);
  return {
    id,
    channel: method.channel === 'phone' ? 'phone' : channelWords(method.channel),
    address: ownAddress(method.channel, method.address),
    proof: proofText(method, zone),
    ended:
      endedAt === undefined
        ? undefined
        : `Not used since ${dateClockText(endedAt, zone)}: ${endedWhy ?? 'taken away'}`,
    delay: delaySeconds === 0 ? 'at once' : `${String(delaySeconds / 60)} min after the first`,
    test: isSent ? href(paths.myContactTest, { id }) : undefined,
    proved: isWaiting ? href(paths.myContactProof, { id }) : undefined,
    end: isOn ? href(paths.myContactEnd, { id }) : undefined,
  };
}

/** The last proof that a message arrives: what somebody said, and what the channel said. */
function proofText({ channel, testedAt, testResult, provedAt }: ContactMethod, zone: string): string {
  const at = (instant: Instant): string => dateClockText(instant, zone);
  if (channel === 'phone') return 'Shown to whoever has to call by hand.';
  if (provedAt !== undefined) return `You said that a test arrived on ${at(provedAt)}.`;
  if (testedAt === undefined) return 'Never tested.';
  return `Tested on ${at(testedAt)}: ${testResult ?? 'on its way'}. Nobody has said that it arrived.`;
}
