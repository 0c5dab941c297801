/** What the pages of integrations show: the keys of senders, and what came by them last. */
import type { ServiceWithTeam } from '../catalog/service.ts';
import type { Instant } from '../core/clock.ts';
import { cut } from '../core/text.ts';
import { dateClockText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import type { AlertKey } from './key-store.ts';
import type { Payload } from './payload-store.ts';

export type IntegrationsPage = {
  keys: readonly { href: string; name: string; service: string; last: string; isFaulty: boolean }[];
  services: readonly { value: string; label: string }[];
};

/** What was sent last, as it came. */
export type ShownPayload = {
  at: string;
  kind: string;
  outcome: string;
  error: string | undefined;
  body: string;
};

export type IntegrationPage = {
  name: string;
  action: string;
  revocation: string;
  service: string;
  serviceHref: string | undefined;
  /** Said when nobody would be asked. */
  warning: string | undefined;
  joinsOpen: boolean;
  made: string;
  last: ShownPayload | undefined;
  faulty: ShownPayload | undefined;
};

/** A key that was just made: it is shown this once. */
export type KeyMadePage = {
  name: string;
  href: string;
  key: string;
  /** Where each kind of sender sends to, with the key in the header and with the key in the address. */
  addresses: readonly { label: string; address: string; withKey: string }[];
  /** What stands in the configuration of Alertmanager. */
  sample: string;
};

type Lasts = ReadonlyMap<string, { used: Payload | undefined; faulty: Payload | undefined }>;

export function integrationsPage(
  keys: readonly AlertKey[],
  services: readonly ServiceWithTeam[],
  lasts: Lasts,
  zone: string,
): IntegrationsPage {
  return {
    keys: keys.map((key) => {
      const { used, faulty } = lasts.get(key.id) ?? {};
      const isFaulty = faulty !== undefined && faulty.receivedAt >= (used?.receivedAt ?? '');
      return {
        href: href(paths.integration, { id: key.id }),
        name: key.name,
        service: services.find(({ id }) => id === key.serviceId)?.name ?? 'a service that is gone',
        last: lastWords(isFaulty ? faulty : used, zone),
        isFaulty,
      };
    }),
    services: services.map(({ slug, name }) => ({ value: slug, label: name })),
  };
}

function lastWords(payload: Payload | undefined, zone: string): string {
  if (payload === undefined) return 'Nothing has come yet.';
  const { receivedAt, outcome, error } = payload;
  return `${dateClockText(receivedAt, zone)}: ${error ?? outcome}`;
}

export function integrationPage(
  key: AlertKey,
  service: ServiceWithTeam | undefined,
  lasts: { used: Payload | undefined; faulty: Payload | undefined },
  zone: string,
): IntegrationPage {
  return {
    name: key.name,
    action: href(paths.integration, { id: key.id }),
    revocation: href(paths.integrationRevocation, { id: key.id }),
    service: service?.name ?? 'a service that is gone',
    serviceHref: service && href(paths.service, { slug: service.slug }),
    warning:
      service?.policyId === undefined
        ? 'This service has no policy: its alerts open incidents, and nobody is asked by itself.'
        : undefined,
    joinsOpen: key.joinsOpen,
    made: dateClockText(key.createdAt, zone),
    last: lasts.used && shown(lasts.used, zone),
    faulty: lasts.faulty && shown(lasts.faulty, zone),
  };
}

/** A page shows so much of it; the rest is more of the same. */
const MOST_SHOWN = 20_000;

function shown({ receivedAt, kind, outcome, error, body }: Payload, zone: string): ShownPayload {
  return { at: dateClockText(receivedAt, zone), kind, outcome, error, body: cut(laidOut(body), MOST_SHOWN) };
}

/** JSON with its parts on lines of their own; what is none stays as it came. */
function laidOut(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}

export function keyMadePage(
  { id, name, key }: { id: string; name: string; key: string },
  absolute: (path: string) => string,
): KeyMadePage {
  const address = absolute(paths.alertmanagerHook);
  return {
    name,
    href: href(paths.integration, { id }),
    key,
    addresses: [
      { label: 'Alertmanager', address, withKey: absolute(href(paths.alertmanagerKeyHook, { key })) },
      {
        label: 'Whatever sends JSON',
        address: absolute(paths.jsonHook),
        withKey: absolute(href(paths.jsonKeyHook, { key })),
      },
    ],
    sample: [
      'receivers:',
      '  - name: muster',
      '    webhook_configs:',
      `      - url: ${address}`,
      '        send_resolved: true',
      '        http_config:',
      '          authorization:',
      `            credentials: ${key}`,
    ].join('\n'),
  };
}

/** When a key was used last: the later of what could be used and what could not. */
export function lastAt({
  used,
  faulty,
}: {
  used: Payload | undefined;
  faulty: Payload | undefined;
}): Instant | undefined {
  const times = [used?.receivedAt, faulty?.receivedAt].filter((at) => at !== undefined);
  return times.toSorted().at(-1);
}
