import { describe, expect, it } from 'vitest';
import { formulaInput } from '../../../../src/ui/course/06-attention/scene-inputs.ts';
import { type FormulaInput, FormulaScene } from '../../../../src/ui/scenes/formula/formula-scene.ts';
import { LETTERS, TIMES } from '../../../../src/ui/scenes/formula/letters.ts';
import type { HeadTraceResult } from '../../../../src/workers/rpc/api/lab-api.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const SQUARE = { width: 760, height: 690, textScale: 1 };
const D = 32;

/** As the engine computes it. */
function traceOf(words: readonly string[], query: number): HeadTraceResult {
  const T = words.length;
  const numbers = (seed: number) => Float32Array.from({ length: T * D }, (_, i) => Math.sin(seed * (i + 1)));
  const [q, k, v] = [numbers(0.9), numbers(1.7), numbers(2.3)];
  const scores = new Float32Array(T * T);
  const pattern = new Float32Array(T * T);
  for (let i = 0; i < T; i++) {
    for (let j = 0; j < T; j++)
      for (let d = 0; d < D; d++) scores[i * T + j] += (q[i * D + d] * k[j * D + d]) / Math.sqrt(D);
    const powers = Array.from({ length: i + 1 }, (_, j) => Math.exp(scores[i * T + j]));
    const sum = powers.reduce((all, each) => all + each, 0);
    pattern.set(
      powers.map((each) => each / sum),
      i * T,
    );
  }
  const tokens = words.map((text, id) => ({ id, text }));
  return { tokens, query, q, k, v, scores, pattern } as Partial<HeadTraceResult> as HeadTraceResult;
}

const WORDS = ['a', 'fluffy', 'blue', 'creature', 'roamed', 'the', 'verdant'];
const [T, QUERY] = [WORDS.length, 3];
const TRACE = traceOf(WORDS, QUERY);
const INPUT = formulaInput(TRACE);
const marksOf = (input: Partial<FormulaInput> = INPUT, viewport = SQUARE, t = Number.POSITIVE_INFINITY) =>
  new FormulaScene().layout(input, viewport, t) ?? [];
const markOf = (key: string, input: Partial<FormulaInput> = INPUT) =>
  marksOf(input).find((mark) => mark.key === key);

describe('the attention formula', () => {
  it('has the weights of each column, which add up to 1', () => {
    for (let query = 0; query < T; query++) {
      const column = WORDS.map((_, key) => markOf(`dot-${query}-${key}`)?.value ?? 0);
      expect(column.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
    }
    expect(markOf(`dot-${QUERY}-2`)?.value).toBeCloseTo(TRACE.pattern[QUERY * T + 2], 6);
  });

  it('shows products, and scores as the products over √D', () => {
    const product = markOf('dot-3-2', { ...INPUT, lit: 'product' })?.value ?? 0;
    const score = markOf('dot-3-2', { ...INPUT, lit: 'root' })?.value ?? 0;
    const [q, k] = [TRACE.q, TRACE.k].map((rows, i) => rows.subarray((3 - i) * D, (4 - i) * D));
    expect(product).toBeCloseTo(
      q.reduce((sum, x, d) => sum + x * k[d], 0),
      4,
    );
    expect(product / score).toBeCloseTo(Math.sqrt(D), 4);
  });

  it('adds up values by weight', () => {
    const sum = Array.from({ length: D }, (_, d) =>
      WORDS.reduce((all, _, key) => all + TRACE.pattern[QUERY * T + key] * TRACE.v[key * D + d], 0),
    );
    expect(markOf('output-3')?.value).toBeCloseTo(Math.hypot(...sum), 4);
  });

  it('lights the patches of a letter that is pressed, until it is pressed again', () => {
    const scene = new FormulaScene().show(INPUT);
    const find = (key: string) =>
      scene.layout(scene.input, SQUARE, Number.POSITIVE_INFINITY)?.find((mark) => mark.key === key);
    find('letter-K')?.press?.();
    expect(find('key-0')?.shape.alpha).toBe(1);
    expect(find('query-0')?.shape.alpha).toBeLessThan(0.3);
    expect(find('value-0')?.shape.alpha).toBe(0);
    find('letter-K')?.press?.();
    expect(find('value-0')?.shape.alpha).toBe(1);
  });

  it('comes to each letter in the order of the computation', () => {
    const seen = LETTERS.map((letter) => {
      const marks = marksOf(INPUT, SQUARE, TIMES[letter] + 0.8);
      const isSeen = (key: string) => (marks.find((mark) => mark.key === key)?.shape.alpha ?? 1) > 0.1;
      return ['query-0', 'key-0', 'dot-3-0', 'value-0'].filter(isSeen);
    });
    expect(seen[0]).toEqual(['query-0']);
    expect(seen[1]).toEqual(['query-0', 'key-0']);
    expect(seen[2]).toContain('dot-3-0');
    expect(seen[5]).toContain('value-0');
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    const long = Array.from({ length: 40 }, (_, i) => `word${i}`);
    for (const input of [INPUT, formulaInput(traceOf(long, 30)), formulaInput(traceOf(['Once'], 0))])
      for (const lit of [undefined, ...LETTERS])
        expect(complaints(marksOf({ ...input, lit }, viewport), viewport)).toEqual([]);
  });

  it('fills the picture', () => {
    expect(shareOf(marksOf(), ({ key }) => key.startsWith('dot'), SQUARE)).toBeGreaterThan(0.2);
  });
});
