import { expect, test } from 'vitest';
import { suggestionsFor } from '../../../../../src/ui/app/pages/train-view/suggestions.ts';
import { PANELS as PANELS_5 } from '../../../../../src/ui/course/05-transformers/panels.ts';
import { PANELS as PANELS_6 } from '../../../../../src/ui/course/06-attention/panels.ts';
import { PANELS as PANELS_7 } from '../../../../../src/ui/course/07-facts/panels.ts';
import {
  type PanelGroups,
  panelsOf,
  type StagePanel,
} from '../../../../../src/ui/course/chapter-stage/panel-groups.ts';
import { INITIAL_PAGE } from '../../../../../src/ui/types/page.ts';

const names = (table: PanelGroups<StagePanel>) => Object.keys(panelsOf(table));

const PANELS: Readonly<Record<number, Readonly<Record<string, readonly string[]>>>> = {
  5: { panel: names(PANELS_5) },
  6: { view: names(PANELS_6) },
  7: { panel: names(PANELS_7) },
};

test.each(['facts', 'league', 'stories', 'repeats', 'text', 'world'])(
  'suggestions after training %s link to existing panels',
  (preset) => {
    const pages = suggestionsFor(preset).map(({ toPage }) => toPage(INITIAL_PAGE));
    expect(pages[0].view).toBe('attention');
    expect(pages.length).toBeGreaterThan(1);
    for (const { view, chapter, stage } of pages.slice(1)) {
      expect(view).toBe('chapter');
      const [[name, value]] = Object.entries(stage.show);
      expect(PANELS[chapter][name]).toContain(value);
    }
  },
);
