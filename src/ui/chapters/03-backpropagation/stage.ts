// Chapter 3's stage: what one image wishes of the digit network, layer by layer backwards, and what all wish together.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DigitRunInfo } from '../../../workers/lab-api.ts';
import { oneOf, whole as wholeNumber } from '../../controllers/address-values.ts';
import { digitsContext, pageContext } from '../../controllers/contexts.ts';
import { DIGIT_ENTRIES } from '../../controllers/digit-request.ts';
import { DigitWishes } from '../../controllers/digit-wishes.ts';
import { LongLook } from '../../controllers/long-look.ts';
import { StageChoices } from '../../controllers/stage-choices.ts';
import { StoreReader } from '../../controllers/store-reader.ts';
import { StageTouchEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { panelStyles } from '../../styles/panel.styles.ts';
import { NewestFirst } from '../../views/attention/newest-first.ts';
import '../../views/digit-cost/digit-cost.ts';
import '../../views/digit-examples/digit-examples.ts';
import { type DigitName, digitFilter, imagePicker } from '../../views/digit-gallery/image-picker.ts';
import '../../views/digit-gradient/digit-gradient.ts';
import { besideImage, chosenNeuron, digitPanelStyles, networkPanel } from '../../views/digit-panels.ts';
import { digitPlace } from '../../views/digit-place.ts';
import '../../views/digit-training/digit-training.ts';
import { DIGIT_NAMES, SHOWN_PIXELS } from '../../views/network-picture/digits.ts';
import type { NeuronPlace } from '../../views/network-picture/layout.ts';
import '../../views/network-picture/network-picture.ts';
import { panelBar } from '../../views/panel-bar/panel-bar.ts';
import type { Moment } from '../chapter.ts';
import { toldAt } from '../moments.ts';
import { chapter } from './chapter.ts';
import './events.ts';
import { PANEL_NAMES, PANELS, type Panel, panelOf, WAY_NAMES, type Way, wayOf } from './panels.ts';
import { readPaths } from './paths.ts';
import { BATCH, type Question, type Reading, read } from './reading.ts';
import './views/nudge-table/nudge-table.ts';
import './views/output-wishes/output-wishes.ts';
import './views/summed-wishes/summed-wishes.ts';
import './views/three-ways/three-ways.ts';
import './views/two-paths/two-paths.ts';

/** The video's example is a 2. Of one that it reads for sure the trained network would wish nothing: here it thinks of an 8 as well. */
const FIRST_IMAGE = 588;

/**
 * One panel at a time, as the moment or the visitor says; all read the digit network while it trains.
 *
 * @property moment - of the video
 * @fires lab-stage-touch - the visitor operates a panel
 */
@customElement('lab-chapter-3-stage')
export class Chapter3Stage extends LitElement {
  static override styles = [baseStyles, panelStyles, digitPanelStyles];

  @property({ attribute: false }) moment!: Moment;

  readonly #digits = new StoreReader(this, digitsContext);
  readonly #page = new StoreReader(this, pageContext);
  readonly #choices = new StageChoices(this.#page, {
    show: { panel: oneOf(PANEL_NAMES), way: oneOf(WAY_NAMES) },
    with: {
      ...DIGIT_ENTRIES,
      image: wholeNumber(0, 4999),
      digit: oneOf(DIGIT_NAMES),
      layer: wholeNumber(1, 8),
      neuron: wholeNumber(0, 999),
    },
  });
  readonly #wishes = new DigitWishes(this.#digits, this.#choices);
  readonly #readings = new NewestFirst<Question, Reading>(this, (question) =>
    read(this.#digits.store.lab, question),
  );
  readonly #paths = new LongLook(this, (_: undefined, wait) => readPaths(this.#digits.store.lab, wait));
  #run?: DigitRunInfo;

  constructor() {
    super();
    this.addEventListener('lab-digit-pick', ({ index }) => {
      // Which output is looked at follows the image, until one is picked again.
      this.#choices.put({ with: { image: index, layer: undefined, neuron: undefined } });
      this.#touch();
    });
    this.addEventListener('lab-neuron', ({ place }) => {
      this.#choices.put({ with: place });
      this.#touch();
    });
    this.addEventListener('lab-way', ({ way }) => {
      this.#choices.put({ show: { panel: this.#panel, way } });
      this.#touch();
    });
    this.addEventListener('lab-digit-network', ({ wanted }) => {
      this.#wishes.take(wanted);
      this.#touch();
    });
    this.addEventListener('lab-digit-settings', ({ request }) => {
      this.#wishes.change(request);
      this.#touch();
    });
    this.addEventListener('lab-work', ({ go }) => {
      if (go) void this.#paths.ask(undefined);
      else this.#paths.stop();
      this.#touch();
    });
    this.addEventListener('lab-run', () => this.#touch());
  }

  protected override willUpdate(): void {
    const { run, weightsRead } = this.#digits.value;
    if (run !== this.#run) {
      this.#run = run;
      // The worker lets go of planes and side runs with the network they belong to.
      this.#paths.forget();
    }
    if (!run) return;
    this.#wishes.follow();
    const { digit } = this.#choices.with;
    const question: Question = {
      weightsRead,
      panel: this.#panel,
      image: this.#image,
      digit: digit === undefined ? undefined : Number(digit),
    };
    this.#readings.put(question);
  }

  protected override render() {
    const { run } = this.#digits.value;
    if (!run) return html`<p class="data">Opening the trained digit network …</p>`;
    const { answer, error } = this.#readings;
    const fits = answer?.wishes === undefined || answer.wishes.layers.length === run.sizes.length - 1;
    const reading = answer?.question.panel === this.#panel && fits ? answer : undefined;
    return html`
      ${digitPlace(this, this.#digits.value)}
      ${panelBar({
        panels: PANELS,
        shown: this.#panel,
        told: toldAt(chapter.moments, this.moment, this.#panel, panelOf),
        choose: this.#choose,
      })}
      ${error ? html`<p class="card" role="alert">${error}</p>` : nothing}
      ${reading ? this.#panels[this.#panel](run, reading) : html`<p class="data">Asking the network …</p>`}
    `;
  }

  get #panel(): Panel {
    return this.#choices.show.panel ?? panelOf(this.moment) ?? 'network';
  }

  get #way(): Way {
    return this.#choices.show.way ?? wayOf(this.moment) ?? 'bias';
  }

  get #image(): number {
    return this.#choices.with.image ?? FIRST_IMAGE;
  }

  #neuron(run: DigitRunInfo): NeuronPlace | undefined {
    return chosenNeuron(run, this.#choices.with);
  }

  /** The output picked, or the one the image should light. */
  #output(run: DigitRunInfo, { label = 0 }: Reading): number {
    const picked = this.#neuron(run);
    return picked?.layer === run.sizes.length - 1 ? picked.neuron : label;
  }

  readonly #choose = (panel: Panel): void => {
    this.#choices.put({ show: { panel } });
    this.#touch();
  };

  readonly #panels: Readonly<Record<Panel, (run: DigitRunInfo, reading: Reading) => TemplateResult>> = {
    network: (run, reading) =>
      html`${networkPanel(run, reading, this.#neuron(run))} ${this.#gallery(reading)}`,
    examples: (_, { gallery, testGallery }) => html`
      ${digitFilter(this.#choices.with.digit, this.#filter)}
      <lab-digit-examples .train=${gallery} .test=${testGallery} .data=${this.#digits.value.data} .chosen=${this.#image}></lab-digit-examples>
    `,
    cost: ({ kind }, reading) =>
      this.#ofImage(reading, html`<lab-digit-cost .cost=${reading.cost} .kind=${kind}></lab-digit-cost>`),
    gradient: (run, { gradient, activations }) => html`<lab-digit-gradient
      .run=${run} .gradient=${gradient} .images=${BATCH} .activations=${activations ?? []} .chosen=${this.#neuron(run)}
    ></lab-digit-gradient>`,
    outputs: (run, reading) =>
      this.#ofImage(
        reading,
        html`<lab-output-wishes .cost=${reading.cost} .wishes=${reading.wishes} .chosen=${this.#output(run, reading)}></lab-output-wishes>`,
      ),
    ways: (run, reading) =>
      this.#ofImage(
        reading,
        html`<lab-three-ways
        .gradient=${reading.gradient} .wishes=${reading.wishes} .weights=${reading.weights?.at(-1)}
        .output=${this.#output(run, reading)} .way=${this.#way}
      ></lab-three-ways>`,
      ),
    sum: ({ sizes }, reading) =>
      this.#ofImage(
        reading,
        html`<lab-summed-wishes .wishes=${reading.wishes} .layer=${sizes.length - 2}></lab-summed-wishes>`,
      ),
    back: (run, reading) => html`
      <section class="card" aria-label="Nudges of this image">
        <h2>Backwards through all layers: what this ${reading.label} wishes of every connection</h2>
        <lab-network-picture
          .sizes=${run.sizes} .inputs=${SHOWN_PIXELS} .activations=${reading.activations ?? []}
          .edges=${reading.gradient?.layers.map(({ weights }) => weights.data.map((d) => -d)) ?? []}
          edgeName="wished nudge" .chosen=${this.#neuron(run)} .outputs=${DIGIT_NAMES}
          label="The digit network; its lines show what one image wishes."
        ></lab-network-picture>
      </section>
      ${run.sizes.length > 3 ? html`<lab-summed-wishes .wishes=${reading.wishes} .layer=${run.sizes.length - 3}></lab-summed-wishes>` : nothing}
      ${this.#gallery(reading)}
    `,
    table: ({ sizes }, { table }) => html`<lab-nudge-table
      .nudges=${table?.nudges} .weights=${table?.weights ?? []} .images=${table?.images} .layers=${sizes.length - 1}
    ></lab-nudge-table>`,
    paths: () => html`<lab-two-paths .look=${this.#paths.state}></lab-two-paths>`,
    training: (_, { test, wrong }) => html`<lab-digit-training
      .digits=${this.#digits.value} .test=${test} .wrong=${wrong} .request=${this.#wishes.request} .made=${this.#wishes.made}
    ></lab-digit-training>`,
  };

  /** A view about one image, which stands beside it and can be another. */
  #ofImage(reading: Reading, view: TemplateResult): TemplateResult {
    return html`${besideImage(reading, view)} ${this.#gallery(reading)}`;
  }

  #gallery({ gallery }: Reading): TemplateResult {
    return imagePicker(gallery, this.#image, this.#choices.with.digit, this.#filter);
  }

  readonly #filter = (digit: DigitName | undefined): void => {
    this.#choices.put({ with: { digit } });
    this.#touch();
  };

  #touch(): void {
    this.dispatchEvent(new StageTouchEvent());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-3-stage': Chapter3Stage;
  }
}
