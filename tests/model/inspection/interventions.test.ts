// Interventions: slices, kinds, errors.

import { beforeAll, describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import type { ActivationName } from '../../../src/model/architecture/activations.ts';
import type { InspectorResult } from '../../../src/model/inspection/inspector.ts';
import type { Intervention } from '../../../src/model/inspection/interventions.ts';
import { compileInterventions, interventionProblems } from '../../../src/model/inspection/interventions.ts';
import { shownValue } from '../../../src/shared/shown-value.ts';
import { TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';

const { L, H, C, V, mlpWidth } = TINY_CONFIG;
const D = C / H;
const [B, T] = [2, 4];
const { inspector } = tinyModel(new ReferenceExecutor());
const request = { B, T, tokens: Int32Array.from([1, 5, 3, 9, 4, 4, 0, 10]) };

const Z: ActivationName = 'blocks.0.attn.hook_z';
const PATTERN: ActivationName = 'blocks.1.attn.hook_pattern';
const POST: ActivationName = 'blocks.0.mlp.hook_post';

/** Places whose factor is not 1, after one intervention. */
async function reached(intervention: Intervention): Promise<number[]> {
  const result = await compileInterventions(inspector, TINY_CONFIG, request, [intervention]);
  const factor = result.get(intervention.name)?.factor as Float32Array;
  return [...factor.keys()].filter((i) => factor[i] !== 1);
}

/** Row-major index. */
function at(shape: number[], ...index: number[]): number {
  return shape.reduce((sum, size, axis) => sum * size + index[axis], 0);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

describe('the slice of an intervention', () => {
  const heads = [B, T, H, D];
  const square = [B, H, T, T];

  it('a head of z: all its columns, in every row and at every position', async () => {
    const want = range(B).flatMap((b) => range(T).flatMap((t) => range(D).map((d) => at(heads, b, t, 1, d))));
    expect(await reached({ name: Z, kind: 'zero', head: 1 })).toEqual(want);
  });

  it('a head of z at one position of one row', async () => {
    const want = range(D).map((d) => at(heads, 1, 2, 0, d));
    expect(await reached({ name: Z, kind: 'zero', head: 0, position: 2, row: 1 })).toEqual(want);
  });

  it('a row of a head’s pattern: visible keys only', async () => {
    const want = range(3).map((key) => at(square, 0, 1, 2, key));
    expect(await reached({ name: PATTERN, kind: 'zero', head: 1, position: 2, row: 0 })).toEqual(want);
  });

  it('all of a pattern or of scores, except masked entries', async () => {
    const visible = range(B * H * T * T).filter((i) => i % T <= Math.floor(i / T) % T);
    expect(await reached({ name: PATTERN, kind: 'zero' })).toEqual(visible);
    expect(await reached({ name: 'blocks.0.attn.hook_attn_scores', kind: 'scale', value: 2 })).toEqual(
      visible,
    );
  });

  it('a neuron, a column of the stream, a position’s embedding', async () => {
    const neurons = range(B * T).map((row) => row * mlpWidth + 5);
    expect(await reached({ name: POST, kind: 'zero', neuron: 5 })).toEqual(neurons);
    expect(await reached({ name: 'hook_embed', kind: 'zero', neuron: 7, position: 0, row: 1 })).toEqual([
      at([B, T, C], 1, 0, 7),
    ]);
    expect(await reached({ name: 'hook_pos_embed', kind: 'zero', position: 3 })).toEqual(
      range(C).map((c) => 3 * C + c),
    );
  });
});

describe('the result of an intervention', () => {
  let clean: InspectorResult;
  const names: ActivationName[] = [Z, PATTERN, POST, 'logits', 'blocks.0.hook_attn_out'];
  const run = async (...interventions: Intervention[]) =>
    inspector.run({
      ...request,
      names,
      interventions: await compileInterventions(inspector, TINY_CONFIG, request, interventions),
    });
  const numbers = (result: InspectorResult, name: ActivationName) =>
    result.activations.get(name)?.data as Float32Array;

  beforeAll(async () => {
    clean = await inspector.run({ ...request, names });
  });

  it('zero, scale and replace', async () => {
    expect(numbers(await run({ name: POST, kind: 'zero' }), POST).every((x) => x === 0)).toBe(true);
    const doubled = numbers(await run({ name: POST, kind: 'scale', value: 2 }), POST);
    expect(doubled).toEqual(numbers(clean, POST).map((x) => 2 * x));
    const replaced = numbers(await run({ name: POST, kind: 'replace', value: 3, neuron: 0 }), POST);
    expect([replaced[0], replaced[mlpWidth], replaced[1]]).toEqual([3, 3, numbers(clean, POST)[1]]);
    const value = Float32Array.from({ length: D }, (_, d) => d);
    const part = await run({ name: Z, kind: 'replace', value, head: 1, position: 2, row: 0 });
    const from = (2 * H + 1) * D;
    expect(numbers(part, Z).subarray(from, from + D)).toEqual(value);
  });

  it('mean: over rows and positions, entry by entry', async () => {
    const got = numbers(await run({ name: Z, kind: 'mean', head: 0 }), Z);
    const before = numbers(clean, Z);
    for (let d = 0; d < D; d++) {
      const entries = range(B * T).map((row) => before[row * C + d]);
      const mean = entries.reduce((a, b) => a + b) / entries.length;
      for (const row of range(B * T)) expect(got[row * C + d]).toBeCloseTo(mean, 6);
    }
    expect(got[D]).toBe(before[D]);
  });

  it('several interventions, on one activation and on others', async () => {
    const result = await run(
      { name: Z, kind: 'zero', head: 0 },
      { name: Z, kind: 'scale', value: -1, head: 1 },
      { name: POST, kind: 'zero' },
    );
    const z = numbers(result, Z);
    expect([z[0], z[D]]).toEqual([0, -numbers(clean, Z)[D]]);
    expect(numbers(result, POST).every((x) => x === 0)).toBe(true);
  });

  it('scores scaled to 0 keep the causal mask: attention is uniform over the past', async () => {
    const result = await run({ name: 'blocks.1.attn.hook_attn_scores', kind: 'zero' });
    const firstHead = numbers(result, PATTERN).subarray(0, T * T);
    const want = range(T * T).map((i) => (i % T <= Math.floor(i / T) ? 1 / (Math.floor(i / T) + 1) : 0));
    want.forEach((p, i) => {
      expect(firstHead[i]).toBeCloseTo(p, 6);
    });
  });

  it('an identity intervention changes no bit', async () => {
    const result = await run(
      { name: Z, kind: 'scale', value: 1 },
      { name: PATTERN, kind: 'scale', value: 1 },
    );
    for (const name of names) expect(numbers(result, name)).toEqual(numbers(clean, name));
  });

  it('earlier positions do not change', async () => {
    const logits = numbers(await run({ name: POST, kind: 'zero', position: 2 }), 'logits');
    const before = numbers(clean, 'logits');
    expect(logits.subarray(0, 2 * V)).toEqual(before.subarray(0, 2 * V));
    expect(logits.subarray(2 * V, 3 * V)).not.toEqual(before.subarray(2 * V, 3 * V));
  });

  it('does not affect the next run', async () => {
    await run({ name: Z, kind: 'zero' });
    expect(numbers(await inspector.run({ ...request, names }), 'logits')).toEqual(numbers(clean, 'logits'));
  });
});

describe('invalid interventions', () => {
  const problems = (intervention: Intervention) =>
    interventionProblems([intervention], TINY_CONFIG, { B, T });

  it.each([
    [{ name: Z, kind: 'zero', head: 2 }, `${Z} has 2 heads, counted from 0; there is no head 2.`],
    [{ name: Z, kind: 'zero', head: -1 }, `${Z} has 2 heads, counted from 0; there is no head -1.`],
    [{ name: Z, kind: 'zero', row: 2 }, `${Z} has 2 rows, counted from 0; there is no row 2.`],
    [{ name: Z, kind: 'zero', neuron: 0 }, `${Z} has no neuron axis; it has row, position and head.`],
    [{ name: POST, kind: 'zero', head: 0 }, `${POST} has no head axis; it has row, position and neuron.`],
    [
      { name: 'hook_pos_embed', kind: 'zero', row: 1 },
      'hook_pos_embed has no row axis; it has position and neuron.',
    ],
    [
      { name: Z, kind: 'zero', haed: 1 } as Intervention,
      `An intervention on ${Z} has an unknown key 'haed'; its keys are name, kind, value, row, position, head and neuron.`,
    ],
    [
      { name: Z, kind: 'ablate' as 'zero', head: 1 },
      `An intervention on ${Z} is of the kind 'ablate'; the kinds are zero, scale, mean, replace and add.`,
    ],
    [{ name: Z, kind: 'scale', head: 1 }, `An intervention on ${Z} of the kind 'scale' needs a 'value'.`],
    [
      { name: POST, kind: 'zero', neuron: 16 },
      `${POST} has 16 neurons, counted from 0; there is no neuron 16.`,
    ],
    [
      { name: PATTERN, kind: 'zero', position: 4 },
      `${PATTERN} has 4 positions, counted from 0; there is no position 4.`,
    ],
    [
      { name: Z, kind: 'zero', position: 0.5 },
      `${Z} has 4 positions, counted from 0; there is no position 0.5.`,
    ],
    [
      { name: 'blocks.0.ln1.hook_scale', kind: 'zero' },
      'blocks.0.ln1.hook_scale is read-only; intervene on the activation it is computed from.',
    ],
    [
      { name: PATTERN, kind: 'mean' },
      `${PATTERN} has no mean over rows and positions; choose zero, scale or replace.`,
    ],
    [
      { name: 'hook_pos_embed', kind: 'mean' },
      'hook_pos_embed has no mean over rows and positions; choose zero, scale or replace.',
    ],
    [
      { name: 'blocks.2.hook_mlp_out', kind: 'zero' },
      "This model has no activation 'blocks.2.hook_mlp_out'.",
    ],
    [{ name: 'toString' as ActivationName, kind: 'zero' }, "This model has no activation 'toString'."],
  ] as [Intervention, string][])('%j', (intervention, sentence) => {
    expect(problems(intervention)).toEqual([sentence]);
  });

  it('are not compiled, one of several neither', async () => {
    const good: Intervention = { name: Z, kind: 'zero', head: 1 };
    for (const bad of [{ head: 9 }, { head: -1 }, { position: 7 }, { neuron: 3 }, { row: 5 }]) {
      const compiled = compileInterventions(inspector, TINY_CONFIG, request, [good, { ...good, ...bad }]);
      const [sentence] = problems({ ...good, ...bad });
      await expect(compiled, JSON.stringify(bad)).rejects.toThrow(sentence);
    }
  });

  class Ablation {
    readonly name = Z;
    readonly kind = 'zero';
    get head() {
      return 99;
    }
  }
  const inheriting = Object.assign(Object.create({ head: 99 }), { name: Z, kind: 'zero' });
  const PLAIN = "An intervention is a plain object such as { name: 'hook_embed', kind: 'zero' }, not";

  it.each([
    ['null', null, `${PLAIN} null.`],
    ['a text', 'zero', `${PLAIN} 'zero'.`],
    ['a list', [], `${PLAIN} a list.`],
    ['an instance of a class', new Ablation(), `${PLAIN} an object with a prototype of its own.`],
    ['an object with inherited keys', inheriting, `${PLAIN} an object with a prototype of its own.`],
    [
      'a key that is not enumerable',
      Object.defineProperty({ name: Z, kind: 'zero' }, 'head', { value: 99 }),
      `${Z} has 2 heads, counted from 0; there is no head 99.`,
    ],
    [
      'a head that is an object',
      { name: Z, kind: 'zero', head: {} },
      `${Z} has 2 heads, counted from 0; there is no head an object.`,
    ],
    ['a kind that is a symbol', { name: Z, kind: Symbol('zero') }, 'is of the kind a symbol'],
    ['a name that is an object', { name: {}, kind: 'zero' }, 'This model has no activation an object.'],
    ...[Number.NaN, Number.POSITIVE_INFINITY, null, true, '1', {}, [1]].map((value) => [
      `a value of ${JSON.stringify(value)}`,
      { name: Z, kind: 'scale', value },
      `An intervention on ${Z} has the value ${shownValue(value)}; it must be a finite number, or a Float32Array with one for each element of the slice.`,
    ]),
  ] as [string, unknown, string][])('%s', async (_, intervention, sentence) => {
    const all = [intervention as Intervention];
    expect(interventionProblems(all, TINY_CONFIG, { B, T }).join(' ')).toContain(sentence);
    await expect(compileInterventions(inspector, TINY_CONFIG, request, all)).rejects.toThrow(sentence);
  });

  it('what is no list', () => {
    const sentence = 'The interventions must be a list, not an object.';
    expect(interventionProblems({} as Intervention[], TINY_CONFIG, { B, T })).toEqual([sentence]);
  });

  it('a getter is read once: what is checked is what is compiled', async () => {
    let reads = 0;
    const changing = {
      name: Z,
      kind: 'zero' as const,
      get head() {
        return reads++ === 0 ? 0 : 99;
      },
    };
    expect(await reached(changing)).toEqual(await reached({ name: Z, kind: 'zero', head: 0 }));
  });

  it('keys that other scripts added to the prototype of all objects are none of an intervention', async () => {
    const whole = await reached({ name: Z, kind: 'zero' });
    Object.assign(Object.prototype, { head: 0 });
    try {
      expect(await reached({ name: Z, kind: 'zero' })).toEqual(whole);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'head');
    }
  });

  it.each([Number.NaN, 0, -1, 0.5, '2', null, true, [2], {}, 2 ** 53])(
    'a number of rows or tokens of %j',
    async (count) => {
      const rows = { ...request, B: count as number };
      const tokens = { ...request, T: count as number };
      const good: Intervention[] = [{ name: Z, kind: 'zero' }];
      await expect(compileInterventions(inspector, TINY_CONFIG, rows, good)).rejects.toThrow(/^B is .*\.$/);
      await expect(compileInterventions(inspector, TINY_CONFIG, tokens, good)).rejects.toThrow(/^T is .*\.$/);
    },
  );

  it('all problems at once', () => {
    expect(problems({ name: Z, kind: 'zero', head: -1, position: 9 })).toHaveLength(2);
    expect(problems({ name: Z, kind: 'zero', head: 1, position: 3 })).toEqual([]);
  });

  it('a list of values of another length than the slice', async () => {
    const intervention = { name: Z, kind: 'replace', value: new Float32Array(3), head: 0 } as const;
    await expect(compileInterventions(inspector, TINY_CONFIG, request, [intervention])).rejects.toThrow(
      `${Z}: got 3 values for a slice of 32.`,
    );
  });

  it('a read-only activation, or one that the model does not have', async () => {
    const result = (name: string) => {
      const change = { factor: new Float32Array(8), offset: new Float32Array(8) };
      return inspector.run({
        ...request,
        names: [],
        interventions: new Map([[name as ActivationName, change]]),
      });
    };
    await expect(result('blocks.0.ln1.hook_scale')).rejects.toThrow('is read-only');
    await expect(result(`blocks.${L}.hook_mlp_out`)).rejects.toThrow("no activation 'blocks.2.hook_mlp_out'");
  });
});
