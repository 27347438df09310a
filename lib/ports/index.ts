export type { Ctx, Log, Settings } from './ctx';
export { inTransaction, Unavailable } from './ctx';
export * from './ports';
export { emit, type OutboxTopic } from './outbox';
export { listDeadLetters, replayDeadLetter, type DeadLetter } from './dead-letters';
