// Inspection copies only the requested tensors from the engine.

import { expect, it } from 'vitest';
import type { Program, Storage } from '../../../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import type { Plan } from '../../../../src/kernels/graph/plan.ts';
import { tinyRun } from '../../../support/model/tiny-model.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

/** Counts the numbers that are read back, of activations and of weights. */
class ReadingExecutor extends ReferenceExecutor {
  numbers = 0;

  override allocate(label: string, words: number) {
    const storage = super.allocate(label, words);
    storage.read = this.counted(storage.read.bind(storage));
    return storage;
  }

  override async compile(plan: Plan, shared: Readonly<Record<string, Storage>>): Promise<Program> {
    const program = await super.compile(plan, shared);
    program.read = this.counted(program.read.bind(program));
    return program;
  }

  private counted<TArgs extends unknown[]>(read: (...args: TArgs) => Promise<Float32Array<ArrayBuffer>>) {
    return async (...args: TArgs) => {
      const data = await read(...args);
      this.numbers += data.length;
      return data;
    };
  }
}

const executor = new ReadingExecutor();
const lab = await createLab(executor);
const { model } = await lab.transformer.create(tinyRun());
const { C, H, V } = model;
/** Of every row, padded. */
const T = 8;

async function numbersOf(look: Promise<unknown>): Promise<number> {
  await look;
  const { numbers } = executor;
  executor.numbers = 0;
  return numbers;
}

it('an inspection copies the named activations and the logits of the next token', async () => {
  const text = 'a cat';
  expect(await numbersOf(lab.transformer.inspect({ text, names: [] }))).toBe(T * V);
  const names = ['blocks.0.attn.hook_pattern', 'blocks.0.hook_mlp_out'] as const;
  expect(await numbersOf(lab.transformer.inspect({ text, names: [...names] }))).toBe(
    T * V + H * T * T + T * C,
  );
});

it('a lens on the embedding copies the embedding', async () => {
  expect(await numbersOf(lab.transformer.lens('embedding', {}))).toBe(V * C);
});

it('a lens on a head copies its layer’s activations and the three weights of its unembedding', async () => {
  const copied = await numbersOf(
    lab.transformer.lens('head-trace', { text: 'a cat', layer: 0, head: 1, query: 2 }),
  );
  const activations = 7 * T * C + H * T * T + T;
  expect(copied).toBe(activations + C * C + V * C + C);
});

it('generation copies its weights once, and one row of logits per token', async () => {
  const request = { prompt: 'a cat', tokens: 5, temperature: 1, seed: 0 };
  const weights = await numbersOf(lab.transformer.save());
  expect(await numbersOf(lab.transformer.generate(request))).toBe(weights + 5 * V);
});
