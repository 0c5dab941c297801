import { listServices } from '../catalog/actions.ts';
import type { Instant } from '../core/clock.ts';
import { plusSeconds } from '../core/time.ts';
import { listSchedules } from '../escalation/schedule-actions.ts';
import { versionAt } from '../escalation/schedule.ts';
import { listTeams } from '../identity/actions.ts';
import { activePeople } from '../identity/directory-actions.ts';
import { tellPeople } from '../notify/notice-actions.ts';
import { idOf, type Runbook } from '../runbooks/runbook.ts';
import type { Db } from '../store/open.ts';
import { inTransaction } from '../store/transaction.ts';
import { href, paths } from '../web/paths.ts';
import type { Viewer } from '../web/viewer.ts';
import {
  ANSWERS_DAYS,
  dueAgain,
  monthsWords,
  nobodyRan,
  rotaOf,
  standingsOf,
  type Played,
  type Standings,
} from './coverage.ts';
import { claimReminder, lastExercised, lastPlayed, remindedSince, usesSeenBy } from './coverage-store.ts';
import { whoCanTakePart, type PlanKit } from './plan-actions.ts';
import { publicTitle, slugOf } from './scenario.ts';

/** Everybody who takes turns on call by a schedule as it holds then. */
async function onSchedules(db: Db, at: Instant): Promise<Set<string>> {
  const schedules = await listSchedules(db);
  return new Set(
    schedules.flatMap((schedule) =>
      (versionAt(schedule, at)?.layers ?? []).flatMap(({ rotation }) =>
        rotation.members.map(({ personId }) => personId),
      ),
    ),
  );
}

/** What the page of coverage is made of. */
export type Coverage = {
  teams: readonly { slug: string; name: string }[];
  /** The team that is shown; undefined shows everybody. */
  team: { slug: string; name: string } | undefined;
  people: readonly { id: string; name: string }[];
  rota: ReturnType<typeof rotaOf>;
  runbooks: readonly { id: string; slug: string; title: string }[];
  standings: Standings;
  scenarios: readonly Played[];
};

/** @param wanted the slug of a team; without one it is the first that the viewer is in, and `all` is everybody */
export async function coverageFor(
  kit: PlanKit,
  viewer: Viewer,
  wanted: string | undefined,
): Promise<Coverage> {
  const teams = await listTeams(kit.db);
  const team =
    wanted === 'all'
      ? undefined
      : (teams.find(({ slug }) => slug === wanted) ??
        teams.find(({ members }) => members.some(({ id }) => id === viewer.id)));
  const active = await activePeople(kit.db);
  const people =
    team === undefined ? active : active.filter(({ id }) => team.members.some((member) => member.id === id));
  const shelf = await kit.incidents.library.shelf();
  return {
    teams: teams.map(({ slug, name }) => ({ slug, name })),
    team: team && { slug: team.slug, name: team.name },
    people: people.map(({ id, name }) => ({ id, name })),
    rota: rotaOf(
      people.map(({ id }) => id),
      await onSchedules(kit.db, kit.clock.now()),
    ),
    runbooks: shelf.map(({ row, runbook }) => ({
      id: idOf(runbook),
      slug: row.runbook_id,
      title: runbook.title,
    })),
    standings: standingsOf(await usesSeenBy(kit.db, viewer)),
    scenarios: await scenariosPlayed(kit),
  };
}

async function scenariosPlayed(kit: PlanKit): Promise<Played[]> {
  const changed = new Map(
    (await kit.incidents.library.shelf()).flatMap(({ row, runbook }) => [
      [row.runbook_id, row.changed_at] as const,
      [idOf(runbook), row.changed_at] as const,
    ]),
  );
  const ended = await lastPlayed(kit.db);
  return (await kit.scenarios.list()).map(({ scenario, hash }, index) => ({
    title: publicTitle(scenario, index + 1),
    href: href(paths.drillScenario, { slug: slugOf(hash) }),
    lastEnded: ended.get(scenario.id),
    runbookChanged: changed.get(scenario.runbook ?? ''),
  }));
}

/** What the page of a runbook says of its practice, a sentence each. */
export async function practiceLines(kit: PlanKit, viewer: Viewer, runbook: Runbook): Promise<string[]> {
  const now = kit.clock.now();
  const exercised = await lastExercised(kit.db, idOf(runbook));
  return [
    ...(exercised === undefined
      ? []
      : [`Exercised in a drill ${monthsWords(exercised, now, viewer.zone ?? kit.homeZone)}`]),
    ...(await nobodyLines(kit, viewer, runbook)),
  ];
}

/** "Nobody on the rota of Shop has run it"; none where somebody has, or where nobody is asked. */
async function nobodyLines(kit: PlanKit, viewer: Viewer, runbook: Runbook): Promise<string[]> {
  const onCall = await onSchedules(kit.db, kit.clock.now());
  const standings = standingsOf(await usesSeenBy(kit.db, viewer));
  const runbookId = idOf(runbook);
  const owners = new Set(
    (await listServices(kit.db))
      .filter(({ slug }) => runbook.metadata.services.includes(slug))
      .map(({ teamId }) => teamId),
  );
  const teams = (await listTeams(kit.db)).filter(({ id }) => owners.has(id));
  if (teams.length === 0)
    return nobodyRan(standings, [...onCall], runbookId) ? ['Nobody on any rota has run it'] : [];
  return teams.flatMap(({ name, members }) => {
    const { people, isRota } = rotaOf(
      members.map(({ id }) => id),
      onCall,
    );
    if (!nobodyRan(standings, people, runbookId)) return [];
    return [isRota ? `Nobody on the rota of ${name} has run it` : `Nobody in ${name} has run it`];
  });
}

/** What of one's own practice is due again. */
export async function ownDueAgain(kit: PlanKit, viewer: Viewer) {
  const shelf = await kit.incidents.library.shelf();
  const titles = new Map(shelf.map(({ runbook }) => [idOf(runbook), runbook.title]));
  const slugs = new Map(shelf.map(({ row, runbook }) => [idOf(runbook), row.runbook_id]));
  const now = kit.clock.now();
  const zone = viewer.zone ?? kit.homeZone;
  const standings = standingsOf(await usesSeenBy(kit.db, undefined));
  return dueAgain(standings, viewer.id, titles, now).map(({ runbookId, title, last }) => ({
    title,
    href: href(paths.runbookDryRun, { slug: slugs.get(runbookId) ?? '' }),
    words: `last ${monthsWords(last, now, zone)}`,
  }));
}

/** Tells those by mail whose practice is due again, each at most once in 90 days. */
export async function remindOfPractice(kit: PlanKit): Promise<void> {
  const now = kit.clock.now();
  const since = plusSeconds(now, -ANSWERS_DAYS * 86_400);
  const titles = new Map(
    (await kit.incidents.library.shelf()).map(({ runbook }) => [idOf(runbook), runbook.title]),
  );
  const standings = standingsOf(await usesSeenBy(kit.db, undefined));
  const reminded = await remindedSince(kit.db, since);
  for (const { id } of await whoCanTakePart(kit.db)) {
    const due = reminded.has(id) ? [] : dueAgain(standings, id, titles, now);
    if (due.length > 0) await remind(kit, id, due, { since, now });
  }
}

async function remind(
  kit: PlanKit,
  accountId: string,
  due: ReturnType<typeof dueAgain>,
  times: { since: Instant; now: Instant },
): Promise<void> {
  await inTransaction(kit.db, async (db) => {
    if (!(await claimReminder(db, accountId, times))) return;
    const [first, ...rest] = due;
    if (first === undefined) return;
    const more = rest.length === 0 ? '' : ` So is ${rest.map(({ title }) => `"${title}"`).join(', ')}.`;
    await tellPeople(kit.notify, db, {
      key: `practice-${times.now}`,
      people: [accountId],
      content: {
        kind: 'notice',
        subjectKey: 'Drills',
        title: 'Practice',
        path: paths.drills,
        words: `"${first.title}" is due again: you last followed it ${monthsWords(first.last, times.now, kit.homeZone)}.${more} A dry run takes a quarter of an hour`,
      },
    });
  });
}
