// Opens panels of chapters 1 to 3 in a browser test, as a visitor does: in the drawer, by group, then by name.

import type { Page } from 'puppeteer';
import {
  groupsOf,
  type PanelGroups,
  type PanelKey,
  panelsOf,
  type StagePanel,
} from '../../../src/ui/course/chapter-stage/panel-groups.ts';
import { openFigure } from '../browser/explore.ts';

export function panelOpener<TGroups extends PanelGroups<StagePanel>>(
  page: () => Page,
  stage: string,
  panels: TGroups,
) {
  const groups = groupsOf(panels);
  return {
    groups,
    openGroup: (label = '') => openFigure(page(), label),
    /** Until `element` is in the panel. */
    async show(panel: PanelKey<TGroups>, element: string): Promise<void> {
      const { label = '' } = groups.find((group) => panel in group.panels) ?? {};
      await openFigure(page(), label, panelsOf<StagePanel>(panels)[panel].label);
      await page().waitForSelector(`${stage} >>> ${element}`, { visible: true });
    },
  };
}
