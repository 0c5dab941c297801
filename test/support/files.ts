/** Small files for tests. The picture is one that a browser can show: 1 pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
export const LOG = Buffer.from('10:05:01 payment gateway: timeout\n10:05:02 payment gateway: timeout\n');
