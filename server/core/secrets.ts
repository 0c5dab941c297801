/** Words that look like a password or a key: for warning people before they write them where many read. */

const SHAPES: RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[opsu]_[A-Za-z0-9]{30,}\b/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /\bsk_live_[A-Za-z0-9]{16,}/,
  /\bmst_[A-Za-z0-9_-]{43}/,
  /\bwhsec_[A-Za-z0-9+/=]{20,}/,
  /\beyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{5}/,
  /\bBearer\s+[a-z0-9._~+/-]{20,}/i,
  /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/]{1,80}:(?![$<{*])[^\s:@/]{3,200}@/i,
];

const NAMED =
  /(?<![\w-])[\w-]{0,40}(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key)["']?(\s*[:=]\s*|\s+is\s+)["'`]?([^\s"'`,;]+)/gi;

/** Offset of the first thing in a text that looks like a secret, else undefined. */
export function secretIn(text: string): number | undefined {
  const shaped = SHAPES.map((shape) => shape.exec(text)?.index).filter((at) => at !== undefined);
  const named = [...text.matchAll(NAMED)]
    .filter(([, sign = '', value = '']) => isValue(value, sign))
    .map(({ index }) => index);
  const first = Math.min(...shaped, ...named);
  return Number.isFinite(first) ? first : undefined;
}

/** Whether the word behind "password:" is one, rather than a placeholder or the next word of a sentence. */
function isValue(value: string, sign: string): boolean {
  if (value.length < 6 || /^[$<{*(]|^x+$|…|\.\.\./i.test(value)) return false;
  const mixed = /\d/.test(value) && /[a-z]/i.test(value);
  return mixed || (sign === '=' && !/^[a-z]+$/.test(value)) || /[a-z][A-Z!#%&?]/.test(value);
}
