/** An instant: UTC, ISO 8601 with milliseconds and `Z`, so that instants sort as text. */
export type Instant = string;

/** The only source of "now". Everything that decides gets the time from here, handed in. */
export interface Clock {
  now(): Instant;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date().toISOString() };

/** A clock that stands still until somebody winds it: for tests and for telling the demo's story. */
export class WoundClock implements Clock {
  #ms: number;

  /** @param start the instant at which the clock stands. */
  constructor(start: Instant) {
    this.#ms = Date.parse(start);
  }

  now(): Instant {
    return new Date(this.#ms).toISOString();
  }

  /** Moves the clock to an instant, forwards or backwards. */
  setTo(instant: Instant): void {
    this.#ms = Date.parse(instant);
  }

  /** Winds the clock on by whole or part seconds. */
  wind(seconds: number): void {
    this.#ms += Math.round(seconds * 1000);
  }
}
