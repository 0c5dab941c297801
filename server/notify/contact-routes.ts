import { z } from 'zod';
import { browserName } from '../identity/browser-name.ts';
import { NotFound, Refused } from '../core/refused.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { choice, flag, line, noFields, optionalLine, wholeNumber } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import {
  endMethod,
  keepMethod,
  keepPush,
  methodsOf,
  proveMethod,
  quietOf,
  setQuiet,
} from './contact-actions.ts';
import { contactsPage } from './contact-pages.ts';
import type { ContactMethod } from './contact.ts';
import { enqueue, type NotifyKit } from './deliver-actions.ts';
import { checkedUrl, ForbiddenAddress, type OutboundRules } from './outbound.ts';
import { webhookSecret } from './webhook-secret.ts';

const CHANNELS = ['mail', 'webhook', 'slack', 'ntfy', 'sms', 'voice', 'phone'] as const;

const NewFields = z.strictObject({
  channel: choice(CHANNELS, 'Choose one of the ways in the list.'),
  address: line('the address or the number', 200),
  delay_minutes: wholeNumber(0, 30, 'after how many minutes it is used', 0),
});
const PushFields = z.strictObject({
  endpoint: line('where this browser takes pushes', 2000),
  p256dh: z.string().regex(/^[\w-]{87}=?$/, { error: 'This is no key of a browser.' }),
  auth: z.string().regex(/^[\w-]{22}={0,2}$/, { error: 'This is no secret of a browser.' }),
  is_title_shown: flag,
});
const QuietFields = z.strictObject({ from: optionalLine(5), to: optionalLine(5) });

/** `/me/contacts`: how you are reached. */
export function contactRoutes(kit: NotifyKit, homeZone: string, outbound: OutboundRules): Route[] {
  const { db } = kit;
  const show = async ({ viewer }: SignedInAsk): Promise<Answer> => {
    const methods = await methodsOf(db, viewer, kit.hasMail);
    const model = contactsPage(methods, {
      sends: new Set(kit.channels.keys()),
      hasMail: kit.hasMail,
      quiet: await quietOf(db, viewer.id),
      zone: viewer.zone ?? homeZone,
      pushKey: kit.pushKey,
      secretOf: (id) => webhookSecret(kit.secret, id),
    });
    return page('notify/contacts', 'How you are reached', model, { noStore: true });
  };
  const own = async ({ viewer, params }: SignedInAsk): Promise<ContactMethod> => {
    const method = (await methodsOf(db, viewer, kit.hasMail)).find(({ id }) => id === params.id);
    if (method === undefined)
      throw new NotFound('You have no such way to be reached. The list shows them all.');
    return method;
  };
  return [
    route('GET', paths.myContacts, 'profile.edit', noFields, show),
    route(
      'POST',
      paths.myContacts,
      'profile.edit',
      NewFields,
      async ({ viewer, fields, now }) => {
        const { channel, address, delay_minutes: minutes } = fields;
        if (channel !== 'phone' && !kit.channels.has(channel))
          throw new Refused(
            'no-channel',
            'Nothing is sent this way from here. An administrator sets it up.',
            {
              field: 'channel',
            },
          );
        mustBeAddress(channel, address, outbound);
        const id = kit.ids.next();
        await keepMethod(db, { id, personId: viewer.id, channel, address, delaySeconds: minutes * 60 }, now);
        return seeOther(
          paths.myContacts,
          channel === 'phone' ? 'Saved.' : 'Saved. Send a test message to prove it.',
        );
      },
      { again: show },
    ),
    route(
      'POST',
      paths.myContactPush,
      'profile.edit',
      PushFields,
      async (ask) => {
        const { endpoint, p256dh, auth, is_title_shown: isTitleShown } = ask.fields;
        mustBeUrl(endpoint, 'endpoint', outbound);
        const browser = browserName(ask.header('User-Agent'));
        await keepPush(db, ask.viewer.id, { endpoint, p256dh, auth, browser, isTitleShown }, ask.now);
        return seeOther(
          paths.myContacts,
          'This browser is rung from now on. Send a test message to prove it.',
        );
      },
      { again: show },
    ),
    route('POST', paths.myContactTest, 'profile.edit', noFields, async (ask) => {
      const method = await own(ask);
      const { viewer, now } = ask;
      await keepMethod(db, method, now);
      await enqueue(kit, {
        key: `test-${kit.ids.next()}`,
        person: { id: viewer.id, name: viewer.name },
        methodId: method.id,
        channel: method.channel,
        address: method.address,
        content: { kind: 'test', name: viewer.name, path: paths.myContacts },
        urgency: 3,
        dueAt: now,
      });
      return seeOther(paths.myContacts, 'A test message is on its way. Say here when it arrived.');
    }),
    route('POST', paths.myContactProof, 'profile.edit', noFields, async (ask) => {
      await proveMethod(db, (await own(ask)).id, ask.now);
      return seeOther(paths.myContacts, 'Good: this way works.');
    }),
    route('POST', paths.myContactEnd, 'profile.edit', noFields, async (ask) => {
      const method = await own(ask);
      await keepMethod(db, method, ask.now);
      await endMethod(db, method.id, 'you took it away', ask.now);
      return seeOther(paths.myContacts, 'It is not used any more.');
    }),
    route(
      'POST',
      paths.myQuietHours,
      'profile.edit',
      QuietFields,
      async ({ viewer, fields: { from, to } }) => {
        if ((from === undefined) !== (to === undefined))
          throw new Refused('half', 'Give both ends of the quiet hours, or leave both empty.', {
            field: 'to',
          });
        mustBeTime(from, 'from');
        mustBeTime(to, 'to');
        await setQuiet(db, viewer.id, from === undefined || to === undefined ? undefined : { from, to });
        return seeOther(paths.myContacts, 'Saved.');
      },
      { again: show },
    ),
  ];
}

function mustBeAddress(channel: string, address: string, outbound: OutboundRules): void {
  if (channel === 'webhook' || channel === 'slack' || channel === 'ntfy')
    mustBeUrl(address, 'address', outbound);
  if (channel === 'mail' && !/^[^\s@,;<>"\\]+@[^\s@,;<>"\\]+$/.test(address))
    throw new Refused('address', 'Enter an e-mail address with one @ in it, such as ana@example.org.', {
      field: 'address',
    });
  if (['phone', 'sms', 'voice'].includes(channel) && !/^\+?[\d ()/-]{4,40}$/.test(address))
    throw new Refused('address', 'Enter a phone number in digits, such as +49 30 1234567.', {
      field: 'address',
    });
}

function mustBeUrl(address: string, field: string, outbound: OutboundRules): void {
  try {
    checkedUrl(address, outbound);
  } catch (error) {
    if (error instanceof ForbiddenAddress) throw new Refused('address', error.message, { field });
    throw error;
  }
}

function mustBeTime(time: string | undefined, field: string): void {
  if (time === undefined || /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)) return;
  throw new Refused('time', 'Write the time like 22:00.', { field });
}
