import { processWide } from '@/lib/kernel/process-wide';
import type { Ctx } from '@/lib/ports';
import { inspectedUntil, keepMessages } from './messages';
import type { SeenMessage } from './types';

/** Of each wire, between two times that they are written away. */
const HELD_PER_WIRE = 20;

type Held = { messages: SeenMessage[]; skipped: number };

export type Inspector = {
  /** Whether requests are kept at this moment: while they are not it is all that a request costs. */
  readonly isOn: (ctx: Ctx) => boolean;
  /** Until when they are, as far as this process knows. */
  readonly follow: (until: Date | null) => void;
  /** Holds a request until it is written away: of each wire the newest twenty. */
  readonly hold: (message: SeenMessage) => void;
  /** Writes away what is held, and asks until when to go on. */
  readonly turn: (ctx: Ctx) => Promise<void>;
};

/** What one process sees of its wires while an operator looks on (ADR 0053). */
export function createInspector(): Inspector {
  let until: Date | null = null;
  const held = new Map<string, Held>();

  const takeAll = (): SeenMessage[] => {
    const taken = [...held.values()].flatMap(({ messages, skipped }) => messages.map((message, index) => (index === 0 ? { ...message, skipped } : message)));
    held.clear();
    return taken.sort((a, b) => a.at.getTime() - b.at.getTime());
  };

  return {
    isOn: (ctx) => until !== null && until > ctx.clock.now(),
    follow: (next) => void (until = next),
    hold: (message) => {
      const of = held.get(message.wire) ?? { messages: [], skipped: 0 };
      held.set(message.wire, of);
      of.messages.push(message);
      if (of.messages.length <= HELD_PER_WIRE) return;
      of.messages.shift();
      of.skipped += 1;
    },
    turn: async (ctx) => {
      await keepMessages(ctx, takeAll());
      until = await inspectedUntil(ctx);
    },
  };
}

export const inspector: Inspector = processWide('inspector', createInspector);
