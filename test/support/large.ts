const LARGE = process.env.TEST_LARGE === '1';

/** How much of something a test takes: the usual, or the large one of `npm run test:full`. */
export function figure<T>(usual: T, large: T): T {
  return LARGE ? large : usual;
}
