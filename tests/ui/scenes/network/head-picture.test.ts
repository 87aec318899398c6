// A head painted in Node: names at the keys, numbers in one column, and what is masked stays empty.
import { describe, expect, it } from 'vitest';
import { poseOf } from '../../../../src/ui/scenes/network/camera/pose.ts';
import { HEAD_STEPS, type HeadStep, type Shot } from '../../../../src/ui/scenes/network/camera/shot.ts';
import { headPainting, paintHeadLines } from '../../../../src/ui/scenes/network/painting/paint-head.ts';
import {
  paintCrossings,
  paintPercentBar,
} from '../../../../src/ui/scenes/network/painting/paint-head-grid.ts';
import { paintHeadWords } from '../../../../src/ui/scenes/network/painting/paint-head-words.ts';
import type { Picture } from '../../../../src/ui/scenes/network/painting/picture.ts';
import { layoutFrame, type Viewport } from '../../../../src/ui/scenes/network/scene/frame.ts';
import { networkShape } from '../../../../src/ui/scenes/network/scene/network-shape.ts';
import { project } from '../../../../src/ui/scenes/network/scene/projection.ts';
import { headActivations } from '../../../../src/ui/scenes/network/values/network-query.ts';
import { Brush } from '../../../../src/ui/stage/brush.ts';
import type { Palette } from '../../../../src/ui/stage/palette.ts';
import { type Mark, recordedCanvas } from '../../../support/course/recorded-canvas.ts';
import { CONFIGS } from './configs.ts';

const LABELS = ['a', 'fluffy', 'blue', 'creature', 'roamed', 'the', 'verdant'];
const T = LABELS.length;
const CREATURE = 3;
const SQUARE = { width: 690, height: 680 };
const PHONE = { width: 390, height: 470 };
const PALETTE = new Proxy(
  {},
  { get: (_, name) => (name === 'head' ? () => 'head' : String(name)) },
) as Palette;

/** (query, key): creature's scores are 0.3, 0.3, 3.2 and −2.7. */
const SCORES = Float32Array.from({ length: T * T }, (_, at) =>
  Math.floor(at / T) === CREATURE ? [0.3, 0.3, 3.2, -2.7, -3.4, -1.7, -1.9][at % T] : (at % 5) - 2,
);
const PATTERN = Float32Array.from({ length: T * T }, (_, at) => {
  const [query, key] = [Math.floor(at / T), at % T];
  if (query === CREATURE) return [0.05, 0.05, 0.9, 0, 0, 0, 0][key];
  return key > query ? 0 : 1 / (query + 1);
});

/** @param spotlight whether the whole grid is spoken of */
function paint(
  step: HeadStep,
  {
    viewport = SQUARE,
    question,
    isWhole = false,
  }: { viewport?: Viewport; question?: string; isWhole?: boolean } = {},
) {
  const config = CONFIGS.middle;
  const target = { at: 'head', layer: 1, head: 2 } as const;
  const shape = networkShape(config);
  const frame = layoutFrame(shape, viewport, T);
  const { marks, context } = recordedCanvas();
  const pattern = new Float32Array(config.H * T * T);
  pattern.set(PATTERN, target.head * T * T);
  const shot: Shot = { target, ...(question && { question }) };
  const picture = {
    ...{ brush: new Brush(context, PALETTE, 'sans-serif', 1), labels: LABELS, shot, token: CREATURE },
    view: project(shape, frame, poseOf(target, shape, frame)),
    head: { ...target, names: headActivations(config, target.layer) },
    progress: { head: HEAD_STEPS.indexOf(step) + 1, mlp: 0 },
    values: {
      tokens: LABELS.map((text, id) => ({ id, text })),
      activations: { 'blocks.1.attn.hook_pattern': { shape: [config.H, T, T], data: pattern } },
      lenses: { 'head-trace': { scores: SCORES } },
    },
    ...(isWhole && { veil: { spotlight: 'grid', drawn: 1 } }),
  } as unknown as Picture;
  const painting = headPainting(picture);
  if (!painting) throw new Error('no head');
  paintHeadLines(painting);
  paintCrossings(painting);
  paintPercentBar(painting);
  paintHeadWords(painting);
  return { marks, texts: textsOf(marks), scene: painting.scene, view: picture.view };
}

const textsOf = (marks: readonly Mark[]) => marks.flatMap((mark) => (mark.kind === 'text' ? [mark] : []));
const numbersOf = (texts: ReturnType<typeof textsOf>) =>
  texts.map(({ text }) => text.replace('\u202f', ' ')).filter((text) => /[\d∞]/.test(text));
const middle = ({ rect }: { rect: { x: number; width: number } }) => rect.x + rect.width / 2;

describe.each([SQUARE, PHONE])('%o', (viewport) => {
  it.each(HEAD_STEPS)('has texts that can be read, within the picture, up to %s', (step) => {
    for (const question of [undefined, 'any adjectives before me?']) {
      const { texts } = paint(step, { viewport, question });
      for (const { text, rect } of texts) {
        expect(rect.height, text).toBeGreaterThanOrEqual(viewport === PHONE ? 12 : 14);
        expect(rect.x, text).toBeGreaterThanOrEqual(0);
        expect(rect.x + rect.width, text).toBeLessThanOrEqual(viewport.width);
        expect(rect.y + rect.height, text).toBeLessThanOrEqual(viewport.height);
      }
    }
  });

  it('names each key above it, on the diagonal', () => {
    const { texts, scene, view } = paint('keys', { viewport });
    LABELS.forEach((label, key) => {
      const name = texts.find(({ text }) => text === label);
      expect(name && middle(name)).toBeCloseTo(view.laneX(key), 0);
      expect(name && name.rect.y + name.rect.height).toBeLessThan(scene.row(key));
      expect(name?.rect.y).toBeGreaterThan(scene.row(key) - scene.rowHeight);
    });
  });
});

describe('numbers', () => {
  it('are those of the selected column, first scores, then percent', () => {
    expect(numbersOf(paint('keys').texts)).toEqual([]);
    expect(numbersOf(paint('scores').texts)).toEqual([
      '+0.3',
      '+0.3',
      '+3.2',
      '−2.7',
      '−3.4',
      '−1.7',
      '−1.9',
    ]);
    expect(numbersOf(paint('mask').texts)).toEqual(['+0.3', '+0.3', '+3.2', '−2.7', '−∞', '−∞', '−∞']);
    expect(numbersOf(paint('pattern').texts)).toEqual(['5.0 %', '5.0 %', '90 %', '0.0 %', '100 %']);
  });

  it('stand right of the dots, below the diagonal left of them', () => {
    const { texts, scene } = paint('scores');
    const numbers = texts.filter(({ text }) => /\d/.test(text));
    numbers.forEach((number, key) => {
      const side = key <= CREATURE ? 1 : -1;
      expect(Math.sign(middle(number) - scene.column(CREATURE))).toBe(side);
    });
  });

  it('are left out where the whole grid is spoken of', () => {
    expect(numbersOf(paint('scores', { isWhole: true }).texts)).toEqual([]);
    expect(numbersOf(paint('pattern', { isWhole: true }).texts)).toEqual([]);
  });
});

it('negative scores are rings, and masked pairs are empty', () => {
  const ringsOf = (step: HeadStep) => paint(step).marks.filter(({ kind }) => kind === 'ring').length;
  expect(ringsOf('scores')).toBe(SCORES.filter((score) => score < 0).length);
  expect(ringsOf('mask')).toBe(
    SCORES.filter((score, at) => score < 0 && at % T <= Math.floor(at / T)).length,
  );
  expect(ringsOf('pattern')).toBe(0);
  const { marks, scene } = paint('mask');
  const inGap = marks.flatMap((mark) =>
    mark.kind === 'disc' && mark.at[0] < scene.column(CREATURE) + 1 && mark.at[1] > scene.row(CREATURE) + 1
      ? [mark.colour]
      : [],
  );
  expect(new Set(inGap)).toEqual(new Set(['lineStrong']));
});

it('the query asks what the moment has it ask', () => {
  const asks = (question?: string) => paint('queries', { question }).texts.map(({ text }) => text);
  expect(asks('any adjectives before me?')).toContain('any adjectives before me?');
  expect(asks()).not.toContain('any adjectives before me?');
});
