/** Commands and the values they wait for. */

const PLACEHOLDER = /\$(?:\{([A-Z][A-Z0-9_]*)\}|([A-Z][A-Z0-9_]*))/g;

/** Names of `$NAME` and `${NAME}` in capitals, each once, also between single quotes. */
export function placeholdersIn(text: string): string[] {
  const names = [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? match[2] ?? '');
  return [...new Set(names)];
}

/** Languages of fences that show what a machine said, not what to type. */
const SHOWN_ONLY = new Set(['text', 'output', 'log']);

/** The language of a fence that is offered for copying, else undefined. */
export function commandLanguage(lang: string | undefined): string | undefined {
  const language = lang?.trim().split(/\s/)[0]?.toLowerCase() ?? '';
  return language === '' || SHOWN_ONLY.has(language) ? undefined : language;
}

const TOOLS =
  /^(?:sudo|kubectl|docker|podman|helm|systemctl|service|journalctl|psql|mysql|redis-cli|curl|wget|ssh|scp|rsync|git|make|npm|node|python3?|openssl|aws|gcloud|az|terraform|ansible(?:-\w+)?|df|du|ls|cd|cat|grep|tail|head|less|find|ps|top|free|kill|rm|mv|cp|mkdir|chmod|chown|mount|umount|dig|nslookup|ping|traceroute|ss|netstat|ip|lsof|tar|echo|export|source|watch|select|update|delete|insert|show|alter)\b/i;

/**
 * Whether an indented block is something to type. Under a heading, four blanks often only mean that somebody
 * indented their prose.
 */
export function looksLikeCommand(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const first = lines[0]?.trim() ?? '';
  if (/^[$#>] \S/.test(first)) return true;
  const reads = /^["'(]?\p{Lu}\p{Ll}*\s+\p{Ll}+\s/u.test(first) || /\w[.!?:]$/.test(first);
  if (TOOLS.test(first)) return !/^\p{Lu}/u.test(first) && !/[.!?]$/.test(first);
  return !reads && /(?:^|\s)--?[a-z]|[|;<>`{}]|&&|\$[A-Z({]|\w=\S|(?:^|\s)\.{0,2}\/[\w.]+/.test(first);
}
