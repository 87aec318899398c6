// Head, token, MLP and neuron of a moment by what they do.
import { expect, test } from 'vitest';
import { type RoleEvidence, resolveRoles } from '../../../../src/ui/course/chapter-stage/roles.ts';
import type { HeadPatternResult, Tensor } from '../../../../src/workers/rpc/api/lab-api.ts';

const tokens = ['The', 'blue', 'creature', 'roamed'].map((text, id) => ({ id, text }));

/** A layer of two heads over four tokens: zero except for the entries [head, query, key, value]. */
function layerOf(...cells: readonly (readonly [number, number, number, number])[]): Tensor {
  const data = new Float32Array(2 * 4 * 4);
  for (const [head, query, key, value] of cells) data[(head * 4 + query) * 4 + key] = value;
  return { data, shape: [2, 4, 4] };
}

const pattern = (habit: string, scores: number[][]) =>
  ({ habit, scores, chance: 0.1, queries: 9 }) as HeadPatternResult;
const evidence: RoleEvidence = {
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

test('the best head of a pattern, and the token of a word', () => {
  const roles = { role: 'noun to adjective', word: 'creature' };
  expect(resolveRoles(roles, {}, evidence)).toEqual({ layer: 1, head: 1, token: 2 });
  expect(resolveRoles({ role: 'pronoun to noun' }, {}, evidence)).toEqual({ layer: 0, head: 1 });
});

test('the head that looks most from a token to words', () => {
  expect(resolveRoles({ role: ['blue'] }, {}, evidence)).toEqual({ layer: 1, head: 1 });
  expect(resolveRoles({ role: ['creature', 'absent'] }, {}, evidence)).toEqual({ layer: 1, head: 0 });
});

test('a model without the pattern shows its clearest head', () => {
  expect(resolveRoles({ role: 'induction' }, {}, evidence)).toEqual({ layer: 1, head: 0, token: 3 });
});

test('the MLP and the neuron that add most to the answer, at its token alone', () => {
  expect(resolveRoles({ answer: true }, {}, evidence)).toEqual({ layer: 1, head: 0, neuron: 1 });
  expect(resolveRoles({ answer: true }, { token: 1 }, evidence)).toEqual({ layer: 1, head: 0, token: 1 });
});

test('the visitor’s selection comes first', () => {
  const roles = { role: 'noun to adjective', word: 'creature' };
  expect(resolveRoles(roles, { layer: 0, head: 0, token: 1 }, evidence)).toEqual({
    layer: 0,
    head: 0,
    token: 1,
  });
  expect(resolveRoles(roles, { token: 3 }, evidence)).toEqual({ layer: 1, head: 1, token: 3 });
});

test('nothing is known of a prompt that cannot be read', () => {
  expect(resolveRoles({ role: 'noun to adjective', word: 'creature' }, {}, { tokens: [] })).toEqual({
    layer: 0,
    head: 0,
  });
});
