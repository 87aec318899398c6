// QK and OV circuits against matrices of the whole vocabulary that are computed directly, on models of all parts; heads whose score is known.

import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import {
  circuitFactors,
  eigenvalueScore,
  largestEntries,
  randomScore,
} from '../../../src/lenses/attention/head-circuits/head-circuits.ts';
import { modelViews } from '../../../src/model/architecture/architecture.ts';
import { headWidth } from '../../../src/model/architecture/config.ts';
import { viewNumbers, type WeightView } from '../../../src/model/architecture/views/views.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { random } from '../../../src/shared/random.ts';
import { PART_CONFIGS, TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';

const executor = new ReferenceExecutor();
const at = { layer: 1, head: 1 };

describe.each([['GPT-2', TINY_CONFIG] as const, ...PART_CONFIGS])('%s', (_, config) => {
  const { values } = tinyModel(executor, config);
  const views = modelViews(config);
  const D = headWidth(config);
  const { C, V } = config;

  /** (V, V), entry by entry: x → centred x · gain, the head's matrix, and for OV the final norm and the unembedding. */
  function direct(kind: 'qk' | 'ov'): number[][] {
    const numbers = (view: WeightView) => viewNumbers(values, view);
    const { query, key, value, output } = views.head(at.layer, at.head);
    const norm = (x: number[], { gain, isCentred }: (typeof views)['finalNorm']) => {
      const mean = isCentred ? x.reduce((sum, each) => sum + each, 0) / C : 0;
      return x.map((each, c) => (each - mean) * numbers(gain)[c]);
    };
    const times = (x: number[], w: ArrayLike<number>, columns: number) =>
      Array.from({ length: columns }, (_, j) =>
        x.reduce((sum, each, i) => sum + each * w[i * columns + j], 0),
      );
    const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);
    const rows = (view: WeightView) =>
      Array.from({ length: V }, (_, r) => Array.from(numbers(view).slice(r * C, (r + 1) * C)));
    const read = rows(views.embedding).map((x) => norm(x, views.norm(at.layer, 0)));
    if (kind === 'qk') {
      const q = read.map((x) => times(x, numbers(query.weight), D));
      const k = read.map((x) => times(x, numbers(key.weight), D));
      return q.map((one) => k.map((other) => dot(one, other) / Math.sqrt(D)));
    }
    const unembedding = rows(views.unembedding);
    return read
      .map((x) => norm(times(times(x, numbers(value.weight), D), numbers(output), C), views.finalNorm))
      .map((x) => unembedding.map((row) => dot(x, row)));
  }

  it.each(['qk', 'ov'] as const)(
    '%s has the largest entries and the eigenvalues of the whole matrix',
    async (kind) => {
      const [left, right] = circuitFactors(config, values, at, V)[kind];
      const matrix = direct(kind);
      const { pairs, ownFirst } = await runToCompletion(largestEntries(left, right, 5));
      const all = matrix.flatMap((row, from) => row.map((value, to) => ({ from, to, value })));
      const expected = all.sort((a, b) => b.value - a.value).slice(0, 5);
      pairs.forEach(({ from, to, value }, i) => {
        expect(value).toBeCloseTo(expected[i].value, 5);
        expect(matrix[from][to]).toBeCloseTo(value, 5);
      });
      const own = matrix.filter((row, r) => row.every((value, c) => c === r || value < row[r])).length;
      expect(ownFirst).toBeCloseTo(own / V, 10);
      const { realEigenvalues: re, imaginaryEigenvalues: im } = new EigenvalueDecomposition(
        new Matrix(matrix),
      );
      const sum = re.reduce((total, x) => total + x, 0);
      const size = re.reduce((total, x, i) => total + Math.hypot(x, im[i]), 0);
      expect(eigenvalueScore(left, right)).toBeCloseTo(sum / size, 3);
    },
  );
});

it('a head that copies scores 1, one that takes away −1; random heads lie between, around 0', () => {
  const stream = random(1, 'head circuits test');
  const [N, C, D] = [40, 16, 4];
  const table = Matrix.from1DArray(
    N,
    C,
    Array.from({ length: N * C }, () => stream.normal()),
  );
  const some = table.mmul(
    Matrix.from1DArray(
      C,
      D,
      Array.from({ length: C * D }, () => stream.normal()),
    ),
  );
  expect(eigenvalueScore(some, some)).toBeCloseTo(1, 6);
  expect(eigenvalueScore(some, Matrix.mul(some, -1))).toBeCloseTo(-1, 6);
  const between = table.transpose().mmul(table);
  const scores = Array.from({ length: 200 }, () => randomScore(between, D, stream));
  const mean = scores.reduce((sum, x) => sum + x, 0) / scores.length;
  expect(Math.abs(mean)).toBeLessThan(0.2);
  expect(Math.max(...scores)).toBeLessThanOrEqual(1 + 1e-9);
});
