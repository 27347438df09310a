export type { Ctx, Log, Settings } from './ctx';
export { inTransaction, isUndeliverable, Undeliverable } from './ctx';
export { askedOutside, Unavailable, unitOf, type UnitOfWork } from './unit-of-work';
export { sharedStatement } from './shared-statement';
export * from './ports';
export { record, type TrailDetail, type TrailEvent, type TrailKind } from './audit-trail';
export { takeMessage } from './inbox';
export { emit, outboxDepth, type OutboxTopic } from './outbox';
export { listDeadLetters, replayDeadLetters, type DeadLetter, type DeadLetters } from './dead-letters';
