import { describe, expect, it } from 'vitest';
import { decideKind } from './record-change';
import type { AgentStatus } from './types';

describe('decideKind', () => {
  it.each<[AgentStatus, AgentStatus, string]>([
    ['pending', 'active', 'agent.confirmed'],
    ['suspended', 'active', 'agent.resumed'],
    ['active', 'suspended', 'agent.paused'],
    ['pending', 'suspended', 'agent.paused'],
    ['active', 'revoked', 'agent.revoked'],
    ['suspended', 'revoked', 'agent.revoked'],
    ['active', 'active', 'agent.changed'],
  ])('from %s to %s is %s', (before, after, kind) => expect(decideKind({ status: before }, { status: after })).toBe(kind));
});
