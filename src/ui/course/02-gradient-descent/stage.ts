// Chapter 2's stage: descent on curves and surfaces, training of the digit network, and its learned features.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { DigitRunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { CancellableTask } from '../../state/cancellable-task.ts';
import { compareRuns } from '../../state/digits/compare-runs.ts';
import { DIGIT_PARAM_SCHEMAS } from '../../state/digits/digit-request.ts';
import { DigitSettingsDraft } from '../../state/digits/digit-settings-draft.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import { StageChoices } from '../../state/page/stage-choices.ts';
import { oneOf, integerBetween as wholeNumber } from '../../state/page/url-params.ts';
import { panelStyles } from '../../styles/panel.styles.ts';
import type { ComparedRun } from '../../types/digits.ts';
import '../../views/digits/digit-cost/digit-cost.ts';
import '../../views/digits/digit-examples/digit-examples.ts';
import { type DigitName, digitFilter, imagePicker } from '../../views/digits/digit-gallery/image-picker.ts';
import '../../views/digits/digit-gradient/digit-gradient.ts';
import { digitPanelStyles, selectedNeuron, withImage } from '../../views/digits/digit-panels.ts';
import { type LiveMode, liveRegionMode } from '../../views/status/live-region.ts';
import '../../views/digits/digit-training/digit-training.ts';
import '../../views/digits/learned-features/learned-features.ts';
import type { NeuronIndex } from '../../types/digits.ts';
import { DIGIT_LABELS } from '../../views/digits/network-diagram/digit-network.ts';
import '../../views/runs/run-comparison/run-comparison.ts';
import { DigitStage } from '../digit-stage/digit-stage.ts';
import { startTimeOf } from '../moments.ts';
import { chapter } from './chapter.ts';
import './events.ts';
import { COMPARISONS, type ComparisonName, RECORDED } from './comparisons.ts';
import { CostSliceController, DIRECTIONS, type Directions } from './cost-slice-controller.ts';
import {
  curveDescentView,
  DESCENT_CHAPTER_PARAMS,
  DESCENT_MOMENT_PARAMS,
  surfaceDescentView,
} from './descent-views.ts';
import { EXTRA_START_TIMES, GROUPS, PANEL_NAMES, type Panel, panelOf } from './panels.ts';
import { fetchStageData, GRADIENT_IMAGES, type StageData, type StageRequest } from './stage-data.ts';
import './views/cost-average/cost-average.ts';
import './views/cost-slice/cost-slice.ts';
import './views/noise-input/noise-input.ts';
import './views/three-functions/three-functions.ts';
import './views/two-costs/two-costs.ts';

/** The video's example is a 3. The trained network is unsure about this one (3 or 5), so that its cost is visible. */
const FIRST_IMAGE = 1121;

/**
 * The digit map, and panels that say more than the picture. All follow the digit network during training.
 *
 * @property moment - Moment of the video.
 * @fires lab-stage-interaction - The visitor operates a panel.
 */
@customElement('lab-chapter-2-stage')
export class Chapter2Stage extends DigitStage<Panel> {
  static override styles = [panelStyles, digitPanelStyles, ...DigitStage.styles];

  /** Results of the comparison runs. */
  @state() private comparedRuns: Partial<Record<ComparisonName, readonly ComparedRun[]>> = {};

  readonly #choices = new StageChoices(this.page, {
    perMoment: { panel: oneOf(PANEL_NAMES), ...DESCENT_MOMENT_PARAMS },
    perChapter: {
      ...DIGIT_PARAM_SCHEMAS,
      image: wholeNumber(0, 4999),
      digit: oneOf(DIGIT_LABELS),
      layer: wholeNumber(1, 8),
      neuron: wholeNumber(0, 999),
      noise: wholeNumber(0, 9999),
      ...DESCENT_CHAPTER_PARAMS,
      plane: oneOf(DIRECTIONS),
    },
  });
  readonly #settingsDraft = new DigitSettingsDraft(this.digits, this.#choices);
  readonly #stageData = new LatestOnlyTask<StageRequest, StageData>(this, (request) =>
    fetchStageData(this.digits.store.client, request),
  );
  readonly #costSlice = new CostSliceController(this, this.digits);
  readonly #comparisonTasks = {
    rates: this.#createComparisonTask('rates'),
    labels: this.#createComparisonTask('labels'),
  };
  #run?: DigitRunInfo;

  constructor() {
    super({ groups: GROUPS, split: 'train', image: FIRST_IMAGE, hasCost: true });
    listen(this, {
      'lab-neuron': ({ position }) => {
        this.#choices.set({ perChapter: position });
        this.emitInteraction();
      },
      'lab-digit-network': ({ network }) => {
        this.#settingsDraft.apply(network);
        this.emitInteraction();
      },
      'lab-digit-settings': ({ request }) => {
        this.#settingsDraft.change(request);
        this.emitInteraction();
      },
      'lab-descent': ({ choices: { balls, ...rest } }) => {
        if (balls !== undefined) this.#choices.set({ perMoment: { panel: this.panel, balls } });
        this.#choices.set({ perChapter: rest });
        this.emitInteraction();
      },
      'lab-job': ({ job, isStart }) => {
        this.#handleJob(job, isStart);
        this.emitInteraction();
      },
      'lab-run': () => this.emitInteraction(),
    });
  }

  #createComparisonTask(name: ComparisonName) {
    return new CancellableTask(this, (_: undefined, options) =>
      compareRuns(this.digits.store.client, COMPARISONS[name], options, (runs) => {
        this.comparedRuns = { ...this.comparedRuns, [name]: runs };
      }),
    );
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { run, weightsVersion } = this.digits.value;
    if (run !== this.#run) {
      this.#run = run;
      // The worker discards planes and comparison runs with their network.
      for (const look of [this.#costSlice, ...Object.values(this.#comparisonTasks)]) look.reset();
      this.comparedRuns = {};
    }
    if (!run) return;
    this.#settingsDraft.applyUrl();
    const { digit, noise = 0 } = this.#choices.perChapter;
    const request: StageRequest = {
      weightsVersion,
      panel: this.panel,
      image: this.imageIndex,
      digit: digit === undefined ? undefined : Number(digit),
      noise,
    };
    if (this.openPanel) this.#stageData.run(request);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { run } = this.digits.value;
    const { openPanel } = this;
    if (!run) return;
    if (openPanel === 'slice') this.#costSlice.ensureLoaded(this.#plane);
    if (openPanel === 'rates' || openPanel === 'labels') void this.#loadRecorded(openPanel);
  }

  /** What the comparison gave when it was recorded, until the visitor trains it anew. */
  async #loadRecorded(name: ComparisonName): Promise<void> {
    if (this.comparedRuns[name]) return;
    const runs = await RECORDED[name]();
    if (!this.comparedRuns[name]) this.comparedRuns = { ...this.comparedRuns, [name]: runs };
  }

  /** The selected plane; default: the one through the path, if there is a path. */
  get #plane(): Directions {
    return this.#choices.perChapter.plane ?? (this.digits.value.isBundled ? 'gradient' : 'path');
  }

  protected renderPanel(run: DigitRunInfo): TemplateResult {
    const { value, error } = this.#stageData;
    if (error) return html`<p class="card" role="alert">${error}</p>`;
    const stageData = value?.request.panel === this.panel ? value : undefined;
    return stageData ? this.#panels[this.panel](run, stageData) : html`<p class="data">Loading …</p>`;
  }

  protected get panel(): Panel {
    return this.#choices.perMoment.panel ?? panelOf(this.moment) ?? 'cost';
  }

  protected get isPanelChosen(): boolean {
    return this.#choices.perMoment.panel !== undefined;
  }

  protected choosePanel(panel: Panel | undefined): void {
    this.#choices.set({ perMoment: { panel } });
  }

  protected get panelTime(): number | undefined {
    return startTimeOf(chapter.moments, this.moment, this.panel, panelOf) ?? EXTRA_START_TIMES[this.panel];
  }

  protected get chosenImage(): number | undefined {
    return this.#choices.perChapter.image;
  }

  protected chooseImage(image: number): void {
    this.#choices.set({ perChapter: { image, layer: undefined, neuron: undefined } });
  }

  protected chooseNeuron(position: NeuronIndex): void {
    this.#choices.set({ perChapter: position });
  }

  get #live(): LiveMode {
    return liveRegionMode(this.digits.value);
  }

  #neuron(run: DigitRunInfo): NeuronIndex | undefined {
    return selectedNeuron(run, this.#choices.perChapter);
  }

  readonly #panels: Readonly<Record<Panel, (run: DigitRunInfo, stageData: StageData) => TemplateResult>> = {
    examples: (_, { gallery, testGallery }) => html`
      ${digitFilter(this.#choices.perChapter.digit, this.#setDigitFilter)}
      <lab-digit-examples .train=${gallery} .test=${testGallery} .data=${this.digits.value.data} .chosen=${this.imageIndex}></lab-digit-examples>
    `,
    cost: ({ kind }, stageData) => html`
      ${withImage(stageData, stageData.cost ? html`<lab-digit-cost .cost=${stageData.cost} .kind=${kind}></lab-digit-cost>` : nothing)}
      ${this.#gallery(stageData)}
    `,
    small: ({ kind }, { cost, randomCost, activations, label }) =>
      html`<lab-two-costs .trained=${cost} .random=${randomCost} .kind=${kind} .pixels=${activations?.[0]} .label=${label}></lab-two-costs>`,
    functions: (run, { cost, gradient, activations }) =>
      html`<lab-three-functions .run=${run} .cost=${cost} .gradient=${gradient} .activations=${activations ?? []}></lab-three-functions>`,
    average: (run, { cost, extremes }) => html`<lab-cost-average
      .cost=${cost} .run=${run} .extremes=${extremes?.images} .extremeCosts=${extremes?.costs ?? []} .live=${this.#live}
    ></lab-cost-average>`,
    curve: () =>
      curveDescentView(
        this.#choices.perChapter,
        this.#choices.perMoment.balls ?? this.moment.settings?.balls === true,
        this.moment.settings?.stairs === true,
      ),
    surface: () =>
      surfaceDescentView(
        { ...this.#surfaceOfMoment, ...this.#choices.perChapter },
        this.moment.settings?.rolls === true,
      ),
    gradient: (run, { gradient, activations }) => html`<lab-digit-gradient
      .run=${run} .gradient=${gradient} .images=${GRADIENT_IMAGES} .activations=${activations ?? []}
      .chosen=${this.#neuron(run)} .live=${this.#live}
    ></lab-digit-gradient>`,
    slice: () =>
      html`<lab-cost-slice .directions=${this.#plane} .task=${this.#costSlice.state}></lab-cost-slice>`,
    training: (_, { test, misclassified }) => html`<lab-digit-training
      .digits=${this.digits.value} .test=${test} .misclassified=${misclassified} .request=${this.#settingsDraft.request} .applied=${this.#settingsDraft.isApplied}
    ></lab-digit-training>`,
    weights: (run, { weights }) => html`<lab-learned-features
      .layer=${weights?.[0]}
      .chosen=${this.#neuron(run)?.layer === 1 ? this.#neuron(run)?.neuron : undefined}
    ></lab-learned-features>`,
    noise: (_, { noise }) => html`<lab-noise-input .result=${noise} .live=${this.#live}></lab-noise-input>`,
    rates: () => this.#renderComparison('rates'),
    labels: () => this.#renderComparison('labels'),
  };

  get #surfaceOfMoment() {
    return this.moment.settings?.surface === 'hills' ? ({ surface: 'hills', x: 0.4, y: 1.2 } as const) : {};
  }

  #gallery({ gallery }: StageData): TemplateResult {
    return imagePicker(gallery, this.imageIndex, this.#choices.perChapter.digit, this.#setDigitFilter);
  }

  readonly #setDigitFilter = (digit: DigitName | undefined): void => {
    this.#choices.set({ perChapter: { digit } });
    this.emitInteraction();
  };

  #renderComparison(name: ComparisonName): TemplateResult {
    const { heading, explanation, steps, evaluatedSplit } = COMPARISONS[name];
    return html`<lab-run-comparison
      .heading=${heading} .explained=${explanation} .job=${name} .steps=${steps} .tested=${evaluatedSplit}
      .runs=${this.comparedRuns[name] ?? []} .task=${this.#comparisonTasks[name].state}
    ></lab-run-comparison>`;
  }

  #handleJob(work: string, go: boolean): void {
    const [what, directions] = work.split(' ');
    if (what === 'noise') {
      this.#choices.set({ perChapter: { noise: ((this.#choices.perChapter.noise ?? 0) + 1) % 10_000 } });
    } else if (what === 'slice') {
      if (!go) this.#costSlice.stop();
      else if (directions === this.#plane) this.#costSlice.load(this.#plane);
      else this.#choices.set({ perChapter: { plane: directions as Directions } });
    } else {
      const comparison = this.#comparisonTasks[what as ComparisonName];
      if (go) void comparison.run(undefined);
      else comparison.abort();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-2-stage': Chapter2Stage;
  }
}
