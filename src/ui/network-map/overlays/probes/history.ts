// One probe along the checkpoints of the training: fitted anew at each, with shuffled labels as its control.

import { msg, str } from '@lit/localize';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { offsetText } from '../../../../shared/offset-text.ts';
import type { LensResult, StepResult } from '../../../../workers/rpc/api/lab-api.ts';
import type { AlongRunEvent } from '../../../events/index.ts';
import { formatPercent } from '../../../format/numbers.ts';
import { CancellableTask } from '../../../state/cancellable-task.ts';
import { editsKey } from '../../../state/runs/edits-key.ts';
import type { LabStore } from '../../../state/runs/lab-store.ts';
import type { ChartLine } from '../../../views/charts/line-chart/chart-data.ts';
import type { AlongChart } from '../../../views/runs/along-checkpoints/along-checkpoints.ts';
import '../../../views/runs/along-checkpoints/along-checkpoints.ts';

type Probes = LensResult<'probes'>;

/** `step` of the weights that train, and the steps of the checkpoints before it. */
export interface Training {
  readonly step: number;
  readonly checkpoints: readonly number[];
}

/** A label, and where it is read. */
interface Place {
  readonly set: string;
  readonly name: string;
  readonly offset: number;
}

interface Request extends Place {
  /** Of the weights at the end. */
  readonly edits: string;
}

export class ProbeHistory {
  readonly task: CancellableTask<Request, StepResult<Probes>[]>;
  readonly #lab: { readonly store: Pick<LabStore, 'client' | 'value'> };
  /** One array as long as nothing changes. */
  #shown?: { readonly of: readonly StepResult<Probes>[]; readonly charts: readonly AlongChart[] };

  constructor(host: ReactiveControllerHost, lab: { readonly store: Pick<LabStore, 'client' | 'value'> }) {
    this.#lab = lab;
    this.task = new CancellableTask(host, ({ set, name, offset }, options) =>
      lab.store.client.runs.lensAlong('probes', { set, place: { name, offset } }, options),
    );
  }

  render(
    probes: Probes | undefined,
    detail: Probes['detail'] | undefined,
    { step, checkpoints }: Training,
  ): TemplateResult | typeof nothing {
    if (!probes || !detail) return nothing;
    const { name, meaning, offset } = detail.place;
    const place = { set: probes.set, name, offset };
    const run = ({ run }: AlongRunEvent) => (run === 'stop' ? this.task.abort() : this.#compute(place));
    return html`<lab-along-checkpoints
      slot="along"
      heading=${msg('When can it be read there?')}
      .charts=${this.#chartsOf(place)}
      .step=${step}
      .checkpoints=${checkpoints}
      .task=${this.task.state}
      @lab-along-run=${run}
    >
      ${msg(str`The probe ${meaning}, ${offsetText(offset)}, is fitted anew at every checkpoint of the training, on the same words in the same folds. The place was chosen at the end: elsewhere it may be read earlier.`)}
    </lab-along-checkpoints>`;
  }

  #compute({ set, name, offset }: Place): void {
    void this.task.run({ set, name, offset, edits: editsKey(this.#lab.store.value) });
  }

  /** Of this probe; empty before it was computed, and after an edit. */
  #chartsOf({ set, name, offset }: Place): readonly AlongChart[] {
    const { request, result } = this.task.state;
    const isSame =
      request?.set === set &&
      request.name === name &&
      request.offset === offset &&
      request.edits === editsKey(this.#lab.store.value);
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
