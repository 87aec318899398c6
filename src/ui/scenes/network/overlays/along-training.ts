// A lens along the checkpoints of the training, as a part of a panel.

import { html, type TemplateResult } from 'lit';
import { memoize } from '../../../../shared/memoize.ts';
import type { LensName, LensRequest, LensResult, StepResult } from '../../../../workers/rpc/api/lab-api.ts';
import type { AlongRunEvent } from '../../../events/index.ts';
import type { AlongChart } from '../../../views/runs/along-checkpoints/along-checkpoints.ts';
import '../../../views/runs/along-checkpoints/along-checkpoints.ts';
import { LensTask } from './lens-task.ts';
import type { PanelPage } from './panel.ts';

export type History<Name extends LensName> = readonly StepResult<LensResult<Name>>[];

interface Along<Name extends LensName> {
  readonly lens: LensRequest<Name>;
  /** What else the numbers belong to: with another one they are dropped. */
  readonly of?: unknown;
  readonly heading: string;
  readonly text: string;
}

const NONE: readonly AlongChart[] = [];

export class AlongTraining<Name extends LensName> {
  readonly #page: PanelPage;
  readonly #task: LensTask<Name, History<Name>>;
  readonly #charts: (history: History<Name>) => readonly AlongChart[];
  #of: unknown;

  constructor(page: PanelPage, name: Name, charts: (history: History<Name>) => readonly AlongChart[]) {
    this.#page = page;
    this.#task = new LensTask(page, (lens, options) => page.lensAlong(name, lens, options));
    this.#charts = memoize(charts);
  }

  /** Without charts before they were computed, and after an edit. */
  render({ lens, of, heading, text }: Along<Name>): TemplateResult {
    const { request, result } = this.#task.state;
    const isOfLens = JSON.stringify(request?.lens) === JSON.stringify(lens);
    const isSame = isOfLens && this.#of === of && this.#task.isOfEdits;
    const { step, checkpoints } = this.#page.training;
    const run = ({ run }: AlongRunEvent) => (run === 'stop' ? this.#task.abort() : this.#compute(lens, of));
    return html`<lab-along-checkpoints
      slot="along"
      heading=${heading}
      .charts=${isSame && result ? this.#charts(result) : NONE}
      .step=${step}
      .checkpoints=${checkpoints}
      .task=${this.#task.state}
      @lab-along-run=${run}
    >
      ${text}
    </lab-along-checkpoints>`;
  }

  #compute(lens: LensRequest<Name>, of: unknown): void {
    if (this.#of !== of) this.#task.reset();
    this.#of = of;
    void this.#task.run(lens);
  }

  reset(): void {
    this.#task.reset();
  }
}
