import { sha256 } from '@/lib/kernel/hash';
import { chooseToppings, type Topping } from './choose-toppings';

/** What a picture is made of, and nothing else: the item's own words, in the language they were written in. */
export type Pizza = { readonly sku: string; readonly name: string; readonly description: string };

type Random = () => number;
type Point = { readonly x: number; readonly y: number };

const SIZE = 240;
const CENTRE = SIZE / 2;

/**
 * The picture of a pizza, seen from above: the same words draw the same bytes, on every machine. No letter of them is in it, so nothing that a
 * merchant writes can be markup.
 */
export function drawPizza(pizza: Pizza): string {
  const random = randomOf(pizza);
  const { base, toppings } = chooseToppings(pizza);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 ${SIZE} ${SIZE}">`,
    drawDough(random),
    drawBase(random, base),
    ...drawToppings(random, toppings),
    '</svg>',
  ].join('');
}

/** mulberry32: few lines, integer arithmetic alone, the same everywhere. */
function randomOf({ sku, name }: Pizza): Random {
  let state = sha256(`${sku}\0${name}`).readUInt32BE(0);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const between = (random: Random, low: number, high: number): number => low + random() * (high - low);
const text = (value: number): string => String(Math.round(value * 10) / 10);
const around = (angle: number, distance: number): Point => ({ x: CENTRE + Math.cos(angle) * distance, y: CENTRE + Math.sin(angle) * distance });

/** A round shape that a hand made: `corners` points near a circle, joined by curves through their middles. */
function blob(random: Random, { x, y }: Point, radius: number, { corners = 9, uneven = 0.12 } = {}): string {
  const points = Array.from({ length: corners }, (_, index) => {
    const [angle, distance] = [(index / corners) * 2 * Math.PI, radius * between(random, 1 - uneven, 1 + uneven)];
    return { x: x + Math.cos(angle) * distance, y: y + Math.sin(angle) * distance };
  });
  const middles = points.map((point, index) => {
    const next = points[(index + 1) % corners] ?? point;
    return { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
  });
  const start = middles.at(-1) ?? { x, y };
  const curves = points.map((point, index) => `Q${text(point.x)} ${text(point.y)} ${text(middles[index]?.x ?? x)} ${text(middles[index]?.y ?? y)}`);
  return `M${text(start.x)} ${text(start.y)}${curves.join('')}Z`;
}

/** The rim, with the spots that a hot oven leaves on it. */
function drawDough(random: Random): string {
  const rim = blob(random, { x: CENTRE, y: CENTRE }, 112, { corners: 18, uneven: 0.022 });
  const inside = blob(random, { x: CENTRE, y: CENTRE }, 103, { corners: 18, uneven: 0.02 });
  const spots = Array.from({ length: 16 }, () => blob(random, around(random() * 2 * Math.PI, between(random, 96, 106)), between(random, 1.5, 5), { corners: 6, uneven: 0.35 }));
  return `<path d="${rim}" fill="#c98a4b"/><path d="${inside}" fill="#e6b878"/><path d="${spots.join('')}" fill="#8a5226" fill-opacity=".55"/>`;
}

const BASES = {
  tomato: { sauce: '#c43c26', edge: '#a92f1d', cheese: ['#f8e3ab', '#f4d68f'] },
  cream: { sauce: '#f5e8cd', edge: '#e3cb9c', cheese: ['#fdf6e3', '#f6e2b0'] },
} as const;

/** Sauce to near the rim, and cheese that melted on it. */
function drawBase(random: Random, base: keyof typeof BASES): string {
  const { sauce, edge, cheese } = BASES[base];
  const spread = blob(random, { x: CENTRE, y: CENTRE }, 90, { corners: 16, uneven: 0.035 });
  const melted = cheese.map((colour, layer) => {
    const spots = scatter(random, layer === 0 ? 17 : 9, 68).map((point) => blob(random, point, between(random, 9, layer === 0 ? 19 : 11), { corners: 7, uneven: 0.3 }));
    return `<path d="${spots.join('')}" fill="${colour}" fill-opacity="${layer === 0 ? '.92' : '.8'}"/>`;
  });
  return `<path d="${spread}" fill="${sauce}" stroke="${edge}" stroke-width="3"/>${melted.join('')}`;
}

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** `count` places inside a circle, spread like seeds of a sunflower and moved a little: even, and never in rows. */
function scatter(random: Random, count: number, radius: number): Point[] {
  const turn = random() * 2 * Math.PI;
  return Array.from({ length: count }, (_, index) => {
    const distance = radius * Math.sqrt((index + 0.6) / count);
    return around(turn + index * GOLDEN_ANGLE + between(random, -0.16, 0.16), distance + between(random, -4, 4));
  });
}

const PIECES_MAX = 24;

/** Small pieces lie on top of large ones. */
function drawToppings(random: Random, toppings: readonly Topping[]): string[] {
  const places = scatter(random, Math.min(PIECES_MAX, 11 + toppings.length * 4), 76);
  const pieces = places.map((place, index) => {
    const topping = toppings[index % toppings.length] ?? 'basil';
    return { topping, svg: `<g transform="translate(${text(place.x)} ${text(place.y)}) rotate(${Math.round(random() * 360)})">${PIECES[topping](random)}</g>` };
  });
  return pieces.toSorted((a, b) => LAYERS.indexOf(a.topping) - LAYERS.indexOf(b.topping)).map(({ svg }) => svg);
}

/** From below to above. */
const LAYERS: readonly Topping[] = ['mozzarella', 'ham', 'salami', 'pepper', 'mushroom', 'onion', 'tomato', 'olive', 'basil'];
const ORIGIN = { x: 0, y: 0 };

const shape = (d: string, fill: string, more = ''): string => `<path d="${d}" fill="${fill}"${more}/>`;
const dot = (x: number, y: number, r: number, fill: string): string => `<circle cx="${text(x)}" cy="${text(y)}" r="${text(r)}" fill="${fill}"/>`;
const line = (d: string, stroke: string, width: number): string => `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round"/>`;

/** One piece of each topping, around the origin. */
const PIECES: Record<Topping, (random: Random) => string> = {
  mozzarella: (random) => shape(blob(random, ORIGIN, 15, { corners: 8, uneven: 0.14 }), '#fffaf0', ' stroke="#efe0bd" stroke-width="1.5"') + dot(-3, -2, 3, '#f3e6c8'),
  salami: (random) =>
    shape(blob(random, ORIGIN, 13.5, { corners: 10, uneven: 0.04 }), '#a82a24', ' stroke="#7f1b1a" stroke-width="2"') +
    Array.from({ length: 7 }, () => dot(between(random, -8, 8), between(random, -8, 8), between(random, 0.8, 1.8), '#e3a08f')).join(''),
  ham: () => shape('M-13-4C-8-10 0-3 6-8s9 2 7 8-9 3-12 7-8 1-10-2-6-4-4-9Z', '#eda79d', ' stroke="#d37f77" stroke-width="1.5"') + line('M-7-1C-2-5 3 1 8-3', '#f7cdc5', 1.5),
  mushroom: () => shape('M-11 2C-12-8-5-12 0-12S12-8 11 2C8 4 5 3 4 2L4 9C2 12-2 12-4 9L-4 2C-5 3-8 4-11 2Z', '#efe3cf', ' stroke="#b59a74" stroke-width="1.6"') + line('M-6-1C-3-5 3-5 6-1', '#c9b18c', 1.4),
  olive: () => '<circle r="5.2" fill="none" stroke="#37313a" stroke-width="4.2"/>' + line('M-4.5-3A5.4 5.4 0 0 1-1-5.3', '#6b6270', 1.1),
  pepper: (random) => {
    const colour = random() < 0.5 ? '#3f8f3f' : '#e0a11f';
    return line('M-11 3C-11-7-4-10 0-6S10-8 11 2', colour, 4) + line('M-9 0C-8-5-4-7-1-4', '#ffffff66', 1.2);
  },
  onion: () => line('M-11 4C-9-8 9-8 11 4', '#8d4a86', 2.2) + line('M-7 6C-5-2 5-2 7 6', '#c79ac2', 2),
  tomato: () => dot(0, 0, 8, '#d8402f') + dot(0, 0, 5.6, '#ec6a50') + dot(-2.2, -1.4, 1.3, '#f6d27c') + dot(2.4, -1, 1.3, '#f6d27c') + dot(0.2, 2.6, 1.3, '#f6d27c'),
  basil: (random) => {
    const size = between(random, 0.85, 1.2);
    return `<g transform="scale(${text(size)})">${shape('M-13 0C-9-9 5-10 14 0C5 9-9 9-13 0Z', '#3e8a3c')}${shape('M-13 0C-9-9 5-10 14 0Z', '#56a350')}${line('M-11 0H10', '#2f6e30', 1)}</g>`;
  },
};
