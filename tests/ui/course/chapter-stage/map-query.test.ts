// Panel and map read one query; a lens that both need differently belongs to the panel.
import { expect, test } from 'vitest';
import { queryWithMap } from '../../../../src/ui/course/chapter-stage/map-query.ts';
import type { Query, QueryResult } from '../../../../src/workers/rpc/api/lab-api.ts';
import { CONFIGS } from '../../network-map/configs.ts';

const HEAD = { shot: { at: 'head' }, focus: { layer: 1, head: 0, token: 2 }, neurons: 4 } as const;

async function ask(panel: Query & { prompt: string }) {
  const asked: Query[] = [];
  const query = async (request: Query) => {
    asked.push(request);
    const lenses = Object.fromEntries(Object.keys(request.lenses ?? {}).map((name) => [name, { name }]));
    const next = [{ id: 0, text: 'a', logit: 0, probability: 1 }];
    return {
      step: 3,
      tokens: [],
      next,
      activations: {},
      variants: {},
      lenses,
      errors: {},
    } as unknown as QueryResult;
  };
  const result = await queryWithMap({ query }, panel, HEAD, CONFIGS.small, 5);
  expect(asked).toHaveLength(1);
  return { asked: asked[0], result };
}

test('activations and lenses of both are in one query', async () => {
  const { asked, result } = await ask({ prompt: 'a b', activations: ['logits'], lenses: { parameters: {} } });
  expect(asked.activations).toEqual(expect.arrayContaining(['logits', 'blocks.1.attn.hook_v']));
  expect(new Set(asked.activations).size).toBe(asked.activations?.length);
  expect(Object.keys(asked.lenses ?? {}).sort()).toEqual(['head-trace', 'parameters']);
  expect(asked.lenses?.['head-trace']).toEqual({ text: 'a b', layer: 1, head: 0, query: 2 });
  expect(Object.keys(result.mapValues?.lenses ?? {})).toEqual(['head-trace']);
});

test('a lens that both request in the same way is shared, one of another head is not', async () => {
  const trace = (head: number) => ({ 'head-trace': { text: 'a b', layer: 1, head, query: 2 } });
  expect((await ask({ prompt: 'a b', lenses: trace(0) })).result.mapValues?.lenses).toHaveProperty(
    'head-trace',
  );
  const { asked, result } = await ask({ prompt: 'a b', lenses: trace(1) });
  expect(asked.lenses?.['head-trace']).toMatchObject({ head: 1 });
  expect(result.mapValues?.lenses).toEqual({});
});

test('with generated tokens the map reads activations alone: its lenses would miss them', async () => {
  const { asked } = await ask({ prompt: 'a b', generated: [1] });
  expect(asked.lenses).toEqual({});
  expect(asked.activations).toContain('blocks.1.attn.hook_v');
});
