/** A world in which a service has a policy and mail goes out: what the stories of escalation begin with. */
import { COMMAND_LINE } from '../../server/audit/by.ts';
import { createService } from '../../server/catalog/actions.ts';
import type { Level } from '../../server/escalation/policy.ts';
import { createPolicy, type WantedPolicy } from '../../server/escalation/policy-actions.ts';
import { CAST, enter, signedIn, type Member } from '../support/cast.ts';
import { sendForm } from '../support/forms.ts';
import { mailbox, type Letter, type Mailbox } from '../support/mailbox.ts';
import { world, type Browser, type World } from '../support/world.ts';

export type Paging = {
  world: World;
  mail: Mailbox;
  /** Letters to somebody of the cast, the oldest first. */
  lettersTo(member: Member): Letter[];
  /** Winds the clock on and lets the clockwork tick. */
  later(seconds: number): Promise<void>;
  browser(member: Member): Promise<Browser>;
  /** Declares an incident of the service, as Max. */
  declare(severity?: string): Promise<void>;
  /** The sentences of the timeline of the incident, the oldest first. */
  kinds(): Promise<string[]>;
  end(): Promise<void>;
};

function person(member: Member): { kind: 'person'; id: string } {
  return { kind: 'person', id: CAST[member].id };
}

export function level(members: readonly Member[], given: Partial<Level> = {}): Level {
  return { targets: members.map(person), mode: 'any', answerWithin: 5, ...given };
}

/**
 * @param levels of the policy of the service "Web shop"; Ada is its fallback
 * @param settings environment variables besides those of the mail server
 */
export async function paging(
  levels: readonly Level[],
  given: Partial<WantedPolicy> = {},
  settings: Record<string, string> = {},
): Promise<Paging> {
  const mail = await mailbox();
  const here = await world({
    MUSTER_SMTP_URL: mail.url,
    MUSTER_MAIL_FROM: 'Muster <muster@example.org>',
    ...settings,
  });
  await enter(here);
  const { escalation, people } = here.kit;
  const wanted = { name: 'Shop', zone: 'UTC', levels, repeat: 0, fallback: [CAST.ada.id], ...given };
  const policy = await createPolicy(escalation, wanted, COMMAND_LINE);
  await createService(people, { name: 'Web shop', policyId: policy.id }, COMMAND_LINE);
  const browsers = new Map<Member, Browser>();
  const browser = async (member: Member): Promise<Browser> => {
    const known = browsers.get(member) ?? (await signedIn(here, member));
    browsers.set(member, known);
    return known;
  };
  return {
    world: here,
    mail,
    browser,
    lettersTo: (member) => mail.letters.filter(({ to }) => to === CAST[member].email),
    later: async (seconds) => {
      here.clock.wind(seconds);
      await here.tick();
    },
    declare: async (severity = 'SEV-1') => {
      const typed = { title: 'Checkout fails', service: 'web-shop', severity, take_command: 'on' };
      const answer = await sendForm(await browser('max'), '/incidents/new', '/incidents', typed);
      if (answer.status !== 303) throw new Error(answer.text);
      await here.tick();
    },
    kinds: async () => {
      const rows = await here.store.db.selectFrom('entry').select('kind').orderBy('seq').execute();
      return rows.map(({ kind }) => kind).filter((kind) => /^escalation|^role-taken/.test(kind));
    },
    end: async () => {
      await here.end();
      await mail.end();
    },
  };
}
