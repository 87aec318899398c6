// One look: what is asked for, and what the view makes of the answer.
import { expect, test } from 'vitest';
import { look } from '../../../../src/ui/views/attention/look.ts';
import type { Inspection, InspectRequest, RunInfo } from '../../../../src/workers/lab-api.ts';
import { FakeLab } from '../../support/fake-lab.ts';

async function lookAt(prompt: string, layer = 1, head = 2) {
  const lab = new FakeLab({ layers: 2, heads: 4 });
  const asked: InspectRequest[] = [];
  const inspect = (request: InspectRequest): Promise<Inspection> => {
    asked.push(request);
    return lab.inspect(request);
  };
  const run: RunInfo = await lab.create();
  return { asked, seen: await look(inspect, { run, step: 0, prompt, layer, head }) };
}

test('one question reads every pattern and one layer’s scores, the other switches the head off', async () => {
  const { asked } = await lookAt('a fluffy blue creature');
  expect(asked).toEqual([
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

test('the reading is that of the head asked for', async () => {
  const { seen } = await lookAt('a fluffy blue creature');
  const pattern = seen.inspection.activations['blocks.1.attn.hook_pattern'];
  expect([...(seen.reading?.pattern ?? [])]).toEqual([...(pattern?.data.slice(2 * 16, 3 * 16) ?? [])]);
  expect(seen.reading?.tokens).toEqual(['a', 'fluffy', 'blue', 'creature']);
  expect(seen.patterns).toHaveLength(2);
});

test('a prompt that could not be read has no reading', async () => {
  const { seen } = await lookAt('a fluffy unicorn');
  expect(seen.inspection.unknown).toEqual(['unicorn']);
  expect(seen.reading).toBeUndefined();
  expect(seen.patterns).toEqual([]);
});
