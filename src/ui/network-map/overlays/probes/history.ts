// One probe along the checkpoints of the training: fitted anew at each, with shuffled labels as its control.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { offsetText } from '../../../../shared/offset-text.ts';
import type { StepResult } from '../../../../workers/rpc/api/lab-api.ts';
import type { AlongRunEvent } from '../../../events/index.ts';
import { formatPercent } from '../../../format/numbers.ts';
import type { ChartLine } from '../../../views/charts/line-chart/chart-data.ts';
import type { AlongChart } from '../../../views/runs/along-checkpoints/along-checkpoints.ts';
import '../../../views/runs/along-checkpoints/along-checkpoints.ts';
import { type LensTask, lensAlongTask } from '../lens-task.ts';
import type { PanelPage } from '../panel.ts';
import type { Probes } from './places.ts';

/** A label, and where it is read. */
interface Place {
  readonly set: string;
  readonly place: { readonly name: string; readonly offset: number };
}

export class ProbeHistory {
  readonly #page: PanelPage;
  readonly task: LensTask<'probes', StepResult<Probes>[]>;
  /** One array as long as nothing changes. */
  #shown?: { readonly of: readonly StepResult<Probes>[]; readonly charts: readonly AlongChart[] };

  constructor(page: PanelPage) {
    this.#page = page;
    this.task = lensAlongTask(page, 'probes');
  }

  render(probes: Probes | undefined, detail: Probes['detail'] | undefined): TemplateResult | typeof nothing {
    if (!probes || !detail) return nothing;
    const { name, meaning, offset } = detail.place;
    const lens = { set: probes.set, place: { name, offset } };
    const run = ({ run }: AlongRunEvent) => (run === 'stop' ? this.task.abort() : void this.task.run(lens));
    const { step, checkpoints } = this.#page.training;
    return html`<lab-along-checkpoints
      slot="along"
      heading=${msg('When can it be read there?')}
      .charts=${this.#chartsOf(lens)}
      .step=${step}
      .checkpoints=${checkpoints}
      .task=${this.task.state}
      @lab-along-run=${run}
    >
      ${msg(str`The probe ${meaning}, ${offsetText(offset)}, is fitted anew at every checkpoint of the training, on the same words in the same folds. The place was chosen at the end: elsewhere it may be read earlier.`)}
    </lab-along-checkpoints>`;
  }

  /** Of this probe; empty before it was computed, and after an edit. */
  #chartsOf(lens: Place): readonly AlongChart[] {
    const { request, result } = this.task.state;
    const isSame = this.task.isOfEdits && JSON.stringify(request?.lens) === JSON.stringify(lens);
    if (!isSame || !result) return [];
    if (this.#shown?.of !== result) this.#shown = { of: result, charts: [probeChart(result)] };
    return this.#shown.charts;
  }
}

function probeChart(history: readonly StepResult<Probes>[]): AlongChart {
  return {
    summary: msg('Accuracy of the probe'),
    lines: probeLines(history),
    yMax: 1.02,
    format: formatPercent,
  };
}

function probeLines(history: readonly StepResult<Probes>[]): readonly ChartLine[] {
  const along = (value: (place: Probes['detail']['place']) => number) =>
    history.map(({ step, result }) => [step, value(result.detail.place)] as const);
  return [
    {
      name: msg('most frequent class'),
      colour: 'grey',
      style: 'dashed',
      points: along(({ majority }) => majority),
    },
    {
      name: msg('shuffled labels, highest'),
      colour: 'red',
      style: 'dashed',
      points: along(({ shuffledHighest }) => shuffledHighest),
    },
    { name: msg('95 % from'), colour: 'blue', style: 'faint', points: along(({ interval }) => interval[0]) },
    { name: msg('to'), colour: 'blue', style: 'faint', points: along(({ interval }) => interval[1]) },
    { name: msg('accuracy'), colour: 'blue', style: 'dotted', points: along(({ accuracy }) => accuracy) },
  ];
}
