/** Words in commands and sentences by which something is changed, or lost. */

// Gaps are bounded: an open `.*` costs the square of a long line.
const DESTRUCTIVE = [
  /\brm\s+(?:-\w+\s+){0,5}-\w*[rf]/i,
  /\brm\s+--(?:recursive|force)\b/i,
  /\b(?:drop|truncate)\s+(?:table|database|schema|index|keyspace|collection|user|role)\b/i,
  /\btruncate\s+(?:\w|-s\b|--size\b)/i,
  /\bdelete\s+from\b/i,
  /(?<![\w-])--force(?!-with-lease)\b/i,
  /\bpurge\b/i,
  /\bdelete\b.{1,400}\s--all\b/i,
  /\bkubectl\b.{1,400}\bdelete\b/i,
  /\bterraform\s+destroy\b/i,
  /\b(?:flushall|flushdb)\b/i,
  /\bmkfs\b|\bwipefs\b|\bshred\b|\bdd\b.{1,400}\bof=/i,
  /\bkill\s+-(?:9|KILL|SIGKILL)\b/,
  /\bgit\s+(?:reset\s+--hard|clean\s+-\w*f|push\s+(?:.{0,100}\s)?-f\b)/i,
  /\bpg_terminate_backend\b/i,
  /\b(?:docker|podman)\b.{1,400}\bprune\b/i,
  /\b(?:shutdown|poweroff|halt)\b(?!-)/i,
  /\s--delete\b/i,
];

const CHANGING = [
  ...DESTRUCTIVE,
  /\b(?:restart|reboot|failover)\b/i,
  /\b(?:systemctl|service)\b.{1,400}\b(?:start|stop|reload|disable|enable|mask)\b/i,
  /\bkubectl\b.{1,400}\b(?:apply|scale|patch|edit|cordon|uncordon|drain|replace|create|annotate|label|set|rollout\s+undo)\b/i,
  /\b(?:docker|podman)\b.{1,400}\b(?:stop|kill|rm|rmi)\b/i,
  /\bhelm\b.{1,400}\b(?:upgrade|rollback|uninstall|install)\b/i,
  /\b(?:alter|create|drop)\s+(?:table|database|index|system|role|user)\b/i,
  /\b(?:insert\s+into|update\s+\w+\s+set)\b/i,
  /\bpg_cancel_backend\b/i,
  /\bconfig\s+(?:set|apply|put)\b/i,
  /(?:^|[;&|]\s*|sudo\s+)(?:rm|mv|chmod|chown|kill|pkill|mount|umount)\s/im,
  /\bgit\s+(?:push|revert|reset)\b/i,
  /\bterraform\s+apply\b/i,
  /\bcurl\b.{1,400}\s(?:-X\s*|--request\s+)(?:POST|PUT|PATCH|DELETE)\b/i,
];

/** The words of a command that destroy something, else undefined. Comments do nothing. */
export function destroys(command: string): string | undefined {
  return firstMatch(DESTRUCTIVE, withoutComments(command));
}

/** The words of a command that change something, else undefined. */
export function changes(command: string): string | undefined {
  return firstMatch(CHANGING, withoutComments(command));
}

const ORDER =
  /(?:^|[.!?:]\s+)(?:[-*+]\s+|\d+[.)]\s+)?(restart|reboot|roll\s+back|kill|delete|drop|purge|flush|truncate|redeploy|fail\s+over|drain|reset)\b(?!\s+(?:count|rate|time)s?\b)/im;

/** A sentence that orders a change: "Restart the workers." Asking whether one happened orders nothing. */
export function changesInWords(prose: string): string | undefined {
  return ORDER.exec(prose)?.[1];
}

function withoutComments(command: string): string {
  return command.replace(/(?:^|\s)(?:#|--\s)[^\n]*$/gm, '');
}

function firstMatch(patterns: readonly RegExp[], text: string): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[0].trim();
    if (found !== undefined) return found.length > 60 ? `${found.slice(0, 59)}…` : found;
  }
  return undefined;
}
