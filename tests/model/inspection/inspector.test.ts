// The inspector: results, errors, memory.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import type { ActivationName } from '../../../src/model/architecture/activations.ts';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { initialWeights, Weights } from '../../../src/model/architecture/weights.ts';
import type { InspectorRequest } from '../../../src/model/inspection/inspector.ts';
import { Inspector } from '../../../src/model/inspection/inspector.ts';
import { TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';

const executor = new ReferenceExecutor();
const model = tinyModel(executor);
const { inspector, config } = model;
const rows = (B: number, T: number): InspectorRequest => ({
  B,
  T,
  tokens: Int32Array.from({ length: B * T }, (_, i) => (i * 7) % config.V),
  names: ['logits'],
});

afterEach(() => inspector.dispose());

describe('a run', () => {
  it('reads the requested activations only', async () => {
    const { activations, ...rest } = await inspector.run({ ...rows(1, 4), names: ['hook_embed'] });
    expect([...activations.keys()]).toEqual(['hook_embed']);
    expect(rest).toEqual({});
  });

  it('a partial one reads the same, with the ops up to the last named activation', async () => {
    const names: ActivationName[] = ['blocks.0.mlp.hook_post', 'blocks.0.attn.hook_pattern'];
    const request = { ...rows(2, 4), names };
    const whole = await inspector.run(request);
    const compile = vi.spyOn(executor, 'compile');
    expect(await inspector.run({ ...request, isPartial: true })).toEqual(whole);
    const [{ steps }] = compile.mock.calls[0];
    expect(steps.at(-1)?.label).toContain('blocks.0.mlp.hook_post');
    const wrong = { ...request, names: ['blocks.9.hook_resid_pre' as ActivationName], isPartial: true };
    await expect(inspector.run(wrong)).rejects.toThrow("has no activation 'blocks.9.hook_resid_pre'");
  });

  it('does not depend on padding or on other rows', async () => {
    const { V } = config;
    const padded = rows(2, 6);
    const short = { ...rows(1, 4), tokens: padded.tokens.slice(0, 4) };
    const logits = async (request: InspectorRequest) =>
      (await inspector.run(request)).activations.get('logits')?.data.subarray(0, 4 * V);
    expect(await logits(short)).toEqual(await logits(padded));
  });

  it('uses the current weights', async () => {
    const own = tinyModel(executor);
    const before = await own.inspector.run(rows(1, 4));
    own.weights.set(initialWeights(own.parameters, { seed: 99, initStd: 0.3 }));
    const after = await own.inspector.run(rows(1, 4));
    own.weights.set(own.values);
    const again = await own.inspector.run(rows(1, 4));
    own.dispose();
    expect(after.activations).not.toEqual(before.activations);
    expect(again.activations).toEqual(before.activations);
  });

  it.each([
    ['reference', async () => executor],
    ['WebAssembly', () => WasmExecutor.create()],
  ] as const)('accepts ids as a plain list, on %s', async (_, createExecutor) => {
    const own = tinyModel(await createExecutor());
    const request = { ...rows(1, 4), targets: Int32Array.of(1, 2, -1, 3) };
    const lists = { ...request, tokens: [...request.tokens], targets: [...request.targets] };
    expect(await own.inspector.run(lists)).toEqual(await own.inspector.run(request));
    own.dispose();
  });

  it('with targets gives the loss: the mean of −log p over positions that are not ignored', async () => {
    const request = rows(2, 3);
    const targets = Int32Array.from([1, -1, 2, 3, -100, -1]);
    const { activations, loss, tokenLoss } = await inspector.run({ ...request, targets });
    const logits = activations.get('logits')?.data as Float32Array;
    const want = Array.from(targets, (target, row) => {
      if (target < 0) return 0;
      const scores = Array.from(logits.subarray(row * config.V, (row + 1) * config.V));
      return Math.log(scores.reduce((sum, x) => sum + Math.exp(x), 0)) - scores[target];
    });
    expect(tokenLoss?.shape).toEqual([2, 3]);
    want.forEach((x, i) => {
      expect(tokenLoss?.data[i]).toBeCloseTo(x, 5);
    });
    expect(loss).toBeCloseTo(want.reduce((a, b) => a + b) / 3, 5);
  });

  it('with gradients gives the gradient of every weight', async () => {
    const request = { ...rows(2, 3), targets: new Int32Array(6), gradients: true };
    const { weightGradients } = await inspector.run(request);
    expect([...(weightGradients?.keys() ?? [])]).toEqual(model.parameters.map(({ name }) => name));
    const unused = weightGradients?.get('transformer.wpe.weight')?.subarray(3 * config.C) ?? [];
    expect(new Set(unused)).toEqual(new Set([0]));
  });
});

describe('a request without types', () => {
  it.each([
    [{ targets: null }, "'targets' is null; it must be a list of token ids, or left out."],
    [{ targets: '' }, "'targets' is ''; it must be a list"],
    [{ targets: false }, "'targets' is false; it must be a list"],
    [{ targets: Number.NaN }, "'targets' is NaN; it must be a list"],
    [{ tokens: null }, "'tokens' is null; it must be a list of token ids."],
    [{ names: 'logits' }, "'names' is 'logits'; it must be a list of activations."],
    [{ names: [{}] }, 'this model has no activation an object'],
    [{ interventions: {} }, "'interventions' is an object; it must be a Map"],
    [{ gradients: true }, "'gradients' are those of the loss, which needs 'targets'."],
    [{ B: 1e21 }, 'B is 1e+21; it must be a whole number from 1.'],
    [{ B: {} }, 'B is an object; it must be a whole number from 1.'],
    [{ T: Symbol('T') }, 'T is a symbol; it must be a whole number from 1.'],
  ])('%o', async (change, sentence) => {
    const request = { B: 1, T: 2, tokens: [1, 2], names: [], ...change } as unknown as InspectorRequest;
    await expect(inspector.run(request)).rejects.toThrow(`inspector: ${sentence}`);
  });
});

describe('invalid requests', () => {
  it.each([
    ['a context too long', rows(1, 9), "inspector: 9 tokens do not fit the model's context of 8"],
    ['no tokens', rows(1, 0), 'inspector: T is 0; it must be a whole number from 1.'],
    [
      'an unknown id',
      { ...rows(1, 2), tokens: Int32Array.of(0, 11) },
      'id 11 at position 1 is outside the table',
    ],
    [
      'a negative id',
      { ...rows(1, 2), tokens: Int32Array.of(-1, 0) },
      'id -1 at position 0 is outside the table',
    ],
    ['an id that is not whole', { ...rows(1, 2), tokens: [0, 1.5] }, 'id 1.5 at position 1 is outside'],
    ['too few ids', { ...rows(1, 3), tokens: Int32Array.of(0, 1) }, 'tokens: expected 3 elements, got 2'],
    [
      'an unknown target',
      { ...rows(1, 1), targets: Int32Array.of(11) },
      'target 11 at position 0 is out of range; expected 0 to 10',
    ],
    [
      'an unknown name',
      { ...rows(1, 1), names: ['hook_z' as ActivationName] },
      "this model has no activation 'hook_z'",
    ],
  ])('%s', async (_, request, sentence) => {
    await expect(inspector.run(request)).rejects.toThrow(sentence);
  });

  it('neurons of a model without MLPs', async () => {
    const own = tinyModel(executor, { ...TINY_CONFIG, mlpWidth: 0 });
    const request: InspectorRequest = { ...rows(1, 1), names: ['blocks.0.mlp.hook_post'] };
    await expect(own.inspector.run(request)).rejects.toThrow("no activation 'blocks.0.mlp.hook_post'");
    own.dispose();
  });
});

describe('memory', () => {
  it('stays bounded for any number of lengths and interventions', async () => {
    const round = async () => {
      for (let B = 1; B <= 5; B++) {
        await inspector.run(rows(B, 5));
        await inspector.run({ ...rows(B, 5), targets: new Int32Array(B * 5), gradients: true });
        const all = new Float32Array(B * 5 * config.V);
        await inspector.run({
          ...rows(B, 5),
          interventions: new Map([['logits', { factor: all, offset: all }]]),
        });
      }
    };
    await round();
    const { ...after } = executor.usage;
    for (let i = 0; i < 5; i++) await round();
    expect(executor.usage).toEqual(after);
  });

  it('evicts the least recently used program', async () => {
    await inspector.run(rows(1, 5));
    const { bytes } = executor.usage;
    for (let T = 1; T <= 4; T++) {
      await inspector.run(rows(1, T));
      await inspector.run(rows(1, 5));
    }
    const { bytes: withFive } = executor.usage;
    for (let T = 6; T <= 8; T++) await inspector.run(rows(1, T));
    const { bytes: before } = executor.usage;
    await inspector.run(rows(1, 5));
    expect(executor.usage.bytes).toBe(before);
    expect(withFive).toBeGreaterThan(bytes);
  });

  it('is all released: a hundred models created and disposed', async () => {
    const { ...before } = executor.usage;
    for (let i = 0; i < 100; i++) {
      const weights = new Weights(executor, transformerParameters(config));
      const own = new Inspector(executor, config, weights);
      await own.run({ ...rows(1, 3), targets: new Int32Array(3), gradients: true });
      own.dispose();
      weights.dispose();
    }
    expect(executor.usage).toEqual(before);
  });
});

it('names the kernel behind an activation', async () => {
  const { step } = await inspector.dispatchFor('blocks.1.attn.hook_pattern', { B: 1, T: 8 });
  expect([step.opName, step.pass.name, step.k.N]).toEqual(['softmax', 'forward', 8]);
  const dense = await inspector.dispatchFor('blocks.0.mlp.hook_pre', { B: 1, T: 8 });
  expect(dense.step.k).toMatchObject({ has_bias: 1 });
  await expect(inspector.dispatchFor('blocks.7.hook_mlp_out', { B: 1, T: 8 })).rejects.toThrow(
    'no activation',
  );
});
