import { describe, expect, it } from 'vitest';
import { deltaInput } from '../../../../src/ui/course/06-attention/scene-inputs.ts';
import { type DeltaInput, DeltaScene } from '../../../../src/ui/scenes/delta/delta-scene.ts';
import type { HeadTraceResult } from '../../../../src/workers/rpc/api/lab-api.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const C = 128;
const WORDS = ['A', 'fluffy', 'blue', 'and very kind', 'creature', 'roamed'];
const WEIGHTS = [0.01, 0.42, 0.51, 0.02, 0.04, 0];
const QUERY = 4;
const numbers = (seed: number) =>
  Float32Array.from({ length: WORDS.length * C }, (_, i) => Math.sin(seed * (i + 1)));

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
const request = { layer: 1, head: 2 } as Parameters<typeof deltaInput>[0]['request'];
const INPUT = deltaInput({ headTrace, request });

const marksOf = (input: Partial<DeltaInput> = INPUT, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
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
    expect(INPUT.parts.map(({ name }) => name)).toEqual(['fluffy', 'blue', 'creature', 'the rest']);
  });

  it('leaves out a value that is pressed, until it is pressed again', () => {
    const scene = new DeltaScene().show(INPUT);
    const press = () =>
      scene
        .layout(scene.input, WIDE, Number.POSITIVE_INFINITY)
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

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    expect(complaints(marksOf(INPUT, viewport), viewport)).toEqual([]);
    const leftOut = { of: INPUT.parts, part: INPUT.parts[1] };
    expect(complaints(marksOf({ ...INPUT, leftOut }, viewport), viewport)).toEqual([]);
  });

  it('fills the stage with the vectors', () => {
    expect(shareOf(marksOf(), ({ shape }) => shape.kind === 'cells', WIDE)).toBeGreaterThan(0.4);
  });

  it('begins without them', () => {
    const start = marksOf(INPUT, WIDE, 0).filter(({ shape }) => shape.kind === 'cells');
    expect(start.map(({ shape: { alpha } }) => alpha)).toEqual(start.map(() => 0));
  });
});
