// The tuned lens: gradients against finite differences, and translators that bring each point of the stream nearer to the prediction.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { translate } from '../../../../src/model/training/auxiliary/translators.ts';
import { cholesky, solveCholesky } from '../../../../src/shared/cholesky.ts';
import { random } from '../../../../src/shared/random.ts';
import type { TransformerSession } from '../../../../src/workers/session/transformer/transformer-session.ts';
import { PART_CONFIGS, TINY_CONFIG, tinyModel } from '../../../support/model/tiny-model.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

const executor = new ReferenceExecutor();

describe.each([['GPT-2', TINY_CONFIG] as const, ...PART_CONFIGS])('%s', (_, config) => {
  it('derivatives of a function of the logits by the stream are those of finite differences', async () => {
    const { inspector, dispose } = tinyModel(executor, config);
    const stream = random(0, 'stream');
    const normals = (length: number) => Float32Array.from({ length }, () => stream.normal());
    const { C, V } = config;
    const x = normals(2 * C);
    const seeds = normals(2 * V);
    const value = async (data: Float32Array<ArrayBuffer>) => {
      const { data: logits } = await inspector.unembed({ shape: [1, 2, C], data });
      return logits.reduce((sum, logit, i) => sum + logit * seeds[i], 0);
    };
    const { shape, data } = await inspector.unembedGradient({ shape: [1, 2, C], data: x }, seeds);
    expect(shape).toEqual([1, 2, C]);
    for (const i of [0, C - 1, C + 2]) {
      const step = 1e-2;
      const at = (by: number) => value(x.with(i, x[i] + by) as Float32Array<ArrayBuffer>);
      const slope = ((await at(step)) - (await at(-step))) / (2 * step);
      expect(data[i]).toBeCloseTo(slope, 2);
    }
    dispose();
  });
});

describe('on a model', () => {
  let lab: TransformerSession;
  const C = 16;

  beforeAll(async () => {
    ({ transformer: lab } = await createLab());
    const model = { L: 2, H: 2, C, T: 16, mlpWidth: 16, initStd: 0.4 };
    await lab.create({ preset: 'stories', model });
  });

  afterAll(() => lab.dispose());

  it('without translators the tuned lens is the logit lens, and says so', async () => {
    const tuned = await lab.lens('logit-lens', { text: 'the cat', tuned: true });
    expect(tuned).toEqual(await lab.lens('logit-lens', { text: 'the cat' }));
    expect(tuned.tunedStep).toBeUndefined();
  });

  it('translators bring every point nearer to the prediction on held-out batches; the last point has none', async () => {
    const { stages, positions, step } = await lab.lens('tuned-lens', { steps: 30 });
    expect([step, positions]).toEqual([0, 8 * 8 * 16]);
    const last = stages[stages.length - 1];
    for (const { plain, leastSquares, tuned, meaning } of stages.slice(0, -1)) {
      expect(plain, meaning).toBeGreaterThan(0.1);
      expect(tuned, meaning).toBeLessThan(0.7 * plain);
      expect(tuned, meaning).toBeLessThan(leastSquares);
    }
    expect([last.plain, last.tuned]).toEqual([0, 0]);
  });

  it('the tuned logit lens reads A x + b', async () => {
    const text = 'the sleepy cats';
    const [plain, tuned] = [
      await lab.lens('logit-lens', { text }),
      await lab.lens('logit-lens', { text, tuned: true }),
    ];
    expect([plain.tunedStep, tuned.tunedStep]).toEqual([undefined, 0]);
    expect(tuned.rows.at(-1)).toEqual(plain.rows.at(-1));
    expect(tuned.rows[0].cells).not.toEqual(plain.rows[0].cells);
  });
});

it('an affine map is applied to every vector', () => {
  const A = Float32Array.of(1, 2, 0, 3);
  const { data } = translate(
    { A, b: Float32Array.of(10, 20) },
    { shape: [2, 2], data: Float32Array.of(1, 1, 2, 0) },
  );
  expect([...data]).toEqual([13, 23, 12, 20]);
});

it('a Cholesky factor solves L Lᵀ x = b', () => {
  const C = 5;
  const stream = random(2, 'matrix');
  const M = Array.from({ length: C }, () => Array.from({ length: C }, () => stream.normal()));
  const A = M.map((row, i) =>
    M.map((other, j) => row.reduce((sum, v, k) => sum + v * other[k], Number(i === j))),
  );
  const b = Float64Array.from({ length: C }, () => stream.normal());
  const x = solveCholesky(cholesky(Float64Array.from(A.flat()), C), b, C);
  for (const [i, row] of A.entries())
    expect(row.reduce((sum, v, j) => sum + v * x[j], 0)).toBeCloseTo(b[i], 9);
});
