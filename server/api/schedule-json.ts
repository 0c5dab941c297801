import { z } from 'zod';
import type { Instant } from '../core/clock.ts';
import { gaps } from '../escalation/coverage.ts';
import { onCall, versionAt, type Layer, type Override } from '../escalation/schedule.ts';
import type { StoredSchedule } from '../escalation/schedule-actions.ts';
import { instant, orNull } from './shape.ts';

const personId = z.string().describe('the id of a person');

const ScheduleLayer = z
  .object({
    layer: z.string().describe('its name'),
    members: z.array(personId).describe('in their order'),
    length: z.int(),
    unit: z.enum(['hours', 'days', 'weeks']),
    first_date: z.string().describe('the local day of the first turn'),
    first_time: z.string().describe('the local time at which turns begin'),
    weekdays: z.array(z.int()).describe('1 is Monday; empty when it holds at all hours'),
    hours_from: z.string().nullable(),
    hours_to: z.string().nullable(),
  })
  .meta({ id: 'ScheduleLayer', description: 'People in turn. The first layer that has somebody wins' });

const ScheduleOverride = z
  .object({
    override_id: z.string(),
    person: personId,
    instead_of: personId.nullable().describe('null stands for whoever is on call'),
    from: instant,
    to: instant,
    reason: z.string(),
    made_by: z.string(),
  })
  .meta({ id: 'ScheduleOverride', description: 'Somebody instead of somebody' });

export const Schedule = z
  .object({
    schedule: z.string().describe('the name in addresses'),
    name: z.string(),
    zone: z.string(),
    rev: z.int().describe('the change that the next one is made upon'),
    person: personId.nullable().describe('who is on call now'),
    until: instant.nullable(),
    layers: z.array(ScheduleLayer).describe('as they are in force now'),
    overrides: z.array(ScheduleOverride).describe('those that are not over'),
    gaps: z.array(z.object({ from: instant, to: instant })).describe('when nobody is, in the next 90 days'),
  })
  .meta({ id: 'Schedule', description: 'Who is on call when' });

export function scheduleJson(schedule: StoredSchedule, now: Instant): z.infer<typeof Schedule> {
  const { slug, name, zone, rev, overrides } = schedule;
  const { personId: person, until } = onCall(schedule, now);
  return {
    schedule: slug,
    name,
    zone,
    rev,
    person: orNull(person),
    until: orNull(until),
    layers: (versionAt(schedule, now)?.layers ?? []).map(layerJson),
    overrides: overrides.filter(({ to }) => to > now).map(overrideJson),
    gaps: gaps(schedule, now).map(({ from, to }) => ({ from, to })),
  };
}

function layerJson({ name, rotation, hours }: Layer): z.infer<typeof ScheduleLayer> {
  return {
    layer: name,
    members: rotation.members.map((member) => member.personId),
    length: rotation.length,
    unit: rotation.unit,
    first_date: rotation.firstDate,
    first_time: rotation.firstTime,
    weekdays: [...(hours?.weekdays ?? [])],
    hours_from: orNull(hours?.from),
    hours_to: orNull(hours?.to),
  };
}

function overrideJson(override: Override): z.infer<typeof ScheduleOverride> {
  const { id, personId: person, insteadOf, from, to, reason, madeBy } = override;
  return { override_id: id, person, instead_of: orNull(insteadOf), from, to, reason, made_by: madeBy };
}
