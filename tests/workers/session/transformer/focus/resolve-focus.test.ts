// Head, token, MLP and neuron by what they do in the model.
import { expect, test } from 'vitest';
import type { FocusRequest, Place } from '../../../../../src/shared/focus.ts';
import type { HeadPatternResult, Tensor } from '../../../../../src/workers/rpc/api/lab-api.ts';
import {
  type FocusEvidence,
  resolveFocus,
} from '../../../../../src/workers/session/transformer/focus/resolve-focus.ts';

const tokens = ['The', 'blue', 'creature', 'roamed'].map((text, id) => ({ id, text }));

/** A layer of two heads over four tokens: zero except for the entries [head, query, key, value]. */
function layerOf(...cells: readonly (readonly [number, number, number, number])[]): Tensor {
  const data = new Float32Array(2 * 4 * 4);
  for (const [head, query, key, value] of cells) data[(head * 4 + query) * 4 + key] = value;
  return { data, shape: [2, 4, 4] };
}

const pattern = (habit: string, scores: number[][]) =>
  ({ habit, scores, chance: 0.1, queries: 9 }) as HeadPatternResult;
const evidence: FocusEvidence = {
  tokens,
  patterns: [layerOf([0, 3, 1, 0.3]), layerOf([1, 3, 1, 0.6], [0, 3, 2, 0.9])],
  headPatterns: [
    pattern('noun to adjective', [
      [0.8, 0.1],
      [0.2, 0.9],
    ]),
    pattern('pronoun to noun', [
      [0.1, 0.7],
      [0.2, 0.3],
    ]),
  ],
  attribution: {
    mlps: [5, 9],
    neurons: [
      [1, 4],
      [2, 8, 3],
    ],
  },
};

const placeOf = (focus: FocusRequest, known: FocusEvidence = evidence, read = 4): Place =>
  resolveFocus(focus, known, { L: 2, H: 2 }, read);

test('the best head of a pattern, and the token of a word, the last one by default', () => {
  const head = { role: 'noun to adjective', word: 'creature' };
  expect(placeOf(head)).toEqual({ layer: 1, head: 1, token: 2 });
  expect(placeOf({ role: 'pronoun to noun' })).toEqual({ layer: 0, head: 1, token: 3 });
});

test('a pattern follows content: its attention at the same distances elsewhere is taken off', () => {
  const positional = [
    [0, 0.1],
    [0, 0.9],
  ];
  const [first] = evidence.headPatterns ?? [];
  const known = { ...evidence, headPatterns: [{ ...first, positional }] };
  expect(placeOf({ role: 'noun to adjective' }, known)).toMatchObject({ layer: 0, head: 0 });
  const absent = { ...evidence, headPatterns: [{ ...first, queries: 0 }] };
  expect(placeOf({ role: 'noun to adjective' }, absent)).toEqual({ layer: 1, head: 0, token: 3 });
});

test('the head that looks most from a token to words', () => {
  expect(placeOf({ role: ['blue'] })).toEqual({ layer: 1, head: 1, token: 3 });
  expect(placeOf({ role: ['creature', 'absent'] })).toEqual({ layer: 1, head: 0, token: 3 });
});

test('a model without the pattern shows its clearest head', () => {
  expect(placeOf({ role: 'induction' })).toEqual({ layer: 1, head: 0, token: 3 });
});

test('a prompt without the word has its last token', () => {
  expect(placeOf({ word: 'mole' })).toEqual({ layer: 0, head: 0, token: 3 });
  expect(placeOf({ role: ['mole'] })).toEqual({ layer: 1, head: 0, token: 3 });
});

test('the MLP and the neuron that add most to the answer, at its token alone', () => {
  expect(placeOf({ answer: true })).toEqual({ layer: 1, head: 0, token: 3, neuron: 1 });
  expect(placeOf({ answer: true, selected: { token: 1 } })).toEqual({ layer: 1, head: 0, token: 1 });
});

test('a model without MLP has no neuron', () => {
  const { attribution: _, ...rest } = evidence;
  expect(placeOf({ answer: true }, rest)).toEqual({ layer: 0, head: 0, token: 3 });
  expect(placeOf({ answer: true }, { ...rest, attribution: { mlps: [], neurons: [] } })).toEqual({
    ...{ layer: 0, head: 0, token: 3 },
  });
});

test('what is selected comes first', () => {
  const roles = { role: 'noun to adjective', word: 'creature' };
  expect(placeOf({ ...roles, selected: { layer: 0, head: 0, token: 1 } })).toEqual({
    ...{ layer: 0, head: 0, token: 1 },
  });
  expect(placeOf({ ...roles, selected: { layer: 0 } })).toEqual({ layer: 0, head: 0, token: 2 });
  expect(placeOf({ ...roles, selected: { token: 3 } })).toEqual({ layer: 1, head: 1, token: 3 });
});

test('a place exists in the model and in what the query reads', () => {
  const far = { layer: 40, head: 40, token: 40 };
  expect(placeOf({ selected: far })).toEqual({ layer: 1, head: 1, token: 3 });
  expect(placeOf({}, evidence, 6)).toEqual({ layer: 0, head: 0, token: 5 });
});

test('nothing is known of a prompt that cannot be read', () => {
  const roles = { role: 'noun to adjective', word: 'creature', answer: true };
  expect(placeOf(roles, { tokens: [] }, 0)).toEqual({ layer: 0, head: 0, token: 0 });
});
