// The panels of chapter 5 and its moments correspond.
import { expect, test } from 'vitest';
import { chapter } from '../../../../src/ui/course/05-transformers/chapter.ts';
import { momentOf, PANEL_NAMES, panelOf } from '../../../../src/ui/course/05-transformers/panels.ts';
import { INTERLUDE } from '../../../../src/ui/course/moments.ts';

test('every moment has a panel', () => {
  const staged = chapter.moments.filter(({ view }) => view !== INTERLUDE);
  expect(staged.filter((moment) => !panelOf(moment))).toEqual([]);
});

test('every panel has a moment, and panel names are unique', () => {
  expect(PANEL_NAMES.filter((panel) => !momentOf(panel))).toEqual([]);
  expect(new Set(PANEL_NAMES).size).toBe(PANEL_NAMES.length);
});

test('moments share a panel only for the count of weights', () => {
  const shared = chapter.moments.filter((moment) => {
    const panel = panelOf(moment);
    return panel && momentOf(panel) !== moment;
  });
  expect(shared.every((moment) => panelOf(moment) === 'counts')).toBe(true);
});
