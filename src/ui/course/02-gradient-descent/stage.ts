// Chapter 2's stage: descent on curves and surfaces, training of the digit network, and its learned features.

import type { PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { CancellableTask } from '../../state/cancellable-task.ts';
import { compareRuns } from '../../state/digits/compare-runs.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { panelStyles } from '../../styles/panel.styles.ts';
import type { ComparedRun } from '../../types/digits.ts';
import type { DigitContext } from '../digit-stage/digit-panel.ts';
import { DigitStage } from '../digit-stage/digit-stage.ts';
import { FIRST_IMAGES } from '../digit-stage/exemplars.ts';
import { chapter } from './chapter.ts';
import { CHOICES, type Choices } from './choices.ts';
import { COMPARISONS, type ComparisonName } from './comparisons.ts';
import { CostSliceController, type Directions } from './cost-slice-controller.ts';
import { type Context, FIGURE_STYLES, PANELS } from './panels.ts';

/**
 * The digit map, and panels that say more than the picture. All follow the digit network during training.
 *
 * @property moment - Moment of the video.
 * @fires lab-stage-interaction - The visitor operates a panel.
 */
@customElement('lab-chapter-2-stage')
export class Chapter2Stage extends DigitStage<Choices, Context> {
  static override styles = [baseStyles, panelStyles, ...FIGURE_STYLES, ...DigitStage.styles];

  /** Results of the comparison runs. */
  @state() private comparedRuns: Partial<Record<ComparisonName, readonly ComparedRun[]>> = {};

  protected override readonly jobs = {
    rates: this.#createComparisonTask('rates'),
    labels: this.#createComparisonTask('labels'),
  };
  readonly #costSlice = new CostSliceController(this, this.digits);

  constructor() {
    super({ chapter, panels: PANELS, choices: CHOICES, ...FIRST_IMAGES[2], trains: true });
  }

  #createComparisonTask(name: ComparisonName) {
    return new CancellableTask(this, (_: undefined, options) =>
      compareRuns(this.digits.store.client, COMPARISONS[name], options, (runs) => {
        this.comparedRuns = { ...this.comparedRuns, [name]: runs };
      }),
    );
  }

  protected override resetForRun(): void {
    super.resetForRun();
    this.#costSlice.reset();
    this.comparedRuns = {};
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!this.digits.value.run) return;
    if (this.openPanel === 'slice') this.#costSlice.ensureLoaded('path');
    if (this.openPanel === 'planes') this.#costSlice.ensureLoaded(this.#plane);
  }

  /** The selected plane; default: the one through the path of the training. */
  get #plane(): Directions {
    return this.choices.plane ?? 'path';
  }

  protected override context(common: DigitContext): Context {
    const { choices, comparedRuns, jobs } = this;
    const comparison = (name: ComparisonName) => ({ runs: comparedRuns[name], task: jobs[name].state });
    return {
      ...common,
      choices,
      settings: this.moment.settings ?? {},
      plane: this.#plane,
      slice: this.#costSlice.state,
      comparisons: { rates: comparison('rates'), labels: comparison('labels') },
    };
  }

  protected override handleJob(work: string, isStart: boolean): void {
    const [what, directions] = work.split(' ');
    if (what === 'noise') this.choose({ noise: ((this.choices.noise ?? 0) + 1) % 10_000 });
    else if (what !== 'slice') super.handleJob(what, isStart);
    else if (!isStart) this.#costSlice.stop();
    else if (directions === this.#plane) this.#costSlice.load(this.#plane);
    else this.choose({ plane: directions as Directions });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-2-stage': Chapter2Stage;
  }
}
