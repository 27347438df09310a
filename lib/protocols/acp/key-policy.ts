import type { AcpWire } from './wire';

// How a version treats Idempotency-Key (specs/acp.md, table "Idempotency"): the checkout, the vault and what else a version has, alike.

/** Up to 2026-01-30. */
export const OPTIONAL_KEY: AcpWire['idempotency'] = { keyRequired: false, conflictStatus: 409, marksReplay: false };
/** 2026-04-17. */
export const REQUIRED_KEY: AcpWire['idempotency'] = { keyRequired: true, conflictStatus: 422, marksReplay: true };
