/** Review signals: what makes an incident worth looking back at, whatever its severity was. */

export const REVIEW_SIGNALS = [
  'more-than-two-teams',
  'surprised-us',
  'met-for-the-first-time',
  'nearly-very-bad',
  'looks-like-an-earlier-one',
  'people-were-confused',
  'still-talked-about',
] as const;
export type ReviewSignal = (typeof REVIEW_SIGNALS)[number];

/** From this many on a review is required. */
export const ENOUGH_SIGNALS = 2;

const WORDS: Readonly<Record<ReviewSignal, string>> = {
  'more-than-two-teams': 'more than two teams',
  'surprised-us': 'it surprised us',
  'met-for-the-first-time': 'two things met that never met before',
  'nearly-very-bad': 'it was nearly very bad',
  'looks-like-an-earlier-one': 'it looks like an earlier one',
  'people-were-confused': 'people were confused',
  'still-talked-about': 'people still talk about it',
};

export function isReviewSignal(id: string): id is ReviewSignal {
  return Object.hasOwn(WORDS, id);
}

/** A signal in words; one that a newer server knows stands for itself. */
export function signalText(id: string): string {
  return isReviewSignal(id) ? WORDS[id] : id.replaceAll('-', ' ');
}
