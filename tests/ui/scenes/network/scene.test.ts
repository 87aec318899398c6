// Places of the picture: complete, within the canvas, without overlap, for every kind of model and length of prompt.

import { describe, expect, it } from 'vitest';
import { poseOf } from '../../../../src/ui/scenes/network/camera/pose.ts';
import {
  HEAD_STEPS,
  OVERVIEW,
  type Spotlight,
  type Target,
} from '../../../../src/ui/scenes/network/camera/shot.ts';
import { railStops } from '../../../../src/ui/scenes/network/rail.ts';
import { layoutFrame, stackTops, type Viewport } from '../../../../src/ui/scenes/network/scene/frame.ts';
import { type Item, subjectKey } from '../../../../src/ui/scenes/network/scene/items.ts';
import { networkShape, patchGrid } from '../../../../src/ui/scenes/network/scene/network-shape.ts';
import { project } from '../../../../src/ui/scenes/network/scene/projection.ts';
import { sceneItems } from '../../../../src/ui/scenes/network/scene/scene.ts';
import { veils } from '../../../../src/ui/scenes/network/scene/veils.ts';
import { headActivations } from '../../../../src/ui/scenes/network/values/network-query.ts';
import { hitTest } from '../../../../src/ui/stage/node.ts';
import type { ModelConfig } from '../../../../src/workers/rpc/api/lab-api.ts';
import { CONFIGS } from './configs.ts';

const DESKTOP = { width: 1440, height: 640 };
const PHONE = { width: 390, height: 560 };
/** The whole height beside a video, and below it. */
const SQUARE = { width: 690, height: 680 };
const SMALL_PHONE = { width: 390, height: 470 };
/** Beside a video. */
const LOW = { width: 980, height: 470 };

/** @param progress how far a head is drawn, in steps */
function itemsOf(
  config: ModelConfig,
  target: Target,
  tokens: number,
  viewport: Viewport = DESKTOP,
  progress: number = HEAD_STEPS.length,
): Item[] {
  const shape = networkShape(config);
  const frame = layoutFrame(shape, viewport, tokens);
  const view = project(shape, frame, poseOf(target, shape, frame));
  return sceneItems({
    ...{ view, tokens, bars: 5, hasGuesses: true },
    ...(target.at === 'head' && {
      head: { ...target, names: headActivations(config, target.layer), progress },
    }),
    ...(target.at === 'mlp' && { mlp: { ...target, neurons: [0, 5, 17] } }),
  });
}

/** Pairs of items that cover each other by more than a pixel. */
function overlaps(items: readonly Item[]): string[] {
  const found: string[] = [];
  for (const [i, a] of items.entries()) {
    for (const b of items.slice(i + 1)) {
      const across =
        Math.min(a.rect.x + a.rect.width, b.rect.x + b.rect.width) - Math.max(a.rect.x, b.rect.x);
      const down =
        Math.min(a.rect.y + a.rect.height, b.rect.y + b.rect.height) - Math.max(a.rect.y, b.rect.y);
      if (across > 1 && down > 1) found.push(`${subjectKey(a.subject)} and ${subjectKey(b.subject)}`);
    }
  }
  return found;
}

const kinds = (items: readonly Item[], kind: Item['subject']['kind']) =>
  items.filter(({ subject }) => subject.kind === kind);

describe.each(Object.entries(CONFIGS))('%s', (_, config) => {
  it.each([DESKTOP, PHONE])('has stops of the axis without overlap', (viewport) => {
    const shape = networkShape(config);
    const frame = layoutFrame(shape, viewport, 6);
    const stops = railStops(shape, frame, stackTops(frame.heights), {
      shot: OVERVIEW,
      isTouch: viewport === PHONE,
    });
    expect(stops.map(({ name }) => name)).toContain('Block 1');
    stops.slice(1).forEach(({ y }, i) => {
      expect(y).toBeGreaterThanOrEqual(stops[i].y + stops[i].height);
    });
  });

  it.each([DESKTOP, PHONE, LOW])(
    'plain, it has a large prediction right of all else, and no grids',
    (viewport) => {
      const items = itemsOf(config, { at: 'network' }, 6, { ...viewport, isPlain: true });
      const predictions = kinds(items, 'prediction');
      const others = items.filter(({ subject }) => subject.kind !== 'prediction');
      expect(predictions).toHaveLength(4);
      expect(overlaps(predictions)).toEqual([]);
      expect([...kinds(items, 'pattern'), ...kinds(items, 'guess')]).toEqual([]);
      const right = Math.max(...others.map(({ rect }) => rect.x + rect.width));
      for (const { rect } of predictions) {
        expect(rect.x).toBeGreaterThan(right);
        expect(rect.y + rect.height).toBeLessThanOrEqual(viewport.height);
      }
    },
  );

  it.each([1, 2, 6, 16, 64])('shows the whole network over %i tokens without overlap', (tokens) => {
    const items = itemsOf(config, { at: 'network' }, tokens);
    const shape = networkShape(config);
    expect(overlaps(items)).toEqual([]);
    expect(kinds(items, 'token')).toHaveLength(tokens);
    expect(kinds(items, 'neurons')).toHaveLength(config.mlpWidth > 0 ? tokens * config.L : 0);
    expect(kinds(items, 'pattern')).toHaveLength(config.L * config.H);
    for (const { name } of shape.stages)
      expect(items.filter(({ subject }) => subject.kind === 'vector' && subject.name === name)).toHaveLength(
        tokens,
      );
    for (const { rect } of items) {
      expect(rect.x + rect.width).toBeLessThanOrEqual(DESKTOP.width + 1);
      expect(rect.y + rect.height).toBeLessThanOrEqual(DESKTOP.height + 1);
    }
  });

  it.each([1, 6, 12, 64])(
    'shows the whole network on a low canvas over %i tokens without overlap',
    (tokens) => {
      expect(overlaps(itemsOf(config, { at: 'network' }, tokens, LOW))).toEqual([]);
      const head = itemsOf(config, { at: 'head', layer: 1, head: 1 }, Math.min(tokens, 12), LOW);
      expect(overlaps(head.filter(({ subject }) => subject.kind !== 'token'))).toEqual([]);
    },
  );

  it('shows the end of a prompt that is wider than the canvas', () => {
    const items = kinds(itemsOf(config, { at: 'network' }, 64, PHONE), 'token');
    const last = items.find(({ subject }) => subject.kind === 'token' && subject.token === 63);
    expect(last?.rect.x).toBeLessThan(PHONE.width - 10);
  });

  it('shows the whole network on a phone without overlap', () => {
    expect(overlaps(itemsOf(config, { at: 'network' }, 6, PHONE))).toEqual([]);
  });

  it.each([2, 6, 16])('draws a head apart over %i tokens without overlap', (tokens) => {
    const items = itemsOf(config, { at: 'head', layer: 1, head: 1 }, tokens);
    expect(kinds(items, 'weight')).toHaveLength((tokens * (tokens + 1)) / 2);
    expect(kinds(items, 'head-vector').length).toBeGreaterThanOrEqual(4 * tokens);
    expect(kinds(items, 'head-output')).toHaveLength(tokens);
    expect(overlaps(items.filter(({ subject }) => subject.kind !== 'token'))).toEqual([]);
  });

  it.each([SQUARE, SMALL_PHONE])('draws a head apart step by step without overlap', (viewport) => {
    HEAD_STEPS.forEach((_, step) => {
      const items = itemsOf(config, { at: 'head', layer: 1, head: 1 }, 7, viewport, step + 1);
      expect(overlaps(items.filter(({ subject }) => subject.kind !== 'token'))).toEqual([]);
    });
  });

  it('unfolds the attention of a block without overlap', () => {
    expect(overlaps(itemsOf(config, { at: 'block', layer: 1 }, 6))).toEqual([]);
  });
});

it('shows rows, points and columns of neurons at one token', () => {
  const items = itemsOf(CONFIGS.middle, { at: 'mlp', layer: 0, token: 2 }, 6);
  for (const kind of ['neuron-input', 'neuron', 'neuron-output'] as const)
    expect(kinds(items, kind)).toHaveLength(3);
  expect(overlaps(kinds(items, 'neuron-input'))).toEqual([]);
  const field = kinds(items, 'neurons').find(({ subject }) => 'layer' in subject && subject.layer === 0);
  for (const { rect } of kinds(items, 'neuron')) {
    expect(rect.x + 8).toBeGreaterThan(field?.rect.x ?? Number.NaN);
    expect(rect.y + 8).toBeGreaterThan(field?.rect.y ?? Number.NaN);
  }
});

it('finds every item at its middle', () => {
  for (const target of [{ at: 'network' }, { at: 'head', layer: 0, head: 0 }] as const) {
    const items = itemsOf(CONFIGS.middle, target, 6);
    for (const { subject, rect } of items.filter(({ alpha = 1 }) => alpha > 0.5)) {
      const found = hitTest(items, rect.x + rect.width / 2, rect.y + rect.height / 2);
      expect(found && subjectKey(found.subject)).toBe(subjectKey(subject));
    }
  }
  expect(hitTest(itemsOf(CONFIGS.middle, { at: 'network' }, 6), 2, 2)).toBeUndefined();
});

it.each([
  [128, 16, 8],
  [64, 16, 4],
  [768, 48, 16],
  [32, 8, 4],
  [37, 9, 5],
])('shows %i numbers in %i columns and %i rows', (count, columns, rows) => {
  expect(patchGrid(count)).toEqual({ columns, rows });
});

it('dims what a shot does not speak of', () => {
  const shape = networkShape(CONFIGS.middle);
  const frame = layoutFrame(shape, DESKTOP, 6);
  const view = project(shape, frame, poseOf({ at: 'network' }, shape, frame));
  const items = itemsOf(CONFIGS.middle, { at: 'network' }, 6).filter(
    ({ subject }) => subject.kind !== 'token',
  );
  const dimmed = (spotlight: Spotlight) => {
    const rects = veils(view, spotlight);
    const isDim = ({ rect: { x, y, width, height } }: Item) =>
      rects.some(
        (veil) =>
          x + width / 2 > veil.x &&
          x + width / 2 < veil.x + veil.width &&
          y + height / 2 > veil.y &&
          y + height / 2 < veil.y + veil.height,
      );
    const kindsOf = (list: readonly Item[]) => new Set(list.map(({ subject }) => subject.kind));
    return { dim: kindsOf(items.filter(isDim)), bright: kindsOf(items.filter((item) => !isDim(item))) };
  };
  expect(dimmed('ends').dim).toEqual(new Set(['pattern', 'neurons', 'vector']));
  expect(dimmed('ends').bright).toEqual(new Set(['vector', 'guess', 'prediction']));
  expect(dimmed('mlps').bright).toEqual(new Set(['neurons', 'vector']));
  expect(dimmed('mlps').dim).toEqual(new Set(['pattern', 'vector', 'guess', 'prediction']));
  expect(dimmed('heads').dim).toEqual(new Set());
});
