// Opens panels of chapters 1 to 3 in a browser test, as a visitor does: by group, then by name.

import type { Page } from 'puppeteer';
import {
  groupsOf,
  type PanelGroups,
  type PanelKey,
  panelsOf,
  type StagePanel,
} from '../../../src/ui/course/chapter-stage/panel-groups.ts';
import { pageReader } from '../browser/page-reader.ts';

export function panelOpener<TGroups extends PanelGroups<StagePanel>>(
  page: () => Page,
  stage: string,
  panels: TGroups,
) {
  const { press } = pageReader(page);
  const groups = groupsOf(panels);
  const openGroup = (label = '') => press(`${stage} >>> .work > lab-panel-bar`, label);
  return {
    groups,
    openGroup,
    /** Until `element` is in the panel. */
    async show(panel: PanelKey<TGroups>, element: string): Promise<void> {
      await openGroup(groups.find((group) => panel in group.panels)?.label);
      await press(`${stage} >>> #panel`, panelsOf<StagePanel>(panels)[panel].label);
      await page().waitForSelector(`${stage} >>> ${element}`, { visible: true });
    },
  };
}
