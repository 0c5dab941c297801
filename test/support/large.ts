const LARGE = process.env.TEST_LARGE === '1';

/** How many of something a test takes: the usual number, or the large one of `npm run test:full`. */
export function figure(usual: number, large: number): number {
  return LARGE ? large : usual;
}
