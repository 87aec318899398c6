// Cached generation on the reference executor: same tokens; operations and memory per token.

import { describe, expect, it } from 'vitest';
import type { Program, Storage } from '../../../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import type { Plan } from '../../../../src/kernels/graph/plan.ts';
import { initialWeights } from '../../../../src/model/architecture/weights.ts';
import { Decoder } from '../../../../src/model/generation/decoder.ts';
import { TINY_CONFIG, tinyModel } from '../../../support/model/tiny-model.ts';
import { describeDecoder } from './suite.ts';

describe('a decoder on the reference executor', () => describeDecoder(async () => new ReferenceExecutor()));

const LONG = { ...TINY_CONFIG, T: 64 };

/** Counts the floating point operations of all runs. */
class CountingExecutor extends ReferenceExecutor {
  flops = 0;

  override async compile(plan: Plan, shared: Readonly<Record<string, Storage>>): Promise<Program> {
    const program = await super.compile(plan, shared);
    const run = program.run.bind(program);
    program.run = () => {
      for (const { pass, k } of plan.steps) this.flops += pass.flops(k);
      run();
    };
    return program;
  }
}

describe('the cost of a token', () => {
  it('is the same at the beginning and at the end of the context, without allocations', async () => {
    const executor = new CountingExecutor();
    const { weights } = tinyModel(executor, LONG);
    const decoder = new Decoder(executor, LONG, weights);
    await decoder.prefill([[1]]);
    const before = { ...executor.usage };
    const costs: number[] = [];
    for (let length = 2; length <= LONG.T; length++) {
      const begin = executor.flops;
      await decoder.append([length % LONG.V]);
      costs.push(executor.flops - begin);
    }
    expect(new Set(costs).size).toBe(1);
    expect(costs[0]).toBeGreaterThan(0);
    expect(executor.usage).toEqual(before);
  });

  it('is that of a prefill once the text exceeds the context', async () => {
    const executor = new CountingExecutor();
    const { weights } = tinyModel(executor, LONG);
    const decoder = new Decoder(executor, LONG, weights);
    const full = Array.from({ length: LONG.T }, (_, i) => i % LONG.V);
    await decoder.prefill([full]);
    const reading = executor.flops;
    await decoder.append([1]);
    expect(executor.flops).toBe(2 * reading);
  });
});

describe('a decoder', () => {
  it('uses the current weights', async () => {
    const { decoder, weights, parameters, values, dispose } = open();
    const before = await decoder.prefill([[1, 2]]);
    weights.set(initialWeights(parameters, { seed: 9, initStd: 0.3 }));
    const after = await decoder.prefill([[1, 2]]);
    weights.set(values);
    expect(after).not.toEqual(before);
    expect(await decoder.prefill([[1, 2]])).toEqual(before);
    dispose();
  });

  it('keeps memory bounded for any number of batch sizes', async () => {
    const { executor, decoder, dispose } = open();
    const empty = { ...executor.usage };
    const round = async () => {
      for (const B of [1, 2, 3, 4]) await decoder.prefill(Array.from({ length: B }, () => [1, 2]));
      return executor.usage.bytes;
    };
    expect(await round()).toBe(await round());
    decoder.dispose();
    expect(executor.usage).toEqual(empty);
    dispose();
  });

  it('rejects invalid input', async () => {
    const { decoder, dispose } = open();
    await expect(decoder.prefill([])).rejects.toThrow('decoder: a sequence is empty');
    await expect(decoder.prefill([[1], []])).rejects.toThrow('decoder: a sequence is empty');
    await expect(decoder.prefill([[1, 11]])).rejects.toThrow('id 11 at position 1 is outside the table');
    await decoder.prefill([[1]]);
    await expect(decoder.append([1, 2])).rejects.toThrow('decoder: got 2 tokens for 1 sequences');
    await expect(decoder.append([-1])).rejects.toThrow('id -1 at position 0 is outside the table');
    dispose();
  });
});

function open() {
  const executor = new ReferenceExecutor();
  const model = tinyModel(executor);
  const decoder = new Decoder(executor, TINY_CONFIG, model.weights);
  const dispose = () => {
    decoder.dispose();
    model.dispose();
  };
  return { executor, ...model, decoder, dispose };
}
