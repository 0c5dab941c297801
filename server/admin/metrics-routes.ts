import { timingSafeEqual } from 'node:crypto';
import { sha256Hex } from '../core/canonical.ts';
import { file } from '../web/answer.ts';
import { Stop } from '../web/errors.ts';
import { noFields } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { publicRoute, type Ask, type Route } from '../web/route.ts';
import { metricsText, type Measured } from './metrics-actions.ts';

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/** `/metrics`: for Prometheus, with the token of the settings; without one for programs of this machine alone. */
export function metricsRoutes(measured: Measured, token: string | undefined): Route[] {
  return [
    publicRoute('GET', paths.metrics, noFields, async (ask) => {
      refuseStrangers(ask, token);
      return file(await metricsText(measured), 'text/plain; version=0.0.4; charset=utf-8');
    }),
  ];
}

/** @throws Stop */
function refuseStrangers({ header, address }: Ask, token: string | undefined): void {
  if (token === undefined) {
    if (LOOPBACK.test(address)) return;
    const sentence =
      'Without MUSTER_METRICS_TOKEN the figures are for programs of this machine. Set it, and send it as "Authorization: Bearer …".';
    throw new Stop(403, 'not-local', sentence);
  }
  const [, held = ''] = /^Bearer +(\S+)$/i.exec(header('authorization') ?? '') ?? [];
  if (timingSafeEqual(Buffer.from(sha256Hex(held)), Buffer.from(sha256Hex(token)))) return;
  throw new Stop(401, 'no-token', 'Send the token of MUSTER_METRICS_TOKEN: "Authorization: Bearer …".', {
    'WWW-Authenticate': 'Bearer realm="metrics"',
  });
}
