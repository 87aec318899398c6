// Requests of the attention page.
import { expect, test } from 'vitest';
import { fetchAttention } from '../../../../../src/ui/app/pages/attention-view/fetch-attention.ts';
import type { Inspection, InspectRequest, RunInfo } from '../../../../../src/workers/rpc/api/lab-api.ts';
import { FakeLab } from '../../../support/fake-lab.ts';

async function fetchAttentionFor(prompt: string, layer = 1, head = 2) {
  const lab = new FakeLab({ layers: 2, heads: 4 });
  const requests: InspectRequest[] = [];
  const inspect = (request: InspectRequest): Promise<Inspection> => {
    requests.push(request);
    return lab.inspect(request);
  };
  const run: RunInfo = await lab.create();
  return { requests, result: await fetchAttention(inspect, { run, step: 0, prompt, layer, head }) };
}

test('one request reads all patterns and one layer’s scores, the other ablates the head', async () => {
  const { requests } = await fetchAttentionFor('a fluffy blue creature');
  expect(requests).toEqual([
    {
      text: 'a fluffy blue creature',
      names: ['blocks.0.attn.hook_pattern', 'blocks.1.attn.hook_pattern', 'blocks.1.attn.hook_attn_scores'],
    },
    {
      text: 'a fluffy blue creature',
      names: [],
      interventions: [{ name: 'blocks.1.attn.hook_z', kind: 'zero', head: 2 }],
    },
  ]);
});

test('the result is that of the requested head', async () => {
  const { result } = await fetchAttentionFor('a fluffy blue creature');
  const pattern = result.inspection.activations['blocks.1.attn.hook_pattern'];
  expect([...(result.headAttention?.pattern ?? [])]).toEqual([
    ...(pattern?.data.slice(2 * 16, 3 * 16) ?? []),
  ]);
  expect(result.headAttention?.tokens).toEqual(['a', 'fluffy', 'blue', 'creature']);
  expect(result.patterns).toHaveLength(2);
});

test('an invalid prompt has no head attention', async () => {
  const { result } = await fetchAttentionFor('a fluffy unicorn');
  expect(result.inspection.unknown).toEqual(['unicorn']);
  expect(result.headAttention).toBeUndefined();
  expect(result.patterns).toEqual([]);
});
