import { describe, expect, it } from 'vitest';
import { headsInput } from '../../../../src/ui/course/06-attention/scene-inputs.ts';
import { type HeadsInput, HeadsScene, sumOf } from '../../../../src/ui/scenes/heads/heads-scene.ts';
import type { HeadTraceResult } from '../../../../src/workers/rpc/api/lab-api.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const SQUARE = { width: 760, height: 690, textScale: 1 };
const WORDS = ['A', 'fluffy', 'blue', 'creature', 'roamed'];
const [T, C, QUERY] = [WORDS.length, 128, 3];
const numbers = (seed: number, length: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin(seed * (i + 1)));

/** As the engine reads it, with as many heads. */
function contextOf(H: number): Parameters<typeof headsInput>[0] {
  const changes = Array.from({ length: H }, (_, head) => numbers(1.3 + head, C).map((x) => x / (head + 1)));
  const bias = numbers(0.4, C);
  const out = new Float32Array(T * C);
  out.set(
    bias.map((x, c) => x + changes.reduce((sum, change) => sum + change[c], 0)),
    QUERY * C,
  );
  const pattern = new Float32Array(H * T * T);
  for (let head = 0; head < H; head++) pattern[head * T * T + QUERY * T + (head % QUERY)] = 0.9;
  const headTrace = {
    ...{
      tokens: WORDS.map((text, id) => ({ id, text })),
      query: QUERY,
      stream: numbers(0.9, T * C),
      out,
      changes,
    },
    promoted: changes.map(() => [{ id: 1, text: 'sky', score: 3 }]),
  } as Partial<HeadTraceResult> as HeadTraceResult;
  const patterns = [{ shape: [H, T, T], data: pattern }];
  return { headTrace, headPatterns: [], patterns, request: { layer: 0, head: 0 } } as unknown as Parameters<
    typeof headsInput
  >[0];
}

const CONTEXT = contextOf(4);
const INPUT = headsInput(CONTEXT);
const marksOf = (input: Partial<HeadsInput> = INPUT, viewport = SQUARE, t = Number.POSITIVE_INFINITY) =>
  new HeadsScene().layout(input, viewport, t) ?? [];
const close = (actual: ArrayLike<number>, expected: ArrayLike<number>) =>
  expect(Math.max(...Array.from(actual, (x, i) => Math.abs(x - expected[i])))).toBeLessThan(1e-5);

describe('the sum of all heads', () => {
  it('is the stream after the attention: E, every change, and the bias', () => {
    const { stream, out } = CONTEXT.headTrace;
    const at = QUERY * C;
    close(
      sumOf(INPUT),
      stream.slice(at, at + C).map((x, c) => x + out[at + c]),
    );
  });

  it('has for each head the strength of its change and what the word attends to', () => {
    const changes = marksOf().filter(({ key }) => key.startsWith('change-'));
    changes.forEach(({ value }, head) => {
      expect(value).toBeCloseTo(Math.hypot(...CONTEXT.headTrace.changes[head]), 5);
    });
    expect(INPUT.heads.map(({ attended }) => attended.name)).toEqual(['A', 'fluffy', 'blue', 'A']);
  });

  it('shows a pattern as the film does: a column a query', () => {
    expect(INPUT.heads[1].pattern[1 * T + QUERY]).toBeCloseTo(0.9, 5);
  });

  it('is the same while the numbers are', () => {
    expect(headsInput({ ...CONTEXT })).toBe(INPUT);
  });

  it('leaves out heads that are pressed, until they are pressed again', () => {
    const scene = new HeadsScene().show(INPUT);
    const press = () =>
      scene
        .layout(scene.input, SQUARE, Number.POSITIVE_INFINITY)
        ?.find(({ key }) => key === 'change-1')
        ?.press?.();
    press();
    const without = sumOf(INPUT).map((x, c) => x - CONTEXT.headTrace.changes[1][c]);
    close(sumOf(scene.input as HeadsInput), without);
    press();
    close(sumOf(scene.input as HeadsInput), sumOf(INPUT));
  });

  it('has GPT-3’s 96 heads without a pattern', () => {
    const large = marksOf().filter(({ key }) => key.startsWith('large-') && key !== 'large-name');
    expect(large.map(({ shape }) => shape.kind)).toEqual(Array(96).fill('box'));
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const H of [1, 2, 4, 12, 16])
      expect(complaints(marksOf(headsInput(contextOf(H)), viewport), viewport)).toEqual([]);
  });

  it('fills the picture', () => {
    const isHead = ({ key }: { key: string }) => /^(pattern|change|before|after)/.test(key);
    expect(shareOf(marksOf(), isHead, SQUARE)).toBeGreaterThan(0.6);
  });

  it('begins without vectors', () => {
    const start = marksOf(INPUT, SQUARE, 0).filter(({ shape }) => shape.kind === 'cells');
    expect(start.map(({ shape: { alpha } }) => alpha)).toEqual(start.map(() => 0));
  });
});
