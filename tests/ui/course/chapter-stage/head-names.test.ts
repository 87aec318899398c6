// Heads are named by patterns that are far above chance.
import { expect, test } from 'vitest';
import { scoreLines } from '../../../../src/ui/course/06-attention/views/score-history/score-lines.ts';
import { bestHeads, headName } from '../../../../src/ui/course/chapter-stage/head-names.ts';
import type { Evaluation, HeadPatternResult } from '../../../../src/workers/rpc/api/lab-api.ts';

const headPattern = (name: string, chance: number, scores: number[][], queries = 10): HeadPatternResult => ({
  habit: name,
  chance,
  scores,
  queries,
});

const HEAD_PATTERNS = [
  headPattern('previous token', 0.1, [[0.6, 0.1]]),
  headPattern('first token', 0.5, [[0.7, 0.2]]),
  headPattern('noun to adjective', 0.08, [[0.05, 0.84]]),
  headPattern('induction', 0, [[0, 0]], 0),
];

test('a head is named after every clear pattern, the clearest first', () => {
  const both = [...HEAD_PATTERNS, headPattern('pronoun to noun', 0.05, [[0, 0.99]])];
  expect(headName(both, 0, 1)).toBe('pronoun → noun, noun → adjective');
});

test('a head whose patterns are not clear has no name', () => {
  expect(headName(HEAD_PATTERNS, 0, 0)).toBe('previous token');
  expect(headName(HEAD_PATTERNS, 0, 1)).toBe('noun → adjective');
  expect(headName([headPattern('induction', 0.04, [[0.3]])], 0, 0)).toBeUndefined();
});

test('each pattern that occurs has a best head', () => {
  expect(bestHeads(HEAD_PATTERNS).map(({ head, isClear }) => [head, isClear])).toEqual([
    [0, true],
    [0, false],
    [1, true],
  ]);
});

test('over training a pattern has a line for each head, one for chance, and correct copies for induction', () => {
  const at = (step: number, score: number): Evaluation => ({
    step,
    validationLoss: 1,
    measures: [{ name: 'copying', description: '', value: score / 2, count: 1 }],
    habits: [headPattern('induction', 0.04, [[0.1, score]]), headPattern('first token', 0.2, [[0.5, 0.1]])],
    completions: [],
  });
  const evaluations = [at(0, 0.05), at(20, 0.9)];
  const lines = scoreLines(evaluations, 'induction', { layer: 0, head: 0 }, 100);
  expect(lines.map(({ name, style }) => [name, style])).toEqual([
    ['head 1.1', 'line'],
    ['correct copies', 'line'],
    ['head 1.2', 'dotted'],
    ['chance', 'dashed'],
  ]);
  expect(lines[2].points).toEqual([
    [0, 0.05],
    [20, 0.9],
  ]);
  expect(lines[3].points).toEqual([
    [0, 0.04],
    [100, 0.04],
  ]);
  expect(scoreLines(evaluations, 'first token', { layer: 0, head: 0 }, 100).map(({ name }) => name)).toEqual([
    'head 1.2',
    'head 1.1',
    'chance',
  ]);
  expect(scoreLines([], 'induction', { layer: 0, head: 0 }, 100)).toEqual([]);
});
