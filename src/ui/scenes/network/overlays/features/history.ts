// The transcoders of the end along the checkpoints of the training: what they lose there, and when the chosen feature is active.

import { msg, str } from '@lit/localize';
import { nothing } from 'lit';
import { featureHistory } from '../../../../../shared/feature-history.ts';
import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger } from '../../../../format/numbers.ts';
import type { AlongChart } from '../../../../views/runs/along-checkpoints/along-checkpoints.ts';
import { AlongTraining, type History } from '../along-training.ts';
import type { PanelPage } from '../panel.ts';
import type { FeaturePlace } from './request.ts';

export const driftHistory = (page: PanelPage) => new AlongTraining(page, 'transcoder-drift', driftCharts);

export function renderDriftHistory(
  history: AlongTraining<'transcoder-drift'>,
  transcoders: LensResult<'transcoders'> | undefined,
  chosen: FeaturePlace | undefined,
) {
  if (!transcoders) return nothing;
  const feature = chosen && { layer: chosen.layer, feature: chosen.feature };
  return history.render({
    ...{ lens: { ...(feature && { feature }) }, of: transcoders },
    heading: feature
      ? msg(str`When does feature ${feature.feature} of MLP ${feature.layer + 1} appear?`)
      : msg('When do these features describe the model?'),
    text: msg(
      str`The transcoders stay those of step ${formatInteger(transcoders.step)}, so that a feature is the same one at every checkpoint; trained anew they would fit each. Before, the model may have the same in another direction: then they miss it. ${feature ? msg('Correlations are with the activations at the end, on the same held-out tokens; with those of other rows, what the position alone gives.') : ''}`,
    ),
  });
}

const ofUnit = (value: number) => formatFixed(value, 2);

function driftCharts(history: History<'transcoder-drift'>): readonly AlongChart[] {
  const along = (value: (drift: LensResult<'transcoder-drift'>) => number) =>
    history.map(({ step, result }) => [step, value(result)] as const);
  const loss: AlongChart = {
    summary: msg('Loss on held-out text, in nats,'),
    format: ofUnit,
    lines: [
      { name: msg('MLPs at zero'), colour: 'grey', style: 'dashed', points: along(({ loss }) => loss.zero) },
      {
        name: msg('with the transcoders'),
        colour: 'red',
        style: 'dotted',
        points: along(({ loss }) => loss.spliced),
      },
      { name: msg('the model'), colour: 'blue', style: 'dotted', points: along(({ loss }) => loss.clean) },
    ],
  };
  const rows = history.flatMap(({ result }) => result.feature ?? []);
  if (rows.length < history.length) return [loss];
  const steps = featureHistory(rows);
  const over = (key: keyof (typeof steps)[number]) =>
    steps.map((each, i) => [history[i].step, each[key]] as const);
  const feature: AlongChart = {
    ...{ summary: msg('The feature'), yMin: -0.25, yMax: 1.02, format: ofUnit },
    lines: [
      { name: msg('correlation, other rows'), colour: 'grey', style: 'dashed', points: over('otherRow') },
      { name: msg('share of tokens'), colour: 'teal', style: 'dotted', points: over('active') },
      { name: msg('correlation with the end'), colour: 'blue', style: 'dotted', points: over('same') },
    ],
  };
  return [feature, loss];
}
