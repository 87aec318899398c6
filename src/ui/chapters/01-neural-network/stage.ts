// Chapter 1's stage: a digit of one's own through the trained network, and each neuron's sum, down to the single weight.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { DigitRunInfo } from '../../../workers/lab-api.ts';
import { between, oneOf, whole } from '../../controllers/address-values.ts';
import { digitsContext, pageContext } from '../../controllers/contexts.ts';
import { firstImages } from '../../controllers/digit-images.ts';
import { StageChoices } from '../../controllers/stage-choices.ts';
import { StoreReader } from '../../controllers/store-reader.ts';
import { StageTouchEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { NewestFirst } from '../../views/attention/newest-first.ts';
import type { DigitImages } from '../../views/digit-gallery/digit-gallery.ts';
import '../../views/digit-gallery/digit-gallery.ts';
import type { DigitPad } from '../../views/digit-pad/digit-pad.ts';
import '../../views/digit-pad/digit-pad.ts';
import { DIGIT_NAMES, SHOWN_PIXELS } from '../../views/network-picture/digits.ts';
import type { NeuronPlace } from '../../views/network-picture/layout.ts';
import '../../views/network-picture/network-picture.ts';
import { digitPlace } from '../../views/digit-place.ts';
import { whole as grouped, percent } from '../../views/numbers.ts';
import { panelBar } from '../../views/panel-bar/panel-bar.ts';
import type { Moment } from '../chapter.ts';
import { toldAt } from '../moments.ts';
import { chapter } from './chapter.ts';
import './events.ts';
import { HandChanges } from './hand-changes.ts';
import { panelStyles } from './panel.styles.ts';
import { PANEL_NAMES, PANELS, type Panel, panelOf } from './panels.ts';
import { type Question, type Reading, read } from './reading.ts';
import { stageStyles } from './stage.styles.ts';
import '../../views/hoped-parts/hoped-parts.ts';
import './views/matrix-form/matrix-form.ts';
import './views/digit-neuron/digit-neuron.ts';
import './views/parameter-count/parameter-count.ts';
import './views/squash-plot/squash-plot.ts';

/** Images in the gallery. */
const GALLERY = 40;

/** The video begins with a 3, and this test image is one. */
const FIRST_IMAGE = 30;

/**
 * The network, always in one place, and beside it one panel, as the moment or the visitor says.
 *
 * @property moment - of the video
 * @fires lab-stage-touch - the visitor operates a view
 */
@customElement('lab-chapter-1-stage')
export class Chapter1Stage extends LitElement {
  static override styles = [baseStyles, panelStyles, stageStyles];

  @property({ attribute: false }) moment!: Moment;

  /** What was drawn; what is picked comes back when it is cleared. */
  @state() private drawn?: Float32Array<ArrayBuffer>;
  @state() private gallery?: DigitImages & { readonly digit?: number };
  @query('lab-digit-pad') private pad!: DigitPad;

  readonly #digits = new StoreReader(this, digitsContext);
  readonly #page = new StoreReader(this, pageContext);
  readonly #choices = new StageChoices(this.#page, {
    show: { panel: oneOf(PANEL_NAMES), layers: whole(1, 8) },
    with: {
      image: whole(0, 9_999),
      digit: oneOf(DIGIT_NAMES),
      layer: whole(1, 8),
      neuron: whole(0, 999),
      x: between(-12, 12),
    },
  });
  readonly #readings = new NewestFirst<Question, Reading>(
    this,
    (question) => read(this.#digits.store.lab, question),
    { byContent: ['input', 'neuron'] },
  );
  readonly #hand = new HandChanges(this, this.#digits);
  #galleryOf?: string;

  constructor() {
    super();
    this.addEventListener('lab-digit-draw', ({ pixels }) => {
      this.drawn = pixels;
      this.#touch();
    });
    this.addEventListener('lab-digit-pick', ({ index }) => {
      this.pad.forget();
      this.drawn = undefined;
      this.#choices.put({ with: { image: index } });
      this.#touch();
    });
    this.addEventListener('lab-neuron', ({ place }) => {
      this.#choices.put({ with: place });
      this.#touch();
    });
    this.addEventListener('lab-curve-input', ({ x }) => {
      this.#choices.put({ with: { x } });
      this.#touch();
    });
    this.addEventListener('lab-count', ({ layers }) => {
      this.#choices.put({ show: { panel: this.#panel, layers } });
      this.#touch();
    });
    this.addEventListener('lab-digit-network', ({ wanted }) => {
      this.#touch();
      void this.#digits.store.take(wanted);
    });
    this.addEventListener('lab-weights', ({ changes }) => {
      const weights = this.#readings.answer?.weights;
      if (weights) void this.#hand.set(changes, weights);
      this.#touch();
    });
    this.addEventListener('lab-weights-undo', () => {
      void this.#hand.undo();
      this.#touch();
    });
  }

  protected override willUpdate(_: PropertyValues): void {
    const { run, weightsRead } = this.#digits.value;
    if (!run) return;
    void this.#fillGallery(this.#choices.with.digit);
    this.#readings.put({
      weightsRead,
      input: this.drawn ? { pixels: this.drawn } : { split: 'test', indices: [this.#image] },
      neuron: this.#neuron(run),
    });
  }

  protected override render() {
    const { run } = this.#digits.value;
    if (!run) return html`<p class="place">Opening the trained digit network …</p>`;
    const { answer, error } = this.#readings;
    const reading = answer?.activations.length === run.sizes.length ? answer : undefined;
    const panel = this.#panel;
    return html`
      ${digitPlace(this, this.#digits.value, {
        changed: this.#hand.any,
        more: reading && this.#answer(run, reading),
      })}
      ${panelBar({
        panels: PANELS,
        shown: panel,
        told: toldAt(chapter.moments, this.moment, panel, panelOf),
        choose: this.#choose,
      })}
      ${error ? html`<p class="note" role="alert">${error}</p>` : nothing}
      <div class="parts ${panel === 'digit' ? '' : 'panel-first'}">
        ${this.#network(run, reading)}
        <div class="panel">${reading ? this.#panels[panel](run, reading) : nothing}</div>
      </div>
      <p class="explained">
        Images: MNIST, by Yann LeCun, Corinna Cortes and Christopher Burges; 60,000 to learn from, 10,000 to be tested on.
      </p>
    `;
  }

  get #panel(): Panel {
    return this.#choices.show.panel ?? panelOf(this.moment) ?? 'digit';
  }

  /** The test image on the stage, where nothing is drawn: the visitor's, else the moment's. */
  get #image(): number {
    const { image = this.moment.settings?.image } = this.#choices.with;
    return typeof image === 'number' ? image : FIRST_IMAGE;
  }

  /** Layers whose weights and biases are counted; all, until the moment or the visitor says otherwise. */
  get #counted(): number | undefined {
    const { layers = this.moment.settings?.layers } = this.#choices.show;
    return typeof layers === 'number' ? layers : undefined;
  }

  /** The chosen neuron, as far as this network has it. */
  #neuron({ sizes }: DigitRunInfo): NeuronPlace {
    const { layer = 1, neuron = 0 } = this.#choices.with;
    const within = Math.min(layer, sizes.length - 1);
    return { layer: within, neuron: Math.min(neuron, sizes[within] - 1) };
  }

  /** What the network makes of the image. */
  #answer({ kind }: DigitRunInfo, reading: Reading): TemplateResult {
    const { digit, output } = answerOf(reading);
    return html`it reads a <b class="answer">${digit}</b>, ${kind === 'sigmoid' ? html`output ${output.toFixed(2)}` : percent(output)}`;
  }

  #network(run: DigitRunInfo, reading: Reading | undefined): TemplateResult {
    return html`<section class="card network" aria-label="The network">
      <lab-digit-pad .picture=${this.drawn ? [] : (reading?.activations[0] ?? [])}></lab-digit-pad>
      <lab-network-picture
        .sizes=${run.sizes}
        .inputs=${SHOWN_PIXELS}
        .activations=${reading?.activations ?? []}
        .edges=${reading?.weights.map(({ weights }) => weights.data) ?? []}
        .chosen=${this.#neuron(run)}
        .outputs=${DIGIT_NAMES}
        label="The digit network, inputs on the left, the ten outputs on the right."
      ></lab-network-picture>
    </section>`;
  }

  readonly #choose = (panel: Panel): void => {
    this.#choices.put({ show: { panel } });
    this.#touch();
  };

  readonly #panels: Readonly<Record<Panel, (run: DigitRunInfo, reading: Reading) => TemplateResult>> = {
    digit: (run) => html`<section class="card" aria-label="Digits to pick">
      <h2>Draw on the black square, or pick one of the test images</h2>
      <div class="controls">
        <label>only
          <select @change=${this.#filter}>
            <option value="">all digits</option>
            ${DIGIT_NAMES.map((digit) => html`<option value=${digit} ?selected=${digit === this.#choices.with.digit}>${digit}s</option>`)}
          </select></label>
      </div>
      <lab-digit-gallery .images=${this.gallery} .chosen=${this.drawn ? undefined : this.#image}></lab-digit-gallery>
      <p class="explained">
        28 × 28 pixels, each a number from 0 (black) to 1 (white), are the 784 inputs; ${grouped(run.parameterCount)} weights
        and biases make the ten outputs of them, and the brightest is the answer. What you draw is scaled and centred as the
        images of the data set are: by its centre of mass, in a box of 20\u00a0×\u00a020.
      </p>
    </section>`,
    neuron: (run, reading) => html`<lab-digit-neuron
      .sum=${reading.sum}
      .place=${reading.question.neuron}
      .squash=${squashOf(run, reading.question.neuron.layer).plain}
      .changed=${this.#hand.any}
    ></lab-digit-neuron>`,
    curve: (_, reading) =>
      html`<lab-squash-plot
        .sum=${reading.sum}
        .place=${reading.question.neuron}
        .own=${this.#choices.with.x}
        .about=${this.moment.view === 'relu-plot' ? 'relu' : 'sigmoid'}
      ></lab-squash-plot>`,
    matrix: (run, reading) => html`<lab-matrix-form
      .reading=${reading}
      .place=${reading.question.neuron}
      .squash=${squashOf(run, reading.question.neuron.layer)}
    ></lab-matrix-form>`,
    count: (run) =>
      html`<lab-parameter-count .sizes=${run.sizes} .counted=${this.#counted}></lab-parameter-count>`,
    hope: (_, { weights, question }) => html`<lab-hoped-parts
      .layer=${weights[0]}
      .chosen=${question.neuron.layer === 1 ? question.neuron.neuron : undefined}
    ></lab-hoped-parts>`,
  };

  #filter(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.#choices.put({ with: { digit: DIGIT_NAMES.find((digit) => digit === value) } });
    this.#touch();
  }

  async #fillGallery(digit: string | undefined): Promise<void> {
    const wanted = digit ?? 'all';
    if (this.#galleryOf === wanted) return;
    this.#galleryOf = wanted;
    const only = digit === undefined ? undefined : Number(digit);
    try {
      const gallery = await firstImages(this.#digits.store.lab, 'test', GALLERY, only);
      if (this.#galleryOf === wanted) this.gallery = gallery;
    } catch {
      this.#galleryOf = undefined; // what failed is told by the readings, which need images too
    }
  }

  #touch(): void {
    this.dispatchEvent(new StageTouchEvent());
  }
}

function answerOf({ activations }: Reading): { digit: number; output: number } {
  const outputs = activations[activations.length - 1];
  const output = Math.max(...outputs);
  return { digit: outputs.indexOf(output), output };
}

/** What z goes through, by layer. */
function squashOf({ kind, sizes }: DigitRunInfo, layer: number): { plain: string; tex: string } {
  if (kind === 'sigmoid') return { plain: 'σ', tex: '\\sigma' };
  const name = layer === sizes.length - 1 ? 'softmax' : 'ReLU';
  return { plain: name, tex: `\\mathrm{${name}}` };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-1-stage': Chapter1Stage;
  }
}
