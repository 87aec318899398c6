// Texts of the attention grid: numbers, sentences, summary and table.
import { expect, test } from 'vitest';
import {
  cellNumbers,
  cellSentence,
  gridSummary,
  gridTable,
} from '../../../../../src/ui/views/attention/attention-grid/grid-text.ts';
import { headFixture } from '../../../support/head-fixture.ts';

test('a cell has a score and a weight', () => {
  expect(cellNumbers(headFixture, { query: 2, key: 0 })).toEqual({ score: '+3.10', weight: '90.0\u202f%' });
  expect(cellSentence(headFixture, { query: 2, key: 0 })).toBe(
    '“blue” attends to “a” with a weight of 90.0\u202f%.',
  );
});

test('a masked cell is described as masked, not as zero', () => {
  expect(cellNumbers(headFixture, { query: 0, key: 2 })).toEqual({ score: '−∞', weight: 'masked' });
  expect(cellSentence(headFixture, { query: 0, key: 2 })).toBe(
    'Masked: “a” cannot attend to “blue”, which comes after it.',
  );
});

test('an unmasked weight of zero is a number', () => {
  expect(cellNumbers(headFixture, { query: 3, key: 1 }).weight).toBe('0.0\u202f%');
});

test('the table has a column for each query, or a row in the other orientation', () => {
  const video = gridTable(headFixture, 'pattern', 'queries-top', 'head 1.1', 3);
  expect(video.columns).toEqual(['key ↓ query →', '1 a', '2 fluffy', '3 blue', '4 creature']);
  expect(video.rows[0]).toEqual({
    name: '1 a',
    cells: ['100.0\u202f%', '50.0\u202f%', '90.0\u202f%', '30.0\u202f%'],
  });
  expect(video.rows[3].cells.slice(0, 3)).toEqual(['masked', 'masked', 'masked']);

  const paper = gridTable(headFixture, 'pattern', 'queries-left', 'head 1.1', 3);
  expect(paper.rows[2].cells).toEqual(['90.0\u202f%', '10.0\u202f%', '0.0\u202f%', 'masked']);
});

test('the summary lists the strongest key of each query', () => {
  expect(gridSummary(headFixture, 'head 1.1', 3)).toBe(
    'Attention of head 1.1 over 4 tokens. Strongest key of each query: a → a, fluffy → a, blue → a, creature → creature.',
  );
});
