// The transcoders of the end along the checkpoints of the training: what they lose there, and when the chosen feature is active.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { featureHistory } from '../../../../shared/feature-history.ts';
import type { LensResult, StepResult } from '../../../../workers/rpc/api/lab-api.ts';
import type { AlongRunEvent } from '../../../events/index.ts';
import { formatFixed, formatInteger } from '../../../format/numbers.ts';
import type { AlongChart } from '../../../views/runs/along-checkpoints/along-checkpoints.ts';
import '../../../views/runs/along-checkpoints/along-checkpoints.ts';
import { type LensTask, lensAlongTask } from '../lens-task.ts';
import type { PanelPage } from '../panel.ts';

type Drift = LensResult<'transcoder-drift'>;
type Transcoders = LensResult<'transcoders'>;
/** Layer and feature count from 0. */
interface Chosen {
  readonly layer: number;
  readonly feature: number;
}

export class FeatureHistory {
  readonly #page: PanelPage;
  readonly task: LensTask<'transcoder-drift', StepResult<Drift>[]>;
  /** The transcoders that were there when it was asked for. */
  #of?: Transcoders;
  /** One array as long as nothing changes. */
  #shown?: { readonly of: readonly StepResult<Drift>[]; readonly charts: readonly AlongChart[] };

  constructor(page: PanelPage) {
    this.#page = page;
    this.task = lensAlongTask(page, 'transcoder-drift');
  }

  render(transcoders: Transcoders | undefined, chosen: Chosen | undefined): TemplateResult | typeof nothing {
    if (!transcoders) return nothing;
    const feature = chosen && { layer: chosen.layer, feature: chosen.feature };
    const run = ({ run }: AlongRunEvent) =>
      run === 'stop' ? this.task.abort() : void this.#compute(transcoders, feature);
    const { step, checkpoints } = this.#page.training;
    return html`<lab-along-checkpoints
      slot="along"
      heading=${feature ? msg(str`When does feature ${feature.feature} of MLP ${feature.layer + 1} appear?`) : msg('When do these features describe the model?')}
      .charts=${this.#chartsOf(transcoders, feature)}
      .step=${step}
      .checkpoints=${checkpoints}
      .task=${this.task.state}
      @lab-along-run=${run}
    >
      ${msg(str`The transcoders stay those of step ${formatInteger(transcoders.step)}, so that a feature is the same one at every checkpoint; trained anew they would fit each. Before, the model may have the same in another direction: then they miss it. ${feature ? msg('Correlations are with the activations at the end, on the same held-out tokens; with those of other rows, what the position alone gives.') : ''}`)}
    </lab-along-checkpoints>`;
  }

  async #compute(transcoders: Transcoders, feature: Chosen | undefined): Promise<void> {
    if (this.#of !== transcoders) this.task.reset();
    this.#of = transcoders;
    await this.task.run({ ...(feature && { feature }) });
  }

  /** Of these transcoders and this feature; empty before they were computed, and after an edit. */
  #chartsOf(transcoders: Transcoders, feature: Chosen | undefined): readonly AlongChart[] {
    const { request, result } = this.task.state;
    const { feature: asked } = request?.lens ?? {};
    const isSame =
      this.#of === transcoders &&
      this.task.isOfEdits &&
      asked?.layer === feature?.layer &&
      asked?.feature === feature?.feature;
    if (!isSame || !result) return [];
    if (this.#shown?.of !== result) this.#shown = { of: result, charts: driftCharts(result) };
    return this.#shown.charts;
  }
}

const ofUnit = (value: number) => formatFixed(value, 2);

function driftCharts(history: readonly StepResult<Drift>[]): readonly AlongChart[] {
  const along = (value: (drift: Drift) => number) =>
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
