'use client';

import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type Announcements, type DragEndEvent, type Modifier } from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { useId, type ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import type { MenuWords } from './menu-words';

const upAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

type Named = { readonly id: string; readonly name: string };

/** A list whose entries are moved by a handle: drawn with a finger or a mouse, or lifted and moved by keys. `onMove`: one was put where another stands. */
export function SortableList<T extends Named>({ list, words, onMove, className, children }: { list: readonly T[]; words: MenuWords; onMove: (id: string, overId: string) => void; className?: string; children: (entry: T, handle: ReactNode) => ReactNode }) {
  const id = useId(); // dnd-kit counts its lists, and a server counts on
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const end = ({ active, over }: DragEndEvent): void => {
    if (over && over.id !== active.id) onMove(String(active.id), String(over.id));
  };
  return (
    <DndContext id={id} sensors={sensors} collisionDetection={closestCenter} modifiers={[upAndDown]} onDragEnd={end} accessibility={{ announcements: announce(list, words), screenReaderInstructions: { draggable: words.moveHow } }}>
      <SortableContext items={list.map((entry) => entry.id)} strategy={verticalListSortingStrategy}>
        <ul className={className}>{list.map((entry) => <SortableEntry key={entry.id} entry={entry} words={words}>{(handle) => children(entry, handle)}</SortableEntry>)}</ul>
      </SortableContext>
    </DndContext>
  );
}

function SortableEntry({ entry: { id, name }, words, children }: { entry: Named; words: MenuWords; children: (handle: ReactNode) => ReactNode }) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id });
  const handle = (
    <button {...attributes} {...listeners} type="button" ref={setActivatorNodeRef} aria-roledescription={undefined} aria-label={`${words.move} ${name}`}
      className="flex size-12 shrink-0 cursor-grab touch-none items-center justify-center rounded-control text-muted hover:bg-raised hover:text-fg active:cursor-grabbing sm:size-9">
      <svg aria-hidden viewBox="0 0 16 16" className="size-4 fill-current">{[4, 8, 12].flatMap((y) => [6, 10].map((x) => <circle key={`${x}-${y}`} cx={x} cy={y} r={1.25} />))}</svg>
    </button>
  );
  return (
    <li ref={setNodeRef} style={{ transform: CSS.Translate.toString(transform), transition }} className={cx(isDragging && 'relative z-10 bg-raised opacity-90')}>
      {children(handle)}
    </li>
  );
}

function announce(list: readonly Named[], words: MenuWords): Announcements {
  const name = (id: string | number): string => list.find((entry) => entry.id === id)?.name ?? '';
  const place = (id: string | number): string => `${list.findIndex((entry) => entry.id === id) + 1} ${words.of} ${list.length}`;
  return {
    onDragStart: ({ active }) => `${words.lifted} ${name(active.id)}.`,
    onDragOver: ({ active, over }) => (over ? `${name(active.id)}: ${words.over} ${place(over.id)}.` : undefined),
    onDragEnd: ({ active, over }) => `${name(active.id)}: ${over ? `${words.dropped} ${place(over.id)}` : words.left}.`,
    onDragCancel: ({ active }) => `${name(active.id)}: ${words.left}.`,
  };
}
