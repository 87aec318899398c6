// Chapter 3's stage: the desired changes of one image, layer by layer backwards, and their mean over many images.

import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { DigitRunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { CancellableTask } from '../../state/cancellable-task.ts';
import { DIGIT_PARAM_SCHEMAS } from '../../state/digits/digit-request.ts';
import { DigitSettingsDraft } from '../../state/digits/digit-settings-draft.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import { StageChoices } from '../../state/page/stage-choices.ts';
import { oneOf, integerBetween as wholeNumber } from '../../state/page/url-params.ts';
import { panelStyles } from '../../styles/panel.styles.ts';
import '../../views/digits/digit-cost/digit-cost.ts';
import '../../views/digits/digit-examples/digit-examples.ts';
import { type DigitName, digitFilter, imagePicker } from '../../views/digits/digit-gallery/image-picker.ts';
import '../../views/digits/digit-gradient/digit-gradient.ts';
import { digitPanelStyles, selectedNeuron, withImage } from '../../views/digits/digit-panels.ts';
import { type LiveMode, liveRegionMode } from '../../views/status/live-region.ts';
import '../../views/digits/digit-training/digit-training.ts';
import type { NeuronIndex } from '../../types/digits.ts';
import { DIGIT_LABELS } from '../../views/digits/network-diagram/digit-network.ts';
import { DigitStage } from '../digit-stage/digit-stage.ts';
import { startTimeOf } from '../moments.ts';
import { chapter } from './chapter.ts';
import './events.ts';
import { GROUPS, METHOD_NAMES, type Method, methodOf, PANEL_NAMES, type Panel, panelOf } from './panels.ts';
import { fetchSgdPaths, type SgdPaths } from './sgd-paths.ts';
import { BATCH_SIZE, fetchStageData, type StageData, type StageRequest } from './stage-data.ts';
import './views/nudge-table/nudge-table.ts';
import './views/desired-output-changes/desired-output-changes.ts';
import './views/summed-desired-changes/summed-desired-changes.ts';
import './views/three-methods/three-methods.ts';
import './views/sgd-paths/sgd-paths.ts';
import './views/training-code/training-code.ts';
import './views/two-components/two-components.ts';

/** The video's example is a 2. The trained network is unsure about this one (2 or 8), so that its gradient is not near zero. */
const FIRST_IMAGE = 588;

/**
 * The digit map, and panels that say more than the picture. All follow the digit network during training.
 *
 * @property moment - Moment of the video.
 * @fires lab-stage-interaction - The visitor operates a panel.
 */
@customElement('lab-chapter-3-stage')
export class Chapter3Stage extends DigitStage<Panel> {
  static override styles = [panelStyles, digitPanelStyles, ...DigitStage.styles];

  @state() private recordedPaths?: SgdPaths;

  readonly #choices = new StageChoices(this.page, {
    perMoment: { panel: oneOf(PANEL_NAMES), way: oneOf(METHOD_NAMES) },
    perChapter: {
      ...DIGIT_PARAM_SCHEMAS,
      image: wholeNumber(0, 4999),
      digit: oneOf(DIGIT_LABELS),
      layer: wholeNumber(1, 8),
      neuron: wholeNumber(0, 999),
    },
  });
  readonly #settingsDraft = new DigitSettingsDraft(this.digits, this.#choices);
  readonly #stageData = new LatestOnlyTask<StageRequest, StageData>(this, (request) =>
    fetchStageData(this.digits.store.client, request),
  );
  readonly #sgdPaths = new CancellableTask(this, (_: undefined, options) =>
    fetchSgdPaths(this.digits.store.client, options),
  );
  #run?: DigitRunInfo;

  constructor() {
    super({ groups: GROUPS, split: 'train', image: FIRST_IMAGE, hasCost: true });
    listen(this, {
      'lab-neuron': ({ position }) => {
        this.#choices.set({ perChapter: position });
        this.emitInteraction();
      },
      'lab-method': ({ method }) => {
        this.#choices.set({ perMoment: { panel: this.panel, way: method } });
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
      'lab-job': ({ isStart }) => {
        if (isStart) void this.#sgdPaths.run(undefined);
        else this.#sgdPaths.abort();
        this.emitInteraction();
      },
      'lab-run': () => this.emitInteraction(),
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { run, weightsVersion } = this.digits.value;
    if (run !== this.#run) {
      this.#run = run;
      // The worker discards planes and comparison runs with their network.
      this.#sgdPaths.reset();
    }
    if (!run) return;
    this.#settingsDraft.applyUrl();
    const { digit } = this.#choices.perChapter;
    const request: StageRequest = {
      weightsVersion,
      panel: this.panel,
      image: this.imageIndex,
      digit: digit === undefined ? undefined : Number(digit),
    };
    if (this.openPanel) this.#stageData.run(request);
  }

  /** What the comparison gave when it was recorded, until the visitor trains it anew. */
  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.openPanel !== 'paths' || this.recordedPaths) return;
    void import('./recorded/paths.json').then(({ default: paths }) => {
      this.recordedPaths = { ...paths, grid: { ...paths.grid, costs: Float32Array.from(paths.grid.costs) } };
    });
  }

  protected renderPanel(run: DigitRunInfo): TemplateResult {
    const { value, error } = this.#stageData;
    const matchesNetwork =
      value?.desiredChanges === undefined || value.desiredChanges.layers.length === run.sizes.length - 1;
    if (error) return html`<p class="card" role="alert">${error}</p>`;
    const stageData = value?.request.panel === this.panel && matchesNetwork ? value : undefined;
    return stageData ? this.#panels[this.panel](run, stageData) : html`<p class="data">Loading …</p>`;
  }

  protected get panel(): Panel {
    return this.#choices.perMoment.panel ?? panelOf(this.moment) ?? 'outputs';
  }

  protected get isPanelChosen(): boolean {
    return this.#choices.perMoment.panel !== undefined;
  }

  protected choosePanel(panel: Panel | undefined): void {
    this.#choices.set({ perMoment: { panel } });
  }

  protected get panelTime(): number | undefined {
    return startTimeOf(chapter.moments, this.moment, this.panel, panelOf);
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

  get #method(): Method {
    return this.#choices.perMoment.way ?? methodOf(this.moment) ?? 'bias';
  }

  #neuron(run: DigitRunInfo): NeuronIndex | undefined {
    return selectedNeuron(run, this.#choices.perChapter);
  }

  /** The selected output; default: the label of the image. */
  #output(run: DigitRunInfo, { label = 0 }: StageData): number {
    const picked = this.#neuron(run);
    return picked?.layer === run.sizes.length - 1 ? picked.neuron : label;
  }

  readonly #panels: Readonly<Record<Panel, (run: DigitRunInfo, stageData: StageData) => TemplateResult>> = {
    examples: (_, { gallery, testGallery }) => html`
      ${digitFilter(this.#choices.perChapter.digit, this.#setDigitFilter)}
      <lab-digit-examples .train=${gallery} .test=${testGallery} .data=${this.digits.value.data} .chosen=${this.imageIndex}></lab-digit-examples>
    `,
    cost: ({ kind }, stageData) =>
      this.#renderForImage(
        stageData,
        html`<lab-digit-cost .cost=${stageData.cost} .kind=${kind}></lab-digit-cost>`,
      ),
    gradient: (run, { gradient, activations }) => html`<lab-digit-gradient
      .run=${run} .gradient=${gradient} .images=${BATCH_SIZE} .activations=${activations ?? []} .chosen=${this.#neuron(run)}
      .live=${this.#live}
    ></lab-digit-gradient>`,
    outputs: (run, stageData) =>
      this.#renderForImage(
        stageData,
        html`<lab-desired-output-changes .cost=${stageData.cost} .desiredChanges=${stageData.desiredChanges} .chosen=${this.#output(run, stageData)}></lab-desired-output-changes>`,
      ),
    ways: (run, stageData) =>
      this.#renderForImage(
        stageData,
        html`<lab-three-methods
        .gradient=${stageData.gradient} .desiredChanges=${stageData.desiredChanges} .weights=${stageData.weights?.at(-1)}
        .output=${this.#output(run, stageData)} .method=${this.#method} .live=${this.#live}
      ></lab-three-methods>`,
      ),
    sum: ({ sizes }, stageData) =>
      this.#renderForImage(
        stageData,
        html`<lab-summed-desired-changes .desiredChanges=${stageData.desiredChanges} .layer=${sizes.length - 2}></lab-summed-desired-changes>`,
      ),
    back: (run, stageData) =>
      this.#renderForImage(
        stageData,
        html`<lab-summed-desired-changes .desiredChanges=${stageData.desiredChanges} .layer=${Math.max(1, run.sizes.length - 3)}></lab-summed-desired-changes>`,
      ),
    table: ({ sizes }, { table }) => html`<lab-nudge-table
      .nudges=${table?.nudges} .weights=${table?.weights ?? []} .images=${table?.images} .layers=${sizes.length - 1} .live=${this.#live}
    ></lab-nudge-table>`,
    paths: () => {
      const task = this.#sgdPaths.state;
      return html`<lab-sgd-paths .task=${{ ...task, result: task.result ?? this.recordedPaths }}></lab-sgd-paths>`;
    },
    components: () => html`<lab-two-components></lab-two-components>`,
    code: () => html`<lab-training-code></lab-training-code>`,
    training: (_, { test, misclassified }) => html`<lab-digit-training
      .digits=${this.digits.value} .test=${test} .misclassified=${misclassified} .request=${this.#settingsDraft.request} .applied=${this.#settingsDraft.isApplied}
    ></lab-digit-training>`,
  };

  /** A view of one image, with that image and the gallery. */
  #renderForImage(stageData: StageData, view: TemplateResult): TemplateResult {
    return html`${withImage(stageData, view)} ${this.#renderGallery(stageData)}`;
  }

  #renderGallery({ gallery }: StageData): TemplateResult {
    return imagePicker(gallery, this.imageIndex, this.#choices.perChapter.digit, this.#setDigitFilter);
  }

  readonly #setDigitFilter = (digit: DigitName | undefined): void => {
    this.#choices.set({ perChapter: { digit } });
    this.emitInteraction();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-3-stage': Chapter3Stage;
  }
}
