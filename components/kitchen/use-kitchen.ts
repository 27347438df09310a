'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '@/components/client/http';
import { chime } from './chime';
import { withAnswers, type Action, type Board, type Tap, type TapResult, type Ticket } from './board';
import { forgetKitchen, keepBoard, keepKitchenPage, keptBoard } from './kept-board';
import { keepTaps, keptTaps, sendTaps } from './tap-queue';

/** How often what waits is tried again where nothing says that the connection is back. */
const RETRY_MS = 5_000;
const SOUND_KEY = 'countersign.kitchen.silent';

type Connection = 'online' | 'offline' | 'signed_out';

/** The board of a kitchen, live, and taps that are never lost: kept on this tablet until the server has answered each. */
export function useKitchen(merchantId: string) {
  const [board, setBoard] = useState<Board | null>(null);
  const [skew, setSkew] = useState(0);
  const stream = useBoardStream(setBoard);
  const onAnswer = useCallback((results: readonly TapResult[]) => setBoard((known) => known && withAnswers(known, results)), []);
  const { taps, add, sent, missed } = useTaps(merchantId, stream, onAnswer);
  const sound = useChime(board);

  useEffect(() => {
    // The server's clock counts: a tablet's may be wrong.
    void call<Board & { now: string }>('GET', '/merchant/kitchen').then((answer) => {
      if (!answer.ok) return answer.status === 401 || answer.status === 403 ? forgetKitchen() : setBoard((known) => known ?? keptBoard(merchantId, localStorage));
      setSkew(new Date(answer.data.now).getTime() - Date.now());
      setBoard((known) => known ?? answer.data);
    });
  }, [merchantId]);
  useEffect(() => void keepKitchenPage().catch(() => undefined), []); // without it the page needs a connection, as any other
  useEffect(() => void (board && keepBoard(merchantId, board, localStorage)), [merchantId, board]);

  const connection: Connection = sent === 'signed_out' ? 'signed_out' : stream === 'online' && sent !== 'waiting' ? 'online' : 'offline';
  const tap = useCallback((ticket: Ticket, action: Action) => add({ id: crypto.randomUUID(), orderId: ticket.orderId, action, ...(action === 'undo' && { undoes: ticket.status }) }), [add]);
  return { board, skew, taps, tap, connection, missed, sound };
}

/** The stream of the board. `offline` until it is open, and whenever it is cut. */
function useBoardStream(onBoard: (board: Board) => void): 'online' | 'offline' {
  const [state, setState] = useState<'online' | 'offline'>('offline');
  useEffect(() => {
    let events: EventSource | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = (): void => {
      events?.close();
      clearTimeout(again);
      const opened = new EventSource('/merchant/kitchen/events');
      events = opened;
      opened.onopen = () => setState('online');
      opened.onmessage = ({ data }) => onBoard(JSON.parse(String(data)) as Board);
      opened.onerror = () => {
        setState('offline');
        if (opened.readyState === EventSource.CLOSED) again = setTimeout(open, RETRY_MS); // refused: a browser does not try again by itself
      };
    };
    const cut = (): void => setState('offline');
    open();
    window.addEventListener('online', open);
    window.addEventListener('offline', cut);
    return () => {
      events?.close();
      clearTimeout(again);
      window.removeEventListener('online', open);
      window.removeEventListener('offline', cut);
    };
  }, [onBoard]);
  return state;
}

/** Taps that wait, and what became of the last ones that were sent. `missed`: taps that changed nothing, for a word about them. */
function useTaps(merchantId: string, stream: 'online' | 'offline', onAnswer: (results: readonly TapResult[]) => void) {
  const [taps, setTaps] = useState<readonly Tap[]>([]);
  const [sent, setSent] = useState<'sent' | 'waiting' | 'signed_out'>('sent');
  const [missed, setMissed] = useState<readonly TapResult[]>([]);
  const waiting = useRef<readonly Tap[]>([]);
  const busy = useRef(false);

  const write = useCallback((next: readonly Tap[]) => {
    waiting.current = next;
    keepTaps(merchantId, next, localStorage);
    setTaps(next);
  }, [merchantId]);

  const flush = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    try {
      while (waiting.current.length > 0) {
        const asked = waiting.current;
        const { state, results, left } = await sendTaps(asked);
        setSent(state);
        if (state !== 'sent') return;
        onAnswer(results);
        write([...left, ...waiting.current.slice(asked.length)]); // what was tapped meanwhile is behind
        setMissed(results.filter(({ outcome }) => outcome === 'stale' || outcome === 'unknown'));
      }
      setSent('sent');
    } finally {
      busy.current = false;
    }
  }, [write, onAnswer]);

  const add = useCallback((tap: Tap) => {
    write([...waiting.current, tap]);
    void flush();
  }, [write, flush]);

  useEffect(() => {
    write(keptTaps(merchantId, localStorage));
  }, [merchantId, write]);
  useEffect(() => {
    if (stream === 'online') void flush();
    const timer = setInterval(() => void flush(), RETRY_MS);
    return () => clearInterval(timer);
  }, [stream, flush]);

  return { taps, add, sent, missed };
}

/** A chime for each order that was not there before, unless this tablet is silent. */
function useChime(board: Board | null) {
  const known = useRef<ReadonlySet<string> | null>(null);
  const [silent, setSilent] = useState(false);
  const [rung, setRung] = useState(0);
  useEffect(() => setSilent(localStorage.getItem(SOUND_KEY) === '1'), []);
  useEffect(() => {
    if (!board) return;
    const ids = new Set(board.tickets.map(({ orderId }) => orderId));
    const isNew = known.current !== null && board.tickets.some(({ orderId, status }) => status === 'paid' && !known.current?.has(orderId));
    known.current = ids;
    if (!isNew) return;
    setRung((count) => count + 1);
    if (localStorage.getItem(SOUND_KEY) !== '1') chime();
  }, [board]);
  const toggle = (): void => {
    localStorage.setItem(SOUND_KEY, silent ? '0' : '1');
    setSilent(!silent);
    if (silent) chime();
  };
  return { silent, rung, toggle };
}
