// The average cost (chapter 2, 4:18): a hundred images, each with its cost as a square, which pour into one mean.

import { msg, str } from '@lit/localize';
import { formatFixed, formatInteger } from '../../format/numbers.ts';
import { mix, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { mixShapes } from '../../stage/marks/shape.ts';
import { arriving, moving, steady } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface CostsInput {
  /** 784 pixels each, with label and cost. */
  readonly images: readonly Float32Array[];
  readonly labels: readonly number[];
  readonly costs: ArrayLike<number>;
  readonly mean: number;
  readonly step: number;
  /** Index of the image that is looked at; undefined for a typical one. */
  readonly picked: number | undefined;
  readonly pickEvent: (image: number) => Event;
}

/** The cost that fills a cell of the grid and the height of the tank; the same for every network. */
export const FULL_COST = 4;
/** Seconds: squares leave one by one and fly, the level comes to rest, the mean is read. */
const TIMES = { start: 0.6, apart: 0.018, flight: 1.1, level: 3.6, rest: 5.8, end: 6.4 };
/** Width of an image with its square in its height. */
const CELL_ASPECT = 1.85;

export class CostsScene extends MarkScene<CostsInput> {
  readonly name = 'costs';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Costs of images, and their mean'), msg('image'), msg('cost')] as const;

  protected override isAnother(input: Partial<CostsInput>, before: Partial<CostsInput>): boolean {
    return input.costs !== before.costs;
  }

  override summary({ costs, mean, step }: Partial<CostsInput>): string {
    if (!costs || mean === undefined || step === undefined) return msg('Loading …');
    const [least, most] = [Math.min(...Array.from(costs)), Math.max(...Array.from(costs))];
    return msg(
      str`${costs.length} training images cost ${formatFixed(least, 2)} to ${formatFixed(most, 2)}, ${formatFixed(mean, 2)} on average, at step ${formatInteger(step)}.`,
    );
  }

  override layout(input: Partial<CostsInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { images, labels, costs, mean, pickEvent } = input;
    if (!images || !labels || !costs || mean === undefined || !pickEvent) return undefined;
    const space = spaceOf(viewport, images.length);
    const picked = input.picked ?? typicalOf(costs, mean);
    const pick = (image: number) => this.dispatch(pickEvent(image));
    return [
      ...images.flatMap((pixels, i) =>
        image(space, { i, pixels, label: labels[i], cost: costs[i], picked }, pick),
      ),
      ...images.map((_, i) => poured(space, { i, cost: costs[i], mean }, t)),
      ...level(space, mean, picked < images.length / 2, arriving(t, TIMES.rest - 0.6, TIMES.end)),
      ...pickedCost(space, picked, costs[picked], arriving(t, TIMES.rest, TIMES.end)),
    ];
  }
}

/** The image whose cost is nearest to the mean. */
function typicalOf(costs: ArrayLike<number>, mean: number): number {
  const distances = Array.from(costs, (cost) => Math.abs(cost - mean));
  return distances.indexOf(Math.min(...distances));
}

interface Space {
  readonly size: number;
  readonly em: number;
  readonly tank: Rect;
  /** Of an image, and of its cost at its size. */
  imageAt(i: number): Rect;
  squareAt(i: number, cost: number): Rect;
  barAt(i: number, cost: number): Rect;
  /** Of a cost in the tank. */
  y(cost: number): number;
}

function spaceOf({ width, height, textScale }: Viewport, count: number): Space {
  const size = width < 620 * textScale ? 12 : 16;
  const em = size * textScale;
  const room = { width: width - 2 * em, height: 0.66 * height };
  const columns = Math.ceil(Math.sqrt((count * room.width) / room.height / CELL_ASPECT));
  const rows = Math.ceil(count / columns);
  const side = 0.86 * Math.min(room.width / columns / CELL_ASPECT, (room.height - em) / rows);
  const pitch = { x: room.width / columns, y: (room.height - em) / rows };
  const imageAt = (i: number) => ({
    x: em + (i % columns) * pitch.x,
    y: 0.5 * em + Math.floor(i / columns) * pitch.y,
    ...{ width: side, height: side },
  });
  const tank = {
    x: em,
    y: room.height + 0.5 * em,
    width: room.width,
    height: height - room.height - 1.5 * em,
  };
  const y = (cost: number) => tank.y + tank.height * (1 - cost / FULL_COST);
  return {
    ...{ size, em, tank, imageAt, y },
    squareAt(i, cost) {
      const { x, y, width } = imageAt(i);
      const own = Math.min(1, Math.sqrt(cost / FULL_COST)) * Math.min(side, pitch.x - side - 4);
      const middle = x + width + (pitch.x - side) / 2;
      return { x: middle - own / 2, y: y + side / 2 - own / 2, width: own, height: own };
    },
    barAt(i, cost) {
      const bar = tank.width / count;
      return { x: tank.x + i * bar, y: y(cost), width: bar, height: tank.y + tank.height - y(cost) };
    },
  };
}

interface ImageOfMany {
  readonly i: number;
  readonly pixels: Float32Array;
  readonly label: number;
  readonly cost: number;
  readonly picked: number;
}

/** An image and an empty square as large as its cost. */
function image(
  space: Space,
  { i, pixels, label, cost, picked }: ImageOfMany,
  pick: (i: number) => void,
): Mark[] {
  const rect = space.imageAt(i);
  const square = space.squareAt(i, cost);
  const isPicked = i === picked;
  return [
    {
      ...{ key: `image-${i}`, name: msg(str`image ${i}, a ${label}`), value: cost, isAct: isPicked },
      ...{ format: (each) => formatFixed(each, 2), press: () => pick(i) },
      shape: { kind: 'cells', ...rect, columns: 28, values: pixels, most: 1, isGrey: true },
    },
    {
      key: `cost-${i}`,
      shape: { kind: 'box', ...square, radius: 2, stroke: 'negative', lineWidth: 1, alpha: 0.7 },
    },
    ...(isPicked
      ? [
          {
            key: 'frame',
            shape: { kind: 'box', ...rect, radius: 2, stroke: 'highlight', lineWidth: 2 },
          } as const,
        ]
      : []),
  ];
}

/** A square becomes a bar of the tank, then all bars are as high as their mean. */
function poured(space: Space, { i, cost, mean }: { i: number; cost: number; mean: number }, t: number): Mark {
  const left = TIMES.start + i * TIMES.apart;
  const look = { kind: 'box', fill: 'negative' } as const;
  const square = { ...look, ...space.squareAt(i, cost) };
  const flown = mixShapes(square, { ...look, ...space.barAt(i, cost) }, moving(t, left, left + TIMES.flight));
  const swing = swingOf(steady(t, TIMES.level, TIMES.rest));
  const bar = space.barAt(i, mix(cost, mean, swing));
  // No line between bars of one level.
  const shape = t < TIMES.level ? flown : { ...look, ...bar, width: bar.width + 0.5 };
  return { key: `bar-${i}`, shape: { ...shape, alpha: t < left ? 0.55 : 0.9 } };
}

/** From 0 to 1, past it and back, as a liquid. */
const swingOf = (share: number): number =>
  share >= 1 ? 1 : 1 - Math.cos(5 * Math.PI * share) * (1 - share) ** 2;

/** @param isRight whether its name is at the right end */
function level({ tank, em, size, y }: Space, mean: number, isRight: boolean, alpha: number): Mark[] {
  const at = y(mean);
  const line = { kind: 'line', points: [tank.x, at, tank.x + tank.width, at], lineWidth: 3 } as const;
  return [
    {
      key: 'floor',
      shape: {
        ...line,
        points: [tank.x, y(0), tank.x + tank.width, y(0)],
        stroke: 'lineStrong',
        lineWidth: 2,
      },
    },
    {
      ...{ key: 'mean', name: msg('mean cost'), value: mean, format: (each) => formatFixed(each, 2) },
      shape: { ...line, stroke: 'highlight', alpha },
    },
    {
      key: 'mean-name',
      shape: {
        ...{
          kind: 'text',
          x: isRight ? tank.x + tank.width : tank.x,
          align: isRight ? 'right' : 'left',
          y: at - 1.3 * em,
          text: msg(str`mean ${formatFixed(mean, 2)}`),
          alpha,
        },
        ...{ size: size > 12 ? 30 : 16, isBold: true, fill: 'highlight', hasHalo: true },
      },
    },
  ];
}

/** The share of one image: more or less than the mean. */
function pickedCost({ barAt, tank, em, size }: Space, picked: number, cost: number, alpha: number): Mark[] {
  const bar = barAt(picked, cost);
  const isRight = bar.x > tank.x + tank.width / 2;
  return [
    {
      key: 'share',
      shape: { kind: 'box', ...bar, width: Math.max(6, bar.width), stroke: 'highlight', lineWidth: 2, alpha },
    },
    {
      key: 'share-name',
      shape: {
        ...{
          kind: 'text',
          x: bar.x + (isRight ? -0.5 : 1.2) * em,
          y: tank.y + tank.height - em,
          size: size + 2,
        },
        ...{
          text: formatFixed(cost, 2),
          align: isRight ? 'right' : 'left',
          isBold: true,
          hasHalo: true,
          alpha,
        },
      },
    },
  ];
}
