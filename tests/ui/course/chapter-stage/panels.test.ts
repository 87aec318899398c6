// The panels of each chapter and its moments correspond.
import { expect, test } from 'vitest';
import { PANELS as PANELS_1 } from '../../../../src/ui/course/01-neural-network/panels.ts';
import { PANELS as PANELS_2 } from '../../../../src/ui/course/02-gradient-descent/panels.ts';
import { PANELS as PANELS_3 } from '../../../../src/ui/course/03-backpropagation/panels.ts';
import { PANELS as PANELS_5 } from '../../../../src/ui/course/05-transformers/panels.ts';
import { PANELS as PANELS_6 } from '../../../../src/ui/course/06-attention/panels.ts';
import { PANELS as PANELS_7 } from '../../../../src/ui/course/07-facts/panels.ts';
import {
  groupsOf,
  type PanelGroups,
  panelOfView,
  panelsOf,
  type StagePanel,
} from '../../../../src/ui/course/chapter-stage/panel-groups.ts';
import { COURSE } from '../../../../src/ui/course/course.ts';
import { INTERLUDE } from '../../../../src/ui/course/moments.ts';

interface Case {
  readonly chapter: number;
  readonly table: PanelGroups<StagePanel>;
  /** Panels that several moments share. */
  readonly shared: readonly string[];
  /** Panels that no moment shows. */
  readonly tools: readonly string[];
}

const CASES: readonly Case[] = [
  { chapter: 5, table: PANELS_5, shared: ['counts'], tools: Object.keys(PANELS_5.Tools) },
  { chapter: 6, table: PANELS_6, shared: [], tools: Object.keys(PANELS_6.Tools) },
  {
    chapter: 7,
    table: PANELS_7,
    shared: ['layers', 'block', 'toy', 'gate', 'curve', 'columns', 'counts', 'angles'],
    tools: Object.keys(PANELS_7.Tools),
  },
];

test.each(CASES)(
  'every moment of chapter $chapter has a panel, and every panel a moment',
  ({ chapter, table, ...expected }) => {
    const names = groupsOf(table).flatMap(({ panels }) => Object.keys(panels));
    expect(new Set(names).size).toBe(names.length);
    const views = COURSE[chapter - 1].moments.map(({ view }) => view).filter((view) => view !== INTERLUDE);
    expect(views.filter((view) => !names.includes(view))).toEqual([]);
    expect(names.filter((name) => !views.includes(name))).toEqual(expected.tools);
    const isShared = (name: string) => views.indexOf(name) !== views.lastIndexOf(name);
    expect(names.filter(isShared).toSorted()).toEqual(expected.shared.toSorted());
  },
);

test('the moments that share a panel of chapter 5 count different weights', () => {
  const marked = COURSE[4].moments
    .filter(({ view }) => view === 'counts')
    .map(({ settings }) => settings?.show);
  expect(new Set(marked).size).toBe(marked.length);
});

test.each([
  { chapter: 1, table: PANELS_1, without: [] },
  { chapter: 2, table: PANELS_2, without: ['rates', 'trained', 'planes'] },
  { chapter: 3, table: PANELS_3, without: [] },
])('every moment of chapter $chapter has a panel, and every panel a time of the video', (each) => {
  const panels = panelsOf<StagePanel>(each.table);
  const views = COURSE[each.chapter - 1].moments.map(({ view }) => view).filter((view) => view !== INTERLUDE);
  const shown = views.map((view) => panelOfView(panels, view));
  expect(shown).not.toContain(undefined);
  const others = Object.keys(panels).filter((name) => !shown.includes(name));
  expect(others).toEqual(each.without);
  for (const name of others) expect(panels[name].startTime).toBeGreaterThan(0);
});
