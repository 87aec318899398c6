// Each moment of chapter 5 is one of the chooser's panels, and each panel is what some moment shows.
import { expect, test } from 'vitest';
import { chapter } from '../../../../src/ui/course/05-transformers/chapter.ts';
import { momentOf, PANEL_NAMES, panelOf } from '../../../../src/ui/course/05-transformers/panels.ts';
import { INTERLUDE } from '../../../../src/ui/course/moments.ts';

test('no moment is without a panel', () => {
  const staged = chapter.moments.filter(({ view }) => view !== INTERLUDE);
  expect(staged.filter((moment) => !panelOf(moment))).toEqual([]);
});

test('no panel is without a moment, and no name stands twice', () => {
  expect(PANEL_NAMES.filter((panel) => !momentOf(panel))).toEqual([]);
  expect(new Set(PANEL_NAMES).size).toBe(PANEL_NAMES.length);
});

test('two moments share a panel only where both count', () => {
  const shared = chapter.moments.filter((moment) => {
    const panel = panelOf(moment);
    return panel && momentOf(panel) !== moment;
  });
  expect(shared.every((moment) => panelOf(moment) === 'counts')).toBe(true);
});
