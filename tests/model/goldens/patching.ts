// Patching, attribution patching, path patching and composition against PyTorch, on one executor.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Executor } from '../../../src/kernels/backends/executor.ts';
import type { PromptPair } from '../../../src/lenses/patching/pairs.ts';
import { patchingTensors } from '../../../src/lenses/patching/patching-tensors.ts';
import type { Tensor } from '../../../src/lenses/shared/results.ts';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { Weights } from '../../../src/model/architecture/weights.ts';
import { Inspector } from '../../../src/model/inspection/inspector.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { expectAllclose } from '../../support/kernels/allclose.ts';
import { Golden, TOLERANCE } from '../../support/model/goldens.ts';

export function rowsOf(golden: Golden, name: string): number[][] {
  const [count, width] = golden.shape(name);
  const ids = [...golden.integers(name)];
  return Array.from({ length: count }, (_, row) => ids.slice(row * width, (row + 1) * width));
}

/** The results, which are neither weights nor ids. */
export const patchingNames = (golden: Golden): string[] =>
  golden.names.filter((name) => !/^transformer\.|\.tokens$|^answers$/.test(name));

/** Derivatives, and estimates made of them, pass through the sums twice. */
export const patchingTolerance = (name: string) =>
  /^(attr|metric_grad)/.test(name) ? TOLERANCE.gradient : TOLERANCE.forward;

export function describePatching(executor: () => Executor): void {
  const golden = new Golden('patching_tiny');
  let tensors: ReadonlyMap<string, Tensor>;
  let close = () => {};
  beforeAll(async () => {
    const config = golden.config();
    const parameters = transformerParameters(config);
    const weights = new Weights(executor(), parameters);
    weights.set(new Map(parameters.map(({ name }) => [name, golden.floats(name)])));
    const inspector = new Inspector(executor(), config, weights);
    const [clean, corrupt, answers] = ['clean.tokens', 'corrupt.tokens', 'answers'].map((name) =>
      rowsOf(golden, name),
    );
    const pairs = clean.map((row, p): PromptPair => {
      const [answer, other] = answers[p];
      return { clean: row, corrupt: corrupt[p], answer, other };
    });
    tensors = await runToCompletion(patchingTensors(inspector, config, weights, pairs));
    close = () => {
      inspector.dispose();
      weights.dispose();
    };
  });
  afterAll(() => close());

  it('every tensor is computed, and no other', () => {
    expect([...tensors.keys()].sort()).toEqual(patchingNames(golden).sort());
  });

  it.each(patchingNames(golden))('%s', (name) => {
    const { shape, data } = tensors.get(name) as Tensor;
    expect(shape).toEqual(golden.shape(name));
    expectAllclose(data, golden.floats(name), { ...patchingTolerance(name), label: name });
  });
}
