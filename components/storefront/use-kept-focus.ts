import { useEffect, useRef, type RefObject } from 'react';

/**
 * A button that was pressed and is gone because of it would leave the keyboard nowhere: then the last control inside takes the focus, and where
 * there is none the container itself. `what` changes whenever controls come or go.
 */
export function useKeptFocus<E extends HTMLElement>(what: unknown): { container: RefObject<E | null>; onClickCapture: () => void } {
  const container = useRef<E>(null);
  const pressed = useRef(false);
  useEffect(() => {
    const element = container.current;
    if (!pressed.current || element === null) return;
    pressed.current = false;
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const controls = element.querySelectorAll('button');
    (controls[controls.length - 1] ?? element).focus();
  }, [what]);
  return { container, onClickCapture: () => void (pressed.current = true) };
}
