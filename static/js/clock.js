/**
 * Clocks that go on: the server says how late it is, this device only counts on from there, and says so when its own
 * clock is off. What an element shows stands in `data-since`, `data-zone`, `data-due` or `data-limit`.
 */

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** A device this far off shows times that others do not. */
const OFF_MS = 2_000;

/** By how much the server is ahead of this device. */
let aheadMs = 0;
let isTicking = false;

/** @param {number} ahead of this device, in milliseconds */
export function tickBy(ahead) {
  aheadMs = ahead;
  document.documentElement.dataset.ahead = String(Math.round(ahead));
  warn();
  tick();
  if (isTicking) return;
  isTicking = true;
  setInterval(() => document.hidden || tick(), SECOND_MS);
  document.addEventListener('visibilitychange', tick);
  document.addEventListener('muster:placed', tick);
}

function warn() {
  document.querySelector('.live-skew')?.remove();
  if (Math.abs(aheadMs) <= OFF_MS) return;
  const line = document.createElement('span');
  line.className = 'live-skew';
  const way = aheadMs > 0 ? 'behind' : 'ahead';
  line.textContent = `The clock of this device is ${words(Math.abs(aheadMs) / SECOND_MS)} ${way}.`;
  document.querySelector('.live-word')?.after(line);
}

function tick() {
  const now = drillTime(Date.now() + aheadMs);
  for (const one of shown('[data-since]')) write(one, stopwatch(now - at(one.dataset.since)));
  for (const one of shown('[data-zone]')) write(one, wallClock(now, one.dataset.zone ?? 'UTC'));
  for (const one of shown('[data-due]')) due(one, (at(one.dataset.due) - now) / SECOND_MS);
  for (const one of shown('[data-limit]')) limit(one, (at(one.dataset.limit) - now) / SECOND_MS);
}

/**
 * In a drill its own clock counts: from an instant of the story, as fast as it runs.
 * @param {number} now
 */
function drillTime(now) {
  const { at: from, real, speed } = document.getElementById('region-drill')?.dataset ?? {};
  return from === undefined ? now : at(from) + Math.max(0, now - at(real)) * Number(speed);
}

/**
 * @param {string} which
 * @returns {Iterable<HTMLElement>}
 */
function shown(which) {
  return document.querySelectorAll(which);
}

/** @param {string | undefined} instant */
function at(instant) {
  return Date.parse(instant ?? '');
}

/**
 * @param {Node} node
 * @param {string} text
 */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {number} ms `00:26:00`, `2 d 00:26:00` */
function stopwatch(ms) {
  const whole = Math.max(0, ms);
  const clock = new Date(whole % DAY_MS).toISOString().slice(11, 19);
  return whole < DAY_MS ? clock : `${String(Math.floor(whole / DAY_MS))} d ${clock}`;
}

/**
 * @param {number} now
 * @param {string} timeZone
 */
function wallClock(now, timeZone) {
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone }).format(now);
  return timeZone === 'UTC' ? `${clock}Z` : clock;
}

/**
 * @param {HTMLElement} element
 * @param {number} left in seconds
 */
function due(element, left) {
  const [audience = ''] = (element.textContent ?? '').split(' ');
  write(element, `${audience} ${left < 0 ? `${words(-left)} late` : `in ${words(left)}`}`);
  element.classList.toggle('limit-over', left < 0);
}

/**
 * @param {HTMLElement} element
 * @param {number} left in seconds
 */
function limit(element, left) {
  const bar = element.querySelector('progress');
  const text = element.firstChild;
  if (bar === null || text === null) return;
  bar.value = Math.min(bar.max, bar.max - left);
  write(text, left < 0 ? `over by ${words(-left)} ` : `${words(bar.max - left)} of ${words(bar.max)} `);
  element.classList.toggle('limit-over', left < 0);
}

/**
 * A span in words, as the server writes it: "45 s", "3 min 42 s", "26 min", "2 h 5 min".
 * @param {number} seconds
 */
function words(seconds) {
  const whole = Math.floor(seconds);
  if (whole < 60) return `${String(whole)} s`;
  const minutes = Math.floor(whole / 60);
  if (whole < 600) return joined(minutes, 'min', whole % 60, 's');
  if (minutes < 60) return `${String(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return joined(hours, 'h', minutes % 60, 'min');
  return joined(Math.floor(hours / 24), hours < 48 ? 'day' : 'days', hours % 24, 'h');
}

/**
 * @param {number} large
 * @param {string} largeUnit
 * @param {number} small
 * @param {string} smallUnit
 */
function joined(large, largeUnit, small, smallUnit) {
  const first = `${String(large)} ${largeUnit}`;
  return small === 0 ? first : `${first} ${String(small)} ${smallUnit}`;
}
