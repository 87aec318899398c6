// A canvas context that records texts, lines and filled boxes with their places, for pictures painted in Node.

import type { Rect } from '../../../src/ui/stage/geometry.ts';

export type Mark =
  | { readonly kind: 'text'; readonly text: string; readonly rect: Rect }
  | {
      readonly kind: 'line';
      readonly ends: readonly [number, number, number, number];
      readonly colour: string;
    }
  | { readonly kind: 'disc' | 'ring'; readonly at: readonly [x: number, y: number]; readonly colour: string }
  | { readonly kind: 'box'; readonly rect: Rect };

/** Of letters of any face, roughly. */
const WIDTH = 0.55;

export function recordedCanvas() {
  const marks: Mark[] = [];
  let origin = { x: 0, y: 0 };
  const saved: (typeof origin)[] = [];
  let path: [number, number][] = [];
  let box: Rect | undefined;
  let disc: [number, number] | undefined;
  const size = () => Number(/([\d.]+)px/.exec(context.font)?.[1] ?? 10);
  const context = {
    ...{
      font: '10px serif',
      strokeStyle: '',
      fillStyle: '',
      textAlign: 'left',
      textBaseline: 'alphabetic',
      globalAlpha: 1,
    },
    save: () => saved.push(origin),
    restore: () => {
      origin = saved.pop() ?? { x: 0, y: 0 };
    },
    translate: (x: number, y: number) => {
      origin = { x: origin.x + x, y: origin.y + y };
    },
    measureText: (text: string) => ({ width: [...text].length * size() * WIDTH }),
    fillText(text: string, x: number, y: number) {
      const { width } = context.measureText(text);
      const left = { center: width / 2, right: width }[context.textAlign] ?? 0;
      const above = context.textBaseline === 'middle' ? size() / 2 : 0.8 * size();
      const place = { x: origin.x + x - left, y: origin.y + y - above };
      if (context.globalAlpha > 0.02)
        marks.push({ kind: 'text', text, rect: { ...place, width, height: size() } });
    },
    beginPath: () => {
      [path, box, disc] = [[], undefined, undefined];
    },
    moveTo: (x: number, y: number) => path.push([x, y]),
    lineTo: (x: number, y: number) => path.push([x, y]),
    arc: (x: number, y: number) => {
      disc = [x, y];
    },
    roundRect: (x: number, y: number, width: number, height: number) => {
      box = { x, y, width, height };
    },
    stroke: () => {
      if (disc && context.globalAlpha > 0.02)
        marks.push({ kind: 'ring', at: disc, colour: context.strokeStyle });
      if (path.length === 2 && context.globalAlpha > 0.02)
        marks.push({
          kind: 'line',
          ends: [...path[0], ...path[1]] as [number, number, number, number],
          colour: context.strokeStyle,
        });
    },
    fill: () => {
      if (box && context.globalAlpha > 0.9) marks.push({ kind: 'box', rect: box });
      if (disc && context.globalAlpha > 0.02)
        marks.push({ kind: 'disc', at: disc, colour: context.fillStyle });
    },
  };
  const others: ProxyHandler<typeof context> = {
    get: (target, name) => Reflect.get(target, name) ?? (() => undefined),
  };
  return { marks, context: new Proxy(context, others) as unknown as CanvasRenderingContext2D };
}

/** Whether a line comes within a rectangle. */
export function crosses([x0, y0, x1, y1]: readonly [number, number, number, number], rect: Rect): boolean {
  const steps = Math.ceil(Math.hypot(x1 - x0, y1 - y0));
  return Array.from({ length: steps + 1 }, (_, i) => i / Math.max(1, steps)).some((t) =>
    isInside({ x: x0 + (x1 - x0) * t, y: y0 + (y1 - y0) * t }, rect),
  );
}

const isInside = ({ x, y }: { x: number; y: number }, rect: Rect): boolean =>
  x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;
