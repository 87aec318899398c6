// Chapter 2's stage: going downhill on curves, on landscapes and with the digit network itself, and what it has learnt.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DigitRunInfo } from '../../../workers/lab-api.ts';
import { oneOf, whole as wholeNumber } from '../../controllers/address-values.ts';
import { type ComparedRun, compareRuns } from '../../controllers/compare-runs.ts';
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
import '../../views/hoped-parts/hoped-parts.ts';
import { DIGIT_NAMES } from '../../views/network-picture/digits.ts';
import type { NeuronPlace } from '../../views/network-picture/layout.ts';
import '../../views/run-comparison/run-comparison.ts';
import { panelBar } from '../../views/panel-bar/panel-bar.ts';
import type { Moment } from '../chapter.ts';
import { toldAt } from '../moments.ts';
import { chapter } from './chapter.ts';
import './events.ts';
import { COMPARISONS, type ComparisonName } from './comparisons.ts';
import { PANEL_NAMES, PANELS, type Panel, panelOf, TOLD_BESIDE } from './panels.ts';
import { GRADIENT_IMAGES, type Question, type Reading, read } from './reading.ts';
import { ROLLING, ROLLING_SHOWS, rollOnCurve, rollOnSurface } from './rolling.ts';
import { DIRECTIONS, type Directions, Landscape } from './slice.ts';
import './views/cost-average/cost-average.ts';
import './views/cost-slice/cost-slice.ts';
import './views/noise-input/noise-input.ts';

/** The video's example is a 3. Of one that it reads for sure the trained network would have no cost to see: here it thinks of a 5 as well. */
const FIRST_IMAGE = 1121;

/**
 * One panel at a time, as the moment or the visitor says; all read the digit network while it trains.
 *
 * @property moment - of the video
 * @fires lab-stage-touch - the visitor operates a panel
 */
@customElement('lab-chapter-2-stage')
export class Chapter2Stage extends LitElement {
  static override styles = [baseStyles, panelStyles, digitPanelStyles];

  @property({ attribute: false }) moment!: Moment;

  /** What the networks trained side by side have come to. */
  @state() private compared: Partial<Record<ComparisonName, readonly ComparedRun[]>> = {};

  readonly #digits = new StoreReader(this, digitsContext);
  readonly #page = new StoreReader(this, pageContext);
  readonly #choices = new StageChoices(this.#page, {
    show: { panel: oneOf(PANEL_NAMES), ...ROLLING_SHOWS },
    with: {
      ...DIGIT_ENTRIES,
      image: wholeNumber(0, 4999),
      digit: oneOf(DIGIT_NAMES),
      layer: wholeNumber(1, 8),
      neuron: wholeNumber(0, 999),
      noise: wholeNumber(0, 9999),
      ...ROLLING,
      plane: oneOf(DIRECTIONS),
    },
  });
  readonly #wishes = new DigitWishes(this.#digits, this.#choices);
  readonly #readings = new NewestFirst<Question, Reading>(this, (question) =>
    read(this.#digits.store.lab, question),
  );
  readonly #slice = new Landscape(this, this.#digits);
  readonly #comparisons = {
    rates: this.#comparison('rates'),
    labels: this.#comparison('labels'),
  };
  #run?: DigitRunInfo;

  constructor() {
    super();
    this.addEventListener('lab-digit-pick', ({ index }) => {
      this.#choices.put({ with: { image: index } });
      this.#touch();
    });
    this.addEventListener('lab-neuron', ({ place }) => {
      this.#choices.put({ with: place });
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
    this.addEventListener('lab-descent', ({ choices: { balls, ...rest } }) => {
      if (balls !== undefined) this.#choices.put({ show: { panel: this.#panel, balls } });
      this.#choices.put({ with: rest });
      this.#touch();
    });
    this.addEventListener('lab-work', ({ work, go }) => {
      this.#work(work, go);
      this.#touch();
    });
    this.addEventListener('lab-run', () => this.#touch());
  }

  #comparison(name: ComparisonName) {
    return new LongLook(this, (_: undefined, wait) =>
      compareRuns(this.#digits.store.lab, COMPARISONS[name], wait, (runs) => {
        this.compared = { ...this.compared, [name]: runs };
      }),
    );
  }

  protected override willUpdate(): void {
    const { run, weightsRead } = this.#digits.value;
    if (run !== this.#run) {
      this.#run = run;
      // The worker lets go of planes and side runs with the network they belong to.
      for (const look of [this.#slice, ...Object.values(this.#comparisons)]) look.forget();
      this.compared = {};
    }
    if (!run) return;
    this.#wishes.follow();
    const { image = FIRST_IMAGE, digit, noise = 0 } = this.#choices.with;
    const question: Question = {
      weightsRead,
      panel: this.#panel,
      image,
      digit: digit === undefined ? undefined : Number(digit),
      noise,
    };
    this.#readings.put(question);
  }

  protected override updated(): void {
    if (this.#digits.value.run && this.#panel === 'slice') this.#slice.lookAt(this.#plane);
  }

  /** Where no plane was chosen: the one with the path, once there is one. */
  get #plane(): Directions {
    return this.#choices.with.plane ?? (this.#digits.value.shipped ? 'gradient' : 'path');
  }

  protected override render() {
    const { run } = this.#digits.value;
    if (!run) return html`<p class="data">Opening the trained digit network …</p>`;
    const { answer, error } = this.#readings;
    const reading = answer?.question.panel === this.#panel ? answer : undefined;
    return html`
      ${digitPlace(this, this.#digits.value)}
      ${panelBar({
        panels: PANELS,
        shown: this.#panel,
        told: toldAt(chapter.moments, this.moment, this.#panel, panelOf) ?? TOLD_BESIDE[this.#panel],
        choose: this.#choose,
      })}
      ${error ? html`<p class="card" role="alert">${error}</p>` : nothing}
      ${reading ? this.#panels[this.#panel](run, reading) : html`<p class="data">Asking the network …</p>`}
    `;
  }

  get #panel(): Panel {
    return this.#choices.show.panel ?? panelOf(this.moment) ?? 'network';
  }

  #neuron(run: DigitRunInfo): NeuronPlace | undefined {
    return chosenNeuron(run, this.#choices.with);
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
    cost: ({ kind }, reading) => html`
      ${besideImage(reading, reading.cost ? html`<lab-digit-cost .cost=${reading.cost} .kind=${kind}></lab-digit-cost>` : nothing)}
      ${this.#gallery(reading)}
    `,
    average: (run, { cost, extremes }) => html`<lab-cost-average
      .cost=${cost} .run=${run} .extremes=${extremes?.images} .extremeCosts=${extremes?.costs ?? []}
    ></lab-cost-average>`,
    curve: () =>
      rollOnCurve(this.#choices.with, this.#choices.show.balls ?? this.moment.settings?.balls === true),
    surface: () => rollOnSurface(this.#choices.with),
    gradient: (run, { gradient, activations }) => html`<lab-digit-gradient
      .run=${run} .gradient=${gradient} .images=${GRADIENT_IMAGES} .activations=${activations ?? []}
      .chosen=${this.#neuron(run)}
    ></lab-digit-gradient>`,
    slice: () =>
      html`<lab-cost-slice .directions=${this.#plane} .look=${this.#slice.state}></lab-cost-slice>`,
    training: (_, { test, wrong }) => html`<lab-digit-training
      .digits=${this.#digits.value} .test=${test} .wrong=${wrong} .request=${this.#wishes.request} .made=${this.#wishes.made}
    ></lab-digit-training>`,
    weights: (run, { weights }) => html`<lab-hoped-parts
      .layer=${weights?.[0]}
      .chosen=${this.#neuron(run)?.layer === 1 ? this.#neuron(run)?.neuron : undefined}
    ></lab-hoped-parts>`,
    noise: (_, { noise }) => html`<lab-noise-input .reading=${noise}></lab-noise-input>`,
    rates: () => this.#compared('rates'),
    labels: () => this.#compared('labels'),
  };

  get #image(): number {
    return this.#choices.with.image ?? FIRST_IMAGE;
  }

  #gallery({ gallery }: Reading): TemplateResult {
    return imagePicker(gallery, this.#image, this.#choices.with.digit, this.#filter);
  }

  readonly #filter = (digit: DigitName | undefined): void => {
    this.#choices.put({ with: { digit } });
    this.#touch();
  };

  #compared(name: ComparisonName): TemplateResult {
    const { heading, explained, steps, tested } = COMPARISONS[name];
    return html`<lab-run-comparison
      .heading=${heading} .explained=${explained} .work=${name} .steps=${steps} .tested=${tested}
      .runs=${this.compared[name] ?? []} .look=${this.#comparisons[name].state}
    ></lab-run-comparison>`;
  }

  #work(work: string, go: boolean): void {
    const [what, directions] = work.split(' ');
    if (what === 'noise') {
      this.#choices.put({ with: { noise: ((this.#choices.with.noise ?? 0) + 1) % 10_000 } });
    } else if (what === 'slice') {
      if (!go) this.#slice.stop();
      else if (directions === this.#plane) this.#slice.lay(this.#plane);
      else this.#choices.put({ with: { plane: directions as Directions } });
    } else {
      const comparison = this.#comparisons[what as ComparisonName];
      if (go) void comparison.ask(undefined);
      else comparison.stop();
    }
  }

  #touch(): void {
    this.dispatchEvent(new StageTouchEvent());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-2-stage': Chapter2Stage;
  }
}
