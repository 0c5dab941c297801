import { GUESSABLE_PHRASES, GUESSABLE_WORDS } from './guessable.ts';

/** Without a second factor. Length is the whole rule: nobody is asked for a digit or a capital. */
export const LEAST_LENGTH = 15;
const MOST_LENGTH = 256;

/** Fewer letters than this beside guessable words are soon tried, and so is a shorter word said again and again. */
const LEAST_OWN = 6;
const LEAST_UNIT = 8;
const LEAST_DIFFERENT = 6;

/** Whose password it is: words of theirs are tried first. */
export type Owner = { email: string; name: string };

/** What is wrong with a new password, in a sentence for its field; undefined when it will do. */
export function passwordProblem(password: string, owner: Owner): string | undefined {
  const characters = Array.from(password.normalize('NFC'));
  if (characters.length < LEAST_LENGTH) {
    return `Use at least ${String(LEAST_LENGTH)} characters. Four or five words that have nothing to do with each other are easy to keep in mind.`;
  }
  if (characters.length > MOST_LENGTH) return `Use at most ${String(MOST_LENGTH)} characters.`;
  if (new Set(characters).size < LEAST_DIFFERENT) {
    return 'This repeats a few characters, so it is soon guessed. Use words that have nothing to do with each other.';
  }
  if (isGuessable(password, owner)) {
    return 'This is made of words that are tried first: common ones, those of Muster, or your own name. Use words that have nothing to do with each other.';
  }
  return undefined;
}

function isGuessable(password: string, owner: Owner): boolean {
  const plain = lettersAndDigits(password);
  if (GUESSABLE_PHRASES.includes(plain) || unitOf(plain).length < LEAST_UNIT) return true;
  const left = withoutGuessable(plain, owner);
  return left === plain ? isRow(plain) : ownPart(left).length < LEAST_OWN;
}

/** A password with a blank in the place of each guessable word, so that its neighbours do not grow together. */
function withoutGuessable(plain: string, owner: Owner): string {
  const words = [...GUESSABLE_WORDS, ...wordsOf(owner)].sort((a, b) => b.length - a.length);
  return words.reduce((left, word) => left.replaceAll(word, ' '), plain);
}

/** What somebody added to guessable words, without years and rows of digits; what is said twice counts once. */
function ownPart(left: string): string {
  const pieces = left
    .split(' ')
    .map((piece) => piece.replace(/\d+/g, (digits) => (isRow(digits) ? '' : digits)));
  return [...new Set(pieces)].join('');
}

/** What a text says again and again: `wombat` for `wombatwombatwombat`, else the whole text. */
function unitOf(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const unit = text.slice(0, length);
    if (unit.repeat(text.length / length) === text) return unit;
  }
  return text;
}

/** A year, a day, or digits in even steps: `2026`, `123456789`, `97531`, `0000000`. */
function isRow(digits: string): boolean {
  if (!/^\d+$/.test(digits)) return false;
  if (digits.length <= 8) return true;
  const step = (at: number): number => (10 + Number(digits[at]) - Number(digits[at - 1])) % 10;
  return Array.from(digits).every((_digit, at) => at === 0 || step(at) === step(1));
}

function wordsOf({ email, name }: Owner): string[] {
  return `${email} ${name}`
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 3);
}

function lettersAndDigits(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
