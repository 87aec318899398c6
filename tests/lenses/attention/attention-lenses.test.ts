// The lenses on attention heads, against the engine's own activations and interventions.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ActivationName, HeadTraceResult } from '../../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../../src/workers/session/transformer/transformer-session.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

const TEXT = 'the sleepy cats';
const [LAYER, HEAD, QUERY, C, H, L] = [1, 1, 2, 16, 2, 2];
const D = C / H;

let lab: TransformerSession;
let trace: HeadTraceResult;

beforeAll(async () => {
  ({ transformer: lab } = await createLab());
  await lab.create({ preset: 'stories', model: { L, H, C, T: 16, mlpWidth: 16, initStd: 0.3 } });
  trace = await lab.lens('head-trace', { text: TEXT, layer: LAYER, head: HEAD, query: QUERY });
});

afterAll(() => lab.dispose());

async function activation(name: ActivationName, interventions = {}): Promise<Float32Array> {
  const { activations } = await lab.inspect({ text: TEXT, names: [name], ...interventions });
  return activations[name]?.data as Float32Array;
}

it('scores up to the query match the engine’s, and the pattern differs from the unmasked one by the mask alone', async () => {
  const T = trace.tokens.length;
  const engine = await activation(`blocks.${LAYER}.attn.hook_attn_scores`);
  for (let key = 0; key <= QUERY; key++) {
    expect(trace.scores[QUERY * T + key]).toBeCloseTo(engine[(HEAD * T + QUERY) * T + key], 4);
  }
  const first = trace.unmaskedPattern.subarray(0, T);
  expect(first.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  expect(first[1]).toBeGreaterThan(0);
  expect(Array.from(trace.pattern.subarray(0, T))).toEqual([1, 0, 0]);
});

it('z is the weighted sum of the values', () => {
  const T = trace.tokens.length;
  for (let d = 0; d < D; d++) {
    let sum = 0;
    for (let key = 0; key < T; key++) sum += trace.pattern[QUERY * T + key] * trace.v[key * D + d];
    expect(trace.z[d]).toBeCloseTo(sum, 5);
  }
});

it('the changes of all heads add up to the attention’s output', async () => {
  const out = await activation(`blocks.${LAYER}.hook_attn_out`);
  for (let c = 0; c < C; c++) {
    expect(trace.changes.reduce((sum, change) => sum + change[c], 0)).toBeCloseTo(out[QUERY * C + c], 4);
  }
});

it('the weighted sum of the values v · W_O is the head’s change', () => {
  const T = trace.tokens.length;
  for (let c = 0; c < C; c++) {
    let sum = 0;
    for (let key = 0; key < T; key++) sum += trace.pattern[QUERY * T + key] * trace.values[key * C + c];
    expect(trace.changes[HEAD][c]).toBeCloseTo(sum, 4);
  }
});

it('the matrices map the head’s input to its query, key and value, and the value map has rank D', async () => {
  const found = await lab.lens('head-matrices', { layer: LAYER, head: HEAD });
  const input = trace.input.subarray(QUERY * C, (QUERY + 1) * C);
  const parts = [
    [found.query, trace.q],
    [found.key, trace.k],
    [found.valueDown, trace.v],
  ] as const;
  for (const [{ weight, bias }, rows] of parts) {
    expect(weight.shape).toEqual([C, D]);
    for (let d = 0; d < D; d++) {
      const made = input.reduce((sum, x, c) => sum + x * weight.data[c * D + d], bias[d]);
      expect(made).toBeCloseTo(rows[QUERY * D + d], 4);
    }
  }
  const { data: output } = found.output;
  expect(Array.from(found.valueUp.data)).toEqual(
    Array.from(output.subarray(HEAD * D * C, (HEAD + 1) * D * C)),
  );
  // The squares of the singular values add up to the squares of all entries.
  const squares = found.valueMap.data.reduce((sum, x) => sum + x * x, 0);
  expect(found.singularValues).toHaveLength(D);
  expect(found.singularValues.reduce((sum, s) => sum + s * s, 0)).toBeCloseTo(squares, 4);
  expect(found.singularValues).toEqual([...found.singularValues].sort((a, b) => b - a));
});

it('cross-attention has no mask; within one text it equals the head’s unmasked pattern', async () => {
  const place = { layer: LAYER, head: HEAD };
  const same = await lab.lens('cross-attention', { ...place, text: TEXT, keysText: TEXT });
  same.pattern.forEach((weight, i) => {
    expect(weight).toBeCloseTo(trace.unmaskedPattern[i], 5);
  });
  const other = await lab.lens('cross-attention', { ...place, text: TEXT, keysText: 'the king smiles' });
  expect(other.pattern).toHaveLength(9);
  const wide = await lab.lens('cross-attention', { ...place, text: TEXT, keysText: 'people in Tokyo eat' });
  expect(wide.scores).toHaveLength(wide.queries.length * wide.keys.length);
  for (let row = 0; row < wide.queries.length; row++) {
    const shares = wide.pattern.subarray(row * wide.keys.length, (row + 1) * wide.keys.length);
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  }
});

it('promoted and suppressed tokens are in descending order of their scores', () => {
  for (let head = 0; head < H; head++) {
    const words = [...trace.promoted[head], ...[...trace.suppressed[head]].reverse()];
    const scores = words.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  }
});

it('zero ablation matches the engine’s intervention, and leaves the model unchanged', async () => {
  const request = { text: TEXT, layer: LAYER, head: HEAD, kind: 'zero', seed: 3 } as const;
  const before = await lab.inspect({ text: TEXT, names: [] });
  const bytes = await lab.save();
  const { whole, ablated } = await lab.lens('head-ablation', request);
  const intervened = await lab.inspect({
    text: TEXT,
    names: [],
    interventions: [{ name: `blocks.${LAYER}.attn.hook_z`, kind: 'zero', head: HEAD }],
  });
  expect(whole.next).toEqual(before.next);
  expect(ablated.next).toEqual(intervened.next);
  expect(ablated.loss).not.toBe(whole.loss);
  expect(await lab.inspect({ text: TEXT, names: [] })).toEqual(before);
  expect((await lab.lens('head-ablation', request)).whole).toEqual(whole);
  expect(await lab.save()).toEqual(bytes);
});

it('mean ablation differs from zero ablation', async () => {
  const request = { text: TEXT, layer: LAYER, head: HEAD, seed: 3 };
  const zero = await lab.lens('head-ablation', { ...request, kind: 'zero' });
  const mean = await lab.lens('head-ablation', { ...request, kind: 'mean' });
  expect(mean.whole.loss).toBe(zero.whole.loss);
  expect(mean.ablated.loss).not.toBe(zero.ablated.loss);
});

it('resampling takes z of another row; sets of heads are ablated together', async () => {
  const request = { text: TEXT, layer: LAYER, head: HEAD, seed: 3 };
  const resampled = await lab.lens('head-ablation', { ...request, kind: 'resample' });
  expect(await lab.lens('head-ablation', { ...request, kind: 'resample' })).toEqual(resampled);
  const otherRows = await lab.lens('head-ablation', { ...request, kind: 'resample', seed: 4 });
  expect(otherRows.ablated.loss).not.toBe(resampled.ablated.loss);
  const zero = await lab.lens('head-ablation', { ...request, kind: 'zero' });
  expect(zero.ablated.loss).not.toBe(resampled.ablated.loss);
  // Both heads alone, together, and the same set in the other order.
  const other = (HEAD + 1) % H;
  const set = await lab.lens('head-ablation', {
    ...request,
    kind: 'zero',
    also: [{ layer: LAYER, head: other }],
  });
  const also = [{ layer: LAYER, head: HEAD }];
  const reversed = { ...request, head: other, kind: 'zero' as const, also };
  expect((await lab.lens('head-ablation', reversed)).ablated).toEqual(set.ablated);
  expect(set.ablated.loss).not.toBe(zero.ablated.loss);
  await expect(
    lab.lens('head-ablation', { ...request, kind: 'zero', also: [{ layer: LAYER, head: H }] }),
  ).rejects.toThrow(`there is no head ${H}`);
});

it('the change of the loss has an interval, which more batches narrow', async () => {
  const request = { text: TEXT, layer: LAYER, head: HEAD, kind: 'zero', seed: 3 } as const;
  const few = await lab.lens('head-ablation', request);
  const many = await lab.lens('head-ablation', { ...request, batches: 16 });
  for (const { whole, ablated, change, interval } of [few, many]) {
    expect(change).toBeCloseTo(ablated.loss - whole.loss, 6);
    expect(interval[0]).toBeLessThanOrEqual(change);
    expect(interval[1]).toBeGreaterThanOrEqual(change);
  }
  expect(many.rows).toBe(8 * few.rows);
  expect(many.interval[1] - many.interval[0]).toBeLessThan(few.interval[1] - few.interval[0]);
  await expect(lab.lens('head-ablation', { ...request, batches: 0 })).rejects.toThrow('1 to 64');
});

it('every head is scored on a text and on the data; invalid requests throw', async () => {
  const onText = await lab.lens('head-patterns', { text: TEXT });
  const onData = await lab.lens('head-patterns', {});
  for (const { habits } of [onText, onData])
    for (const { scores } of habits) expect(scores.flat()).toHaveLength(L * H);
  const links = ['noun to adjective', 'pronoun to noun'];
  expect(onData.habits.map(({ habit }) => habit)).toEqual([
    ...onText.habits.map(({ habit }) => habit),
    ...links,
  ]);
  expect(onText.rows).toBe(1);
  expect(onData.rows).toBeGreaterThan(1);
  await expect(lab.lens('head-patterns', { text: 'qwertz' })).rejects.toThrow('does not know “qwertz”');
  await expect(lab.lens('head-trace', { text: TEXT, layer: 5, head: 0, query: 0 })).rejects.toThrow(
    'no head 0 in layer 5',
  );
});
