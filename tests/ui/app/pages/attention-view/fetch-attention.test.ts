// The attention view's query, and what the view derives from its result.
import { expect, test } from 'vitest';
import { fetchAttention } from '../../../../../src/ui/app/pages/attention-view/fetch-attention.ts';
import type { Query, RunInfo } from '../../../../../src/workers/rpc/api/lab-api.ts';
import { FakeLab } from '../../../support/fake-lab.ts';

async function fetchAttentionFor(prompt: string, layer = 1, head = 2) {
  const lab = new FakeLab({ layers: 2, heads: 4 });
  const queries: Query[] = [];
  const query = (request: Query) => {
    queries.push(request);
    return lab.query(request);
  };
  const run: RunInfo = await lab.create();
  return { queries, result: await fetchAttention({ query }, { run, step: 0, prompt, layer, head }) };
}

test('one query reads every pattern, the scores of one layer, and a variant with the head ablated', async () => {
  const { queries } = await fetchAttentionFor('a fluffy blue creature');
  expect(queries).toEqual([
    {
      prompt: 'a fluffy blue creature',
      activations: [
        'blocks.0.attn.hook_pattern',
        'blocks.1.attn.hook_pattern',
        'blocks.1.attn.hook_attn_scores',
      ],
      variants: {
        ablated: { interventions: [{ name: 'blocks.1.attn.hook_z', kind: 'zero', head: 2 }] },
      },
    },
  ]);
});

test('the attention is that of the selected head', async () => {
  const { result } = await fetchAttentionFor('a fluffy blue creature');
  const pattern = result.inspection.activations['blocks.1.attn.hook_pattern'];
  expect([...(result.headAttention?.pattern ?? [])]).toEqual([
    ...(pattern?.data.slice(2 * 16, 3 * 16) ?? []),
  ]);
  expect(result.headAttention?.tokens).toEqual(['a', 'fluffy', 'blue', 'creature']);
  expect(result.patterns).toHaveLength(2);
});

test('a prompt with unknown words has no attention', async () => {
  const { result } = await fetchAttentionFor('a fluffy unicorn');
  expect(result.inspection.unknown).toEqual(['unicorn']);
  expect(result.headAttention).toBeUndefined();
  expect(result.patterns).toEqual([]);
});
