// Queries: all numbers of one picture belong to the weights of one step, also during training.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import type { DigitRequest, Query, QueryResult } from '../../../src/workers/rpc/api/lab-api.ts';
import { yieldToEventLoop } from '../../../src/workers/scheduling/task-queue.ts';
import type { Lab } from '../../../src/workers/session/lab.ts';
import { openPackedMnist } from '../../support/model/packed-mnist.ts';
import { tinyRun } from '../../support/model/tiny-model.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

const PATTERN = 'blocks.0.attn.hook_pattern' as const;
const QUERY = {
  prompt: 'a cat',
  activations: [PATTERN],
  variants: {
    ablated: { interventions: [{ name: 'blocks.0.attn.hook_z' as const, kind: 'zero' as const, head: 0 }] },
  },
  lenses: {
    'residual-stream': { text: 'a cat' },
    'head-trace': { text: 'a cat', layer: 0, head: 1, query: 2 },
    embedding: {},
    'logit-lens': { text: 'a cat' },
  },
} satisfies Query;

let lab: Lab;

beforeEach(async () => {
  lab = await createLab(await WasmExecutor.create(), openPackedMnist);
});

afterEach(() => lab.dispose());

const stepsOf = ({ step, variants, lenses }: QueryResult) => [
  step,
  ...[...Object.values(variants), ...Object.values(lenses)].map((part) => (part as { step: number }).step),
];

describe('the transformer', () => {
  it('during training, every part of a result has one step', async () => {
    await lab.transformer.create(tinyRun({ steps: 60 }));
    let isTraining = true;
    const training = lab.transformer.train().finally(() => {
      isTraining = false;
    });
    const results: QueryResult[] = [];
    while (isTraining) {
      results.push(await lab.transformer.query(QUERY));
      await yieldToEventLoop();
    }
    await training;
    for (const result of results) {
      expect(result.errors).toEqual({});
      expect(Object.keys(result.lenses)).toEqual([
        'residual-stream',
        'head-trace',
        'embedding',
        'logit-lens',
      ]);
      expect(new Set(stepsOf(result)).size).toBe(1);
      // Not only the number: the pattern of head 1 is a slice of the activation.
      const pattern = result.lenses['head-trace']?.pattern ?? [];
      const start = 1 * 5 * 5;
      expect([...pattern]).toEqual([
        ...(result.activations[PATTERN]?.data.slice(start, start + pattern.length) ?? []),
      ]);
    }
    expect(new Set(results.map(({ step }) => step)).size).toBeGreaterThan(3);
  });

  it('computes what inspect and lens compute', async () => {
    await lab.transformer.create(tinyRun());
    const result = await lab.transformer.query(QUERY);
    const { variants, lenses, errors: _, ...inspection } = result;
    expect(inspection).toEqual(await lab.transformer.inspect({ text: 'a cat', names: [PATTERN] }));
    expect(lenses['residual-stream']).toEqual(
      await lab.transformer.lens('residual-stream', { text: 'a cat' }),
    );
    const { interventions } = QUERY.variants.ablated;
    expect(variants.ablated).toEqual(
      await lab.transformer.inspect({ text: 'a cat', names: [], interventions }),
    );
  });

  it('the failure of one lens does not affect the others', async () => {
    await lab.transformer.create(tinyRun());
    const { lenses, errors } = await lab.transformer.query({
      lenses: {
        embedding: {},
        'head-trace': { text: 'a cat', layer: 9, head: 0, query: 0 },
        'nearest-tokens': { id: 0, by: 'taste' as never, count: 1 },
      },
    });
    expect(Object.keys(lenses)).toEqual(['embedding']);
    expect(errors['head-trace']).toContain('9');
    expect(errors['nearest-tokens']).toContain('it must be one of cosine, dot product');
  });

  it('with unknown words or an empty prompt nothing is computed', async () => {
    await lab.transformer.create(tinyRun());
    for (const prompt of ['a zoo!', '']) {
      const result = await lab.transformer.query({ ...QUERY, prompt });
      expect(result).toMatchObject({ next: [], activations: {}, variants: {}, lenses: {}, errors: {} });
    }
  });
});

describe('the digit network', () => {
  const request: DigitRequest = { preset: 'digits', training: { images: 500, B: 10, steps: 60 } };
  const input = { split: 'train' as const, indices: [0, 1] };

  it('during training, every part of a result has one step', async () => {
    await lab.digits.create({ ...request, hidden: [4] });
    let isTraining = true;
    const training = lab.digits.train().finally(() => {
      isTraining = false;
    });
    const steps = new Set<number>();
    while (isTraining) {
      const { step, lenses, errors } = await lab.digits.query({
        lenses: { activations: input, gradient: input, weights: {}, cost: input },
      });
      expect(errors).toEqual({});
      expect(Object.values(lenses).map((part) => (part as { step: number }).step)).toEqual(
        Array(4).fill(step),
      );
      expect(lenses.gradient?.cost).toBeCloseTo(lenses.cost?.mean ?? Number.NaN, 6);
      steps.add(step as number);
      await yieldToEventLoop();
    }
    await training;
    expect(steps.size).toBeGreaterThan(3);
  });
});
