// The panel of all moments that count weights: a scene in place of the map.

import { CountingScene } from '../../scenes/counting/counting-scene.ts';
import { type CountName, isCountName } from '../../scenes/counting/counts.ts';
import { ledgerOf } from '../../scenes/counting/ledger.ts';
import type { Panel, Reading } from './panel.ts';

/** What is counted is the setting `show` of the moment. */
export const countingPanel = <TOptions, TContext extends Reading<TOptions>>(
  label: string,
): Panel<TOptions, TContext> => ({
  label,
  lenses: () => ({ parameters: {} }),
  scene(kept, { request: { run, settings }, lenses: { parameters } }) {
    const scene = kept.get(CountingScene);
    const count: CountName = isCountName(settings.show) ? settings.show : 'all';
    return parameters ? scene.show({ count, own: ledgerOf(parameters, run.model) }) : scene;
  },
});
