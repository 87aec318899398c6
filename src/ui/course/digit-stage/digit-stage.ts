// The stage of chapters 1 to 3: the digit map with the picture of the moment, and the moment's panel beside it.

import {
  type CSSResultGroup,
  html,
  LitElement,
  nothing,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { property, state } from 'lit/decorators.js';
import type { DigitInput, DigitRunInfo, DigitSplit } from '../../../workers/rpc/api/lab-api.ts';
import { DigitMap, type Sample } from '../../digit-map/digit-map.ts';
import type { DigitShot } from '../../digit-map/shot.ts';
import { answerOf, type DigitMapValues } from '../../digit-map/values.ts';
import { listen } from '../../events/element-event.ts';
import { StageInteractionEvent } from '../../events/index.ts';
import { formatPercent } from '../../format/numbers.ts';
import { digitsContext, pageContext } from '../../state/contexts.ts';
import { StagedNetwork, type StagedState } from '../../state/digits/staged-network.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { digitModelStatus } from '../../views/digits/digit-model-status.ts';
import type { Moment } from '../chapter.ts';
import type { PanelGroup } from '../panel-bar/panel-bar.ts';
import '../panel-bar/panel-bar.ts';
import { digitStageStyles } from './digit-stage.styles.ts';
import { BAR_PLACES, barImage, edgeDetector } from './edge-detector.ts';
import { fetchMapValues, fetchSamples, type MapData, type MapRequest } from './map-data.ts';
import { noiseImage } from './noise-image.ts';
import { descendOnImage } from './one-image.ts';
import type { DigitPicture, StagedWeights } from './picture.ts';

/** Milliseconds a digit of a tour, and a place of the sliding bar. */
const TOUR_MS = 2600;
const SLIDE_MS = 140;
/** Training steps between two pictures; pictures of a learning network. */
const STEPS_A_PICTURE = 4;

const NETWORK_NAMES: Record<StagedWeights, string> = {
  random: 'A network with random weights',
  'edge-detector': 'The network with an edge detector as its first hidden neuron',
  'low-bias': 'The network with a bias of −10 in its first hidden neuron',
  'one-image': 'A network that has learned one image alone',
};

interface DigitStageOptions {
  readonly groups: readonly PanelGroup[];
  readonly split: DigitSplit;
  /** Index of the image at first. */
  readonly image: number;
  /** Whether the map offers cost and gradient. */
  readonly hasCost: boolean;
}

/** The map of all chapters: picture and drawing stay while the stage of another chapter replaces this one. */
const sharedMap = new DigitMap();
/** The visitor's drawing, and the digit they say it is. */
let sharedDrawing: { pixels: Float32Array<ArrayBuffer>; label?: number } | undefined;
const samplesOf: Partial<Record<DigitSplit, Promise<Sample[]>>> = {};

/**
 * @summary Map above, panel beside or over it. The moment sets picture and panel, until the visitor operates one of them. A moment that
 *   speaks of other weights shows a network in that state; the visitor's own is back with the next moment.
 *
 * @property moment - Moment of the video.
 * @fires lab-stage-interaction - The visitor operates the map or a panel.
 */
export abstract class DigitStage<TPanel extends string> extends LitElement {
  static override styles: CSSResultGroup[] = [baseStyles, digitStageStyles];

  @property({ attribute: false }) moment!: Moment;

  /** The visitor's, until the next moment. */
  @state() private ownShot?: DigitShot;
  @state() private isClosed = false;
  /** Pictures that a moment has shown by itself. */
  @state() private tick = 0;
  @state() private samples: readonly Sample[] = [];
  @state() private label?: number;

  protected readonly digits = new StoreController(this, digitsContext);
  protected readonly page = new StoreController(this, pageContext);
  readonly #options: DigitStageOptions;
  readonly #staged = new StagedNetwork(this.digits);
  readonly #mapData = new LatestOnlyTask<MapRequest, MapData>(this, (request) => this.#fetchMap(request), {
    deepEqualKeys: ['input'],
  });
  #timer = 0;
  /** Pictures of learning that are asked for, and that the network has taken steps for. */
  #learned = 0;
  #taken = 0;

  constructor(options: DigitStageOptions) {
    super();
    this.#options = options;
    listen(this, {
      'lab-digit-shot': ({ shot }) => {
        this.ownShot = shot;
        if (shot.neuron) this.chooseNeuron(shot.neuron);
        this.emitInteraction();
      },
      'lab-digit-draw': ({ pixels }) => {
        sharedDrawing = pixels && { pixels };
        this.#stopShow();
        this.requestUpdate();
        this.emitInteraction();
      },
      'lab-digit-pick': ({ index }) => {
        sharedMap.clearDrawing();
        sharedDrawing = undefined;
        this.label = undefined;
        this.#stopShow();
        this.chooseImage(index);
        this.emitInteraction();
      },
      'lab-digit-target': ({ digit }) => {
        this.label = digit;
        this.emitInteraction();
      },
      'lab-panel': ({ panel }) => this.#open(panel as TPanel),
    });
  }

  /** The panel of the moment, or the visitor's choice. */
  protected abstract get panel(): TPanel;
  protected abstract get isPanelChosen(): boolean;
  /** Stores the visitor's choice; undefined removes it. */
  protected abstract choosePanel(panel: TPanel | undefined): void;
  /** Seconds at which the video shows the panel, unless it does so now. */
  protected abstract get panelTime(): number | undefined;
  /** The visitor's image: its index in the chapter's split. */
  protected abstract get chosenImage(): number | undefined;
  protected abstract chooseImage(index: number): void;
  protected abstract chooseNeuron(neuron: { layer: number; neuron: number }): void;
  protected abstract renderPanel(run: DigitRunInfo): TemplateResult | typeof nothing;
  /** Whether weights were edited by hand. */
  protected get hasManualEdits(): boolean {
    return false;
  }

  protected emitInteraction(): void {
    this.dispatchEvent(new StageInteractionEvent());
  }

  /** The open panel. */
  protected get openPanel(): TPanel | undefined {
    return this.isPanelChosen || (this.moment.isPanelOpen && !this.isClosed) ? this.panel : undefined;
  }

  protected get picture(): DigitPicture {
    return this.moment.picture ?? { at: 'network' };
  }

  /** The drawing, or an image of the data set: the visitor's, the moment's or the chapter's first. */
  protected get input(): DigitInput {
    if (sharedDrawing) return { pixels: sharedDrawing.pixels };
    return { split: this.#options.split, indices: [this.imageIndex] };
  }

  protected get imageIndex(): number {
    const { settings } = this.moment;
    const index = this.chosenImage ?? settings?.image;
    return typeof index === 'number' ? index : this.#options.image;
  }

  /** What the map shows now. */
  protected get mapValues(): DigitMapValues | undefined {
    return this.#mapData.value?.values;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    Object.assign(sharedMap, { samples: [], hasCost: this.#options.hasCost });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#staged.close();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('moment')) this.#begin();
    const { run, weightsVersion } = this.digits.value;
    if (!run) return;
    void this.#loadSamples();
    this.#mapData.run(this.#mapRequest(weightsVersion));
  }

  /** A moment begins with its own picture. */
  #begin(): void {
    this.ownShot = undefined;
    this.isClosed = false;
    this.label = undefined;
    this.tick = 0;
    this.#learned = this.#taken = 0;
    this.#staged.close();
    clearTimeout(this.#timer);
  }

  /** The visitor goes on alone. */
  #stopShow(): void {
    clearTimeout(this.#timer);
    this.tick = Number.POSITIVE_INFINITY;
  }

  get #isShown(): boolean {
    return Number.isFinite(this.tick);
  }

  get #shot(): DigitShot {
    const { network: _, image: __, learns: ___, tours, batch: ____, target: _____, ...shot } = this.picture;
    const moved = this.ownShot ?? shot;
    return tours && this.tick > 0 && this.#isShown ? { ...moved, play: undefined } : moved;
  }

  #mapRequest(weightsVersion: number): MapRequest {
    const { network, batch, image } = this.picture;
    const { overlay = 'activations' } = this.#shot;
    const hasGradient = overlay === 'nudges' || overlay === 'requests' || this.#shot.play === 'backward';
    const hasCost = hasGradient || overlay === 'cost';
    const input = this.#shownInput(image);
    return {
      weightsVersion,
      network,
      learned: this.#learned,
      input: hasCost ? this.#labelled(input) : input,
      ...{ hasCost, hasGradient },
      batch: overlay === 'nudges' ? batch : undefined,
    };
  }

  #shownInput(image: DigitPicture['image']): DigitInput {
    if (this.#isShown && image === 'noise') return { pixels: noiseImage(this.tick) };
    if (this.#isShown && image === 'bar')
      return { pixels: barImage(BAR_PLACES[Math.min(this.tick, BAR_PLACES.length - 1)]) };
    const sample = this.picture.tours && this.#isShown && this.tick > 0 && this.samples[(this.tick - 1) % 10];
    if (sample) return { split: this.#options.split, indices: [sample.index] };
    return this.input;
  }

  /** A drawing has the label that the visitor chooses, or the answer of their network. */
  #labelled(input: DigitInput): DigitInput {
    const label = this.label ?? this.picture.target;
    if (!('pixels' in input)) {
      const image = label === undefined ? undefined : sharedMap.values?.activations[0];
      if (label === undefined || !image || input.indices[0] !== this.imageIndex) return input;
      return { pixels: image as Float32Array<ArrayBuffer>, labels: [label] };
    }
    const answer = this.mapValues ? answerOf(this.mapValues).digit : 0;
    if (sharedDrawing && sharedDrawing.label === undefined && this.mapValues) sharedDrawing.label = answer;
    return { ...input, labels: [label ?? sharedDrawing?.label ?? answer] };
  }

  async #fetchMap(request: MapRequest): Promise<MapData> {
    const { network } = request;
    const { client } = this.digits.store;
    if (!network) {
      this.#staged.close();
      return { request, values: await fetchMapValues(client, request, undefined) };
    }
    const comparisonRun = await this.#staged.open(network, () => this.#stagedState(network as StagedWeights));
    if (request.learned > this.#taken) {
      this.#taken = request.learned;
      await client.lens('step-comparison-run', { comparisonRun, steps: STEPS_A_PICTURE });
    }
    return { request, values: await fetchMapValues(client, request, comparisonRun) };
  }

  #stagedState(network: StagedWeights): StagedState | Promise<StagedState> {
    const { neuron = { layer: 1, neuron: 0 } } = this.picture;
    if (network === 'random') return { from: 'fresh' };
    if (network === 'one-image') return descendOnImage(this.digits.store.client, this.input);
    if (network === 'low-bias') return { from: 'current', changes: [{ ...neuron, value: -10 }] };
    const weights = edgeDetector().map((value, from) => ({ layer: 1, neuron: neuron.neuron, from, value }));
    return { from: 'current', changes: [...weights, { layer: 1, neuron: neuron.neuron, value: 0 }] };
  }

  protected override updated(_changed: PropertyValues): void {
    const { run } = this.digits.value;
    const data = this.#mapData.value;
    if (!run || !data) return;
    const values = { ...data.values, kind: run.kind };
    const isNew =
      sharedMap.values?.activations !== values.activations || sharedMap.values?.weights !== values.weights;
    if (isNew) sharedMap.values = values;
    Object.assign(sharedMap, { samples: this.samples, caption: this.#caption, picked: this.#pickedDigit });
    const isReady = JSON.stringify(data.request) === JSON.stringify(this.#mapData.lastRequest);
    if (isReady && JSON.stringify(this.#shot) !== JSON.stringify(sharedMap.shot)) sharedMap.shot = this.#shot;
    if (isReady) this.#continueShow();
  }

  get #isLearning(): boolean {
    return this.#learned * STEPS_A_PICTURE < (this.picture.learns ?? 0);
  }

  /** Milliseconds until the moment's tour, bar or learning goes on; undefined at its end. */
  get #pause(): number | undefined {
    const { tours, image, at } = this.picture;
    if (!this.#isShown || this.ownShot) return undefined;
    if (this.#isLearning) return 30;
    if (image === 'bar' && this.tick < BAR_PLACES.length - 1 && at === 'neuron') return SLIDE_MS;
    return tours && this.tick < 10 ? TOUR_MS * (this.tick === 0 ? 1.5 : 1) : undefined;
  }

  /** Tours, bars and learning go on after each picture. */
  #continueShow(): void {
    clearTimeout(this.#timer);
    if (this.#pause === undefined) return;
    this.#timer = window.setTimeout(() => {
      if (this.#isLearning) this.#learned += 1;
      this.tick += 1;
    }, this.#pause);
  }

  async #loadSamples(): Promise<void> {
    const { split } = this.#options;
    if (this.samples.length > 0) return;
    samplesOf[split] ??= fetchSamples(this.digits.store.client, split);
    try {
      this.samples = await samplesOf[split];
    } catch {
      samplesOf[split] = undefined; // the map's request needs images too and reports the error
    }
  }

  get #caption(): string {
    const { network, image } = this.picture;
    const weights =
      network === 'random'
        ? this.#learned > 0
          ? `learning: step ${sharedMap.values?.step}`
          : 'random weights'
        : '';
    const input =
      this.#isShown && image === 'noise'
        ? 'random pixels'
        : this.#isShown && image === 'bar'
          ? 'a bar'
          : sharedDrawing
            ? 'your drawing'
            : 'draw on it, or pick one';
    return weights ? `${input} · ${weights}` : input;
  }

  get #pickedDigit(): number | undefined {
    const input = this.#mapData.value?.request.input;
    if (!input || 'pixels' in input) return undefined;
    return this.samples.find(({ index }) => index === input.indices[0])?.digit;
  }

  protected override render(): TemplateResult {
    const { run } = this.digits.value;
    if (!run) return html`<p class="model-status">Loading digit network …</p>`;
    const { error } = this.#mapData;
    const { network } = this.picture;
    const isOpen = this.openPanel !== undefined;
    return html`
      <div class="reading">
        <div class="model">
          ${network ? html`<p class="model-status"><span role="status" aria-live=${this.#pause === undefined ? 'polite' : 'off'}>${NETWORK_NAMES[network]} · ${this.#renderAnswer(run)} · yours is back with the next moment</span></p>` : digitModelStatus(this, this.digits.value, { hasManualEdits: this.hasManualEdits, extra: this.#renderAnswer(run) })}
        </div>
      </div>
      <div class="work ${isOpen ? 'opened' : ''}">
        ${sharedMap}
        <div id="panel" class="panel" ?hidden=${!isOpen && !error}>
          ${isOpen ? this.#renderPanels() : nothing}
          ${error ? html`<p class="note" role="alert">${error}</p>` : nothing}
          ${isOpen ? this.renderPanel(run) : nothing}
        </div>
        <lab-panel-bar grouped .isClosed=${!isOpen} .groups=${this.#options.groups} .shown=${this.panel}>
          <button aria-expanded=${isOpen} aria-controls="panel" @click=${this.#toggle}>
            ${isOpen ? 'Hide panel' : 'Show panel'}
          </button>
        </lab-panel-bar>
      </div>
    `;
  }

  /** The panels of the open group. */
  #renderPanels(): TemplateResult {
    const group = this.#options.groups.find(({ panels }) => this.panel in panels);
    return html`<lab-panel-bar
      .label=${`Panels of “${group?.label}”`}
      .groups=${[{ panels: group?.panels ?? {} }]}
      .shown=${this.panel}
      .startTime=${this.panelTime}
    ></lab-panel-bar>`;
  }

  #renderAnswer({ kind }: DigitRunInfo): TemplateResult | undefined {
    const { mapValues } = this;
    if (!mapValues) return undefined;
    const { digit, output } = answerOf(mapValues);
    return html`prediction: <b class="answer">${digit}</b>, ${kind === 'sigmoid' ? `output ${output.toFixed(2)}` : formatPercent(output)}`;
  }

  #open(panel: TPanel): void {
    this.choosePanel(panel);
    this.emitInteraction();
  }

  readonly #toggle = () => {
    if (!this.openPanel) return this.#open(this.panel);
    this.isClosed = true;
    this.choosePanel(undefined);
    this.emitInteraction();
  };
}
