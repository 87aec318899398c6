import { describe, expect, it } from 'vitest';
import { deltaInput } from '../../../../src/ui/course/06-attention/scene-inputs.ts';
import { type DeltaInput, DeltaScene } from '../../../../src/ui/scenes/delta/delta-scene.ts';
import type { HeadTraceResult } from '../../../../src/workers/rpc/api/lab-api.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const SQUARE = { width: 760, height: 690, textScale: 1 };
const C = 128;
const WORDS = ['A', 'fluffy', 'blue', 'and very kind', 'creature', 'roamed'];
const WEIGHTS = [0.01, 0.42, 0.51, 0.02, 0.04, 0];
const QUERY = 4;
const numbersOf = (seed: number, length: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin(seed * (i + 1)));
const numbers = (seed: number) => numbersOf(seed, WORDS.length * C);

const values = numbers(1.7);
/** As the engine adds it. */
const CHANGE = Float32Array.from({ length: C }, (_, c) =>
  WEIGHTS.reduce((sum, weight, key) => sum + weight * values[key * C + c], 0),
);
const pattern = new Float32Array(WORDS.length ** 2);
pattern.set(WEIGHTS, QUERY * WORDS.length);
const headTrace = {
  ...{ tokens: WORDS.map((text, id) => ({ id, text })), query: QUERY },
  ...{ stream: numbers(0.9), pattern, values },
} as Partial<HeadTraceResult> as HeadTraceResult;
const LETTERS = 'abcdefghij';
const VOCABULARY = Array.from(
  { length: 600 },
  (_, id) => `w${LETTERS[id % 10]}${LETTERS[Math.floor(id / 10) % 10]}${LETTERS[Math.floor(id / 100)]}`,
);
const unembedding = { shape: [VOCABULARY.length, C], data: numbersOf(2.9, VOCABULARY.length * C) };
const request = { layer: 1, head: 2, run: { vocabulary: VOCABULARY } };
const context = { headTrace, request, lenses: { weights: { step: 0, tensor: unembedding } } };
const INPUT = deltaInput(context as unknown as Parameters<typeof deltaInput>[0]);

const marksOf = (input: Partial<DeltaInput> = INPUT, viewport = SQUARE, t = Number.POSITIVE_INFINITY) =>
  new DeltaScene().layout(input, viewport, t) ?? [];
const cellsOf = (key: string, input = INPUT) => {
  const shape = marksOf(input).find((mark) => mark.key === key)?.shape;
  return shape?.kind === 'cells' ? shape : undefined;
};
const close = (actual: ArrayLike<number> = [], expected: ArrayLike<number> = []) => {
  expect(actual.length).toBe(expected.length);
  Array.from(actual).forEach((x, i) => {
    expect(x).toBeCloseTo(expected[i], 5);
  });
};

describe('the weighted sum of values', () => {
  it('has strips, as opaque as their weights, that add up to the head’s output', () => {
    const strips = INPUT.parts.map((_, i) => cellsOf(`value-${i}`));
    const sum = CHANGE.map((_, c) =>
      strips.reduce((total, strip) => total + (strip?.alpha ?? 0) * (strip?.values[c] ?? 0), 0),
    );
    close(sum, CHANGE);
    close(cellsOf('change')?.values, CHANGE);
  });

  it('adds it to E', () => {
    const before = headTrace.stream.subarray(QUERY * C, (QUERY + 1) * C);
    close(cellsOf('before')?.values, before);
    close(
      cellsOf('after')?.values,
      before.map((x, c) => x + CHANGE[c]),
    );
  });

  it('shows words with noticeable weights, and the others as one', () => {
    expect(INPUT.parts.map(({ name }) => name)).toEqual(['fluffy', 'blue', 'the rest']);
  });

  it('leaves out a value that is pressed, until it is pressed again', () => {
    const scene = new DeltaScene().show(INPUT);
    const press = () =>
      scene
        .layout(scene.input, SQUARE, Number.POSITIVE_INFINITY)
        ?.find(({ isAct }) => isAct)
        ?.press?.();
    press();
    const blue = values.subarray(2 * C, 3 * C);
    close(
      cellsOf('change', scene.input as DeltaInput)?.values,
      CHANGE.map((x, c) => x - WEIGHTS[2] * blue[c]),
    );
    press();
    close(cellsOf('change', scene.input as DeltaInput)?.values, CHANGE);
  });

  it('names E′ by the words that it takes in', () => {
    const text = marksOf().find(({ key }) => key === 'after-word')?.shape;
    expect(text?.kind === 'text' && text.text).toBe('fluffy blue creature');
  });

  it('points E′ to the words that its two largest parts raise', () => {
    const { plane, parts } = INPUT;
    expect(plane?.names).toEqual(['blue', 'fluffy']);
    expect(plane?.change[0]).toBeCloseTo(0, 4);
    const blue = parts.find(({ name }) => name === 'blue')?.value ?? new Float32Array();
    const raised = (id: number) => blue.reduce((sum, x, c) => sum + x * unembedding.data[id * C + c], 0);
    const best = VOCABULARY.map((_, id) => id).toSorted((a, b) => raised(b) - raised(a))[0];
    const named = plane?.words.filter(({ isNamed }) => isNamed).map(({ text }) => text);
    expect(named).toContain(VOCABULARY[best]);
    const length = Math.hypot(...(plane?.first ?? []));
    expect(length).toBeCloseTo(0.51 * Math.hypot(...blue), 4);
  });

  it('keeps its plane while nothing changes', () => {
    expect(deltaInput({ ...context } as unknown as Parameters<typeof deltaInput>[0]).plane).toBe(INPUT.plane);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    const leftOut = { of: INPUT.parts, part: INPUT.parts[1] };
    for (const input of [INPUT, { ...INPUT, leftOut }, { ...INPUT, plane: undefined }])
      expect(complaints(marksOf(input, viewport), viewport)).toEqual([]);
  });

  it('fills the picture with vectors, and words', () => {
    expect(shareOf(marksOf(), ({ shape }) => shape.kind === 'cells', SQUARE)).toBeGreaterThan(0.3);
    expect(shareOf(marksOf(), ({ key }) => key.startsWith('word-dot'), SQUARE)).toBeGreaterThan(0.12);
  });

  it('begins without them', () => {
    const start = marksOf(INPUT, SQUARE, 0).filter(({ shape }) => shape.kind === 'cells');
    expect(start.map(({ shape: { alpha } }) => alpha)).toEqual(start.map(() => 0));
  });
});
