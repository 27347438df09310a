export type { Ctx, Log, Settings } from './ctx';
export { inTransaction, isUndeliverable, Unavailable, Undeliverable } from './ctx';
export * from './ports';
export { record, type TrailDetail, type TrailEvent, type TrailKind } from './audit-trail';
export { takeMessage } from './inbox';
export { emit, outboxDepth, type OutboxTopic } from './outbox';
export { listDeadLetters, replayDeadLetters, type DeadLetter, type DeadLetters } from './dead-letters';
