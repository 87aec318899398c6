// Panel and map read one query; a lens that both need differently belongs to the panel.
import { expect, test } from 'vitest';
import { FOCUS } from '../../../src/shared/focus.ts';
import {
  type NetworkRequest,
  type PanelQuery,
  toQuery,
  toValues,
} from '../../../src/ui/course/network-request.ts';
import type { QueryResult, RunInfo } from '../../../src/workers/rpc/api/lab-api.ts';
import { CONFIGS } from '../scenes/network/configs.ts';

const HEAD: NetworkRequest = {
  run: { model: CONFIGS.small } as RunInfo,
  ...{ step: 3, previewStep: undefined, edits: [], prompt: 'a b', example: undefined },
  shown: {
    shot: { at: 'head', roles: { role: ['a'], word: 'b' } },
    focus: { layer: 1 },
    neurons: 4,
  },
};
const TRACE = { text: 'a b', layer: FOCUS.layer, head: FOCUS.head, query: FOCUS.token };

/** Names of the lenses of the map in the answer to both. */
function lensesOfMap(panel: PanelQuery): string[] {
  const lenses = Object.keys(toQuery(HEAD, panel).lenses ?? {}).map((name) => [name, { name }]);
  const next = [{ id: 0, text: 'a', logit: 0, probability: 1 }];
  const result = {
    next,
    tokens: [],
    activations: {},
    variants: {},
    errors: {},
    lenses: Object.fromEntries(lenses),
  };
  return Object.keys(toValues(HEAD, panel, result as unknown as QueryResult)?.lenses ?? {});
}

test('activations and lenses of both are in one query, about the focus of the shot', () => {
  const panel: PanelQuery = { activations: ['logits'], lenses: { parameters: {} } };
  const query = toQuery(HEAD, panel);
  expect(query.focus).toEqual({ role: ['a'], word: 'b', selected: { layer: 1 } });
  expect(query.activations).toEqual(expect.arrayContaining(['logits', 'blocks.focus.attn.hook_v']));
  expect(new Set(query.activations).size).toBe(query.activations?.length);
  expect(query.lenses).toEqual({ 'head-trace': TRACE, parameters: {} });
  expect(lensesOfMap(panel)).toEqual(['head-trace']);
});

test('a lens that both request in the same way is shared, one of another head is not', () => {
  expect(lensesOfMap({ lenses: { 'head-trace': TRACE } })).toEqual(['head-trace']);
  const other: PanelQuery = { lenses: { 'head-trace': { ...TRACE, head: 1 } } };
  expect(toQuery(HEAD, other).lenses?.['head-trace']).toMatchObject({ head: 1 });
  expect(lensesOfMap(other)).toEqual([]);
});

test('with generated tokens, and without a prompt, the map reads activations alone', () => {
  const query = toQuery(HEAD, { generated: [1] });
  expect(query).toMatchObject({ generated: [1], lenses: {} });
  expect(query.activations).toContain('blocks.focus.attn.hook_v');
  expect(toQuery({ ...HEAD, prompt: ' ' }, {}).lenses).toEqual({});
});

test('a selection without a token is one of the last', () => {
  const shown = { ...HEAD.shown, focus: { token: undefined } };
  const { token = 0 } = toQuery({ ...HEAD, shown }, {}).focus?.selected ?? {};
  expect(token).toBeGreaterThan(CONFIGS.small.T);
});
