// Chapter 1's stage: a digit of the visitor's in the trained network, down to a single weight.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { DigitRunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { formatInteger as grouped } from '../../format/numbers.ts';
import { fetchFirstImages } from '../../state/digits/digit-images.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import { StageChoices } from '../../state/page/stage-choices.ts';
import { integerBetween, numberBetween, oneOf } from '../../state/page/url-params.ts';
import type { DigitImages, NeuronIndex } from '../../types/digits.ts';
import '../../views/digits/digit-gallery/digit-gallery.ts';
import '../../views/digits/learned-features/learned-features.ts';
import { DIGIT_LABELS } from '../../views/digits/network-diagram/digit-network.ts';
import { DigitStage } from '../digit-stage/digit-stage.ts';
import { startTimeOf } from '../moments.ts';
import { chapter } from './chapter.ts';
import './events.ts';
import { ManualEdits } from './manual-edits.ts';
import { panelStyles } from './panel.styles.ts';
import { GROUPS, PANEL_NAMES, type Panel, panelOf } from './panels.ts';
import { fetchStageData, type StageData, type StageRequest } from './stage-data.ts';
import './views/matrix-form/matrix-form.ts';
import './views/digit-neuron/digit-neuron.ts';
import './views/parameter-count/parameter-count.ts';
import './views/activation-function-plot/activation-function-plot.ts';

/** Number of images in the gallery. */
const GALLERY_SIZE = 40;

/** A test image of a 3, the digit at the start of the video. */
const FIRST_IMAGE = 30;

/**
 * @summary The digit map, and panels for one neuron, σ and ReLU, the matrix form, the count and the learned features.
 *
 * @property moment - Moment of the video.
 */
@customElement('lab-chapter-1-stage')
export class Chapter1Stage extends DigitStage<Panel> {
  static override styles = [...DigitStage.styles, panelStyles];

  @state() private gallery?: DigitImages & { readonly digit?: number };

  readonly #choices = new StageChoices(this.page, {
    perMoment: { panel: oneOf(PANEL_NAMES), layers: integerBetween(1, 8) },
    perChapter: {
      image: integerBetween(0, 9_999),
      digit: oneOf(DIGIT_LABELS),
      layer: integerBetween(1, 8),
      neuron: integerBetween(0, 999),
      x: numberBetween(-12, 12),
    },
  });
  readonly #stageData = new LatestOnlyTask<StageRequest, StageData>(
    this,
    (request) => fetchStageData(this.digits.store.client, request),
    { deepEqualKeys: ['input', 'neuron'] },
  );
  readonly #manualEdits = new ManualEdits(this, this.digits);
  #galleryDigit?: string;

  constructor() {
    super({ groups: GROUPS, split: 'test', image: FIRST_IMAGE, hasCost: false });
    listen(this, {
      'lab-curve-input': ({ x }) => {
        this.#choices.set({ perChapter: { x } });
        this.emitInteraction();
      },
      'lab-layer-count': ({ layers }) => {
        this.#choices.set({ perMoment: { panel: this.panel, layers } });
        this.emitInteraction();
      },
      'lab-digit-network': ({ network }) => {
        this.emitInteraction();
        void this.digits.store.replaceNetwork(network);
      },
      'lab-neuron': ({ position }) => {
        this.chooseNeuron(position);
        this.emitInteraction();
      },
      'lab-weights': ({ changes }) => {
        const weights = this.#stageData.value?.weights;
        if (weights) void this.#manualEdits.set(changes, weights);
        this.emitInteraction();
      },
      'lab-weights-undo': () => {
        void this.#manualEdits.undo();
        this.emitInteraction();
      },
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { run, weightsVersion } = this.digits.value;
    if (!run || !this.openPanel) return;
    void this.#loadGallery(this.#choices.perChapter.digit);
    this.#stageData.run({ weightsVersion, input: this.input, neuron: this.#neuron(run) });
  }

  protected get panel(): Panel {
    return this.#choices.perMoment.panel ?? panelOf(this.moment) ?? 'digit';
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
    this.#choices.set({ perChapter: { image } });
  }

  protected chooseNeuron(position: NeuronIndex): void {
    this.#choices.set({ perChapter: position });
  }

  protected override get hasManualEdits(): boolean {
    return this.#manualEdits.hasEdits;
  }

  /** Number of layers whose weights and biases are counted: the visitor's choice, the moment's, or all. */
  get #countedLayers(): number | undefined {
    const { layers = this.moment.settings?.layers } = this.#choices.perMoment;
    return typeof layers === 'number' ? layers : undefined;
  }

  /** The selected neuron, limited to the layers of this network. */
  #neuron({ sizes }: DigitRunInfo): NeuronIndex {
    const { layer = 1, neuron = 0 } = this.#choices.perChapter;
    const within = Math.min(layer, sizes.length - 1);
    return { layer: within, neuron: Math.min(neuron, sizes[within] - 1) };
  }

  protected renderPanel(run: DigitRunInfo): TemplateResult | typeof nothing {
    const { value, error } = this.#stageData;
    if (error) return html`<p class="note" role="alert">${error}</p>`;
    return value?.activations.length === run.sizes.length ? this.#panels[this.panel](run, value) : nothing;
  }

  readonly #panels: Readonly<Record<Panel, (run: DigitRunInfo, stageData: StageData) => TemplateResult>> = {
    digit: (run) => html`<section class="card" aria-label="Test images">
      <h2>Draw on the black square or pick a test image</h2>
      <div class="controls">
        <label>only
          <select @change=${this.#setDigitFilter}>
            <option value="">all digits</option>
            ${DIGIT_LABELS.map((digit) => html`<option value=${digit} ?selected=${digit === this.#choices.perChapter.digit}>${digit}s</option>`)}
          </select></label>
      </div>
      <lab-digit-gallery .images=${this.gallery} .chosen=${'pixels' in this.input ? undefined : this.imageIndex}></lab-digit-gallery>
      <p class="explained">
        The 784 inputs are 28 × 28 pixels, each a number from 0 (black) to 1 (white). The ten outputs are computed
        with ${grouped(run.parameterCount)} weights
        and biases, and the brightest output is the answer. Your drawing is scaled and centred like the
        images of the data set: by its centre of mass, in a box of 20\u00a0×\u00a020.
      </p>
      <p class="explained">
        Images: MNIST, by Yann LeCun, Corinna Cortes and Christopher Burges; 60,000 for training, 10,000 for testing.
      </p>
    </section>`,
    neuron: (run, stageData) => html`<lab-digit-neuron
      .sum=${stageData.sum}
      .place=${stageData.request.neuron}
      .activationFunction=${activationFunctionOf(run, stageData.request.neuron.layer).plain}
      .changed=${this.#manualEdits.hasEdits}
    ></lab-digit-neuron>`,
    curve: (_, stageData) =>
      html`<lab-activation-function-plot
        .sum=${stageData.sum}
        .place=${stageData.request.neuron}
        .customInput=${this.#choices.perChapter.x}
        .highlightedCurve=${this.moment.view === 'relu-plot' ? 'relu' : 'sigmoid'}
      ></lab-activation-function-plot>`,
    matrix: (run, stageData) => html`<lab-matrix-form ?builds=${this.moment.view === 'matrix-notation'}
      .stageData=${stageData}
      .place=${stageData.request.neuron}
      .activationFunction=${activationFunctionOf(run, stageData.request.neuron.layer)}
    ></lab-matrix-form>`,
    count: (run) =>
      html`<lab-parameter-count .sizes=${run.sizes} .counted=${this.#countedLayers}></lab-parameter-count>`,
    hope: (_, { weights, request }) => html`<lab-learned-features
      .layer=${weights[0]}
      .chosen=${request.neuron.layer === 1 ? request.neuron.neuron : undefined}
    ></lab-learned-features>`,
  };

  #setDigitFilter(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.#choices.set({ perChapter: { digit: DIGIT_LABELS.find((digit) => digit === value) } });
    this.emitInteraction();
  }

  async #loadGallery(digit: string | undefined): Promise<void> {
    const key = digit ?? 'all';
    if (this.#galleryDigit === key) return;
    this.#galleryDigit = key;
    const label = digit === undefined ? undefined : Number(digit);
    try {
      const gallery = await fetchFirstImages(this.digits.store.client, 'test', GALLERY_SIZE, label);
      if (this.#galleryDigit === key) this.gallery = gallery;
    } catch {
      this.#galleryDigit = undefined; // the request for the stage's data needs images too and reports the error
    }
  }
}

/** The activation function of a layer, in plain text and in TeX. */
function activationFunctionOf({ kind, sizes }: DigitRunInfo, layer: number): { plain: string; tex: string } {
  if (kind === 'sigmoid') return { plain: 'σ', tex: '\\sigma' };
  const name = layer === sizes.length - 1 ? 'softmax' : 'ReLU';
  return { plain: name, tex: `\\mathrm{${name}}` };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-1-stage': Chapter1Stage;
  }
}
