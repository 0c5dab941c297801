/** What a push that asks somebody to come may say. A locked screen is read by everybody, so all else is too much. */

/** @param title of the incident, where whoever is rung lets titles be shown */
export type Leave = { title: string | undefined };

const FORMS: Readonly<Record<string, RegExp>> = {
  key: /^(?:INC|DRILL)-\d+$/,
  severity: /^SEV-[1-4]$/,
  path: /^\/(?:incidents|drills)\/\d+$/,
  answer: /^\/answer\/[\w-]+(?:\.[\w-]+)*$/,
};

/** What of a payload is said beyond leave, a field each. */
export function saidTooMuch(data: string, { title }: Leave): string[] {
  return Object.entries(JSON.parse(data) as Record<string, unknown>)
    .filter(([field, value]) =>
      field === 'title' ? value !== title : FORMS[field]?.test(String(value)) !== true,
    )
    .map(([field]) => field);
}

/** What of a notification is shown beyond leave. */
export function shownTooMuch(shown: { title: string; body: string }, { title }: Leave): string[] {
  return [
    ...(/^SEV-[1-4] (?:INC|DRILL)-\d+$/.test(shown.title) ? [] : ['head']),
    ...(shown.body === (title ?? 'Open Muster to read what it is about.') ? [] : ['body']),
  ];
}
