/** What other features do with messages: read them, end them, use their answer links. */
export {
  messageById as findMessage,
  messagesOfRun as messagesOf,
  outboxByKind,
  pagedSince,
  sendAgain,
  stuckMessages,
  supersede as endMessages,
  useAnswer,
} from './message-store.ts';
