// The stage of chapters 1 to 3: the digit map with the picture of the moment, and the moment's panel beside it.

import { type CSSResultGroup, html, type nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { DigitInput, DigitRunInfo, DigitSplit } from '../../../workers/rpc/api/lab-api.ts';
import { DigitMap, type Sample } from '../../digit-map/digit-map.ts';
import type { DigitShot } from '../../digit-map/shot.ts';
import { answerOf, type DigitMapValues } from '../../digit-map/values.ts';
import { listen } from '../../events/element-event.ts';
import { formatPercent } from '../../format/numbers.ts';
import { isSame } from '../../map-core/map-element.ts';
import type { CancellableTask } from '../../state/cancellable-task.ts';
import { digitsContext } from '../../state/contexts.ts';
import { DIGIT_PARAM_SCHEMAS } from '../../state/digits/digit-request.ts';
import { DigitSettingsDraft } from '../../state/digits/digit-settings-draft.ts';
import { StagedNetwork, type StagedState } from '../../state/digits/staged-network.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import type { NeuronIndex } from '../../types/digits.ts';
import { digitModelStatus } from '../../views/digits/digit-model-status.ts';
import { selectedNeuron } from '../../views/digits/digit-panels.ts';
import { liveRegionMode } from '../../views/status/live-region.ts';
import { PanelStage, type PanelStageOptions } from '../chapter-stage/panel-stage.ts';
import {
  type DigitChoices,
  type DigitContext,
  type DigitOptions,
  type DigitPanel,
  digitParams,
} from './digit-panel.ts';
import { digitStageStyles } from './digit-stage.styles.ts';
import { BAR_PLACES, barImage, edgeDetector } from './edge-detector.ts';
import { fetchMapValues, fetchSamples, type MapData, type MapRequest } from './map-data.ts';
import { noiseImage } from './noise-image.ts';
import { descendOnImage } from './one-image.ts';
import { PanelReader } from './panel-reader.ts';
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

interface DigitStageOptions<TContext> extends PanelStageOptions<DigitPanel<TContext>> {
  readonly split: DigitSplit;
  /** Index of the image at first. */
  readonly image: number;
  /** Whether the map offers cost and gradient, and the address holds settings of the next training. */
  readonly trains: boolean;
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
export abstract class DigitStage<
  TChoices extends DigitChoices,
  TContext extends DigitContext,
> extends PanelStage<DigitPanel<TContext>, TChoices> {
  static override styles: CSSResultGroup[] = [baseStyles, digitStageStyles];

  /** The visitor's, until the next moment. */
  @state() private ownShot?: DigitShot;
  /** Pictures that a moment has shown by itself. */
  @state() private tick = 0;
  @state() private samples: readonly Sample[] = [];
  @state() private label?: number;

  protected readonly digits = new StoreController(this, digitsContext);
  /** Comparisons that the visitor starts, by panel. */
  protected readonly jobs: Readonly<Record<string, CancellableTask<undefined, unknown>>> = {};
  readonly #options: DigitStageOptions<TContext>;
  readonly #draft: DigitSettingsDraft;
  readonly #reader = new PanelReader(this, this.digits, this.panels);
  #run?: DigitRunInfo;
  readonly #staged = new StagedNetwork(this.digits);
  readonly #mapData = new LatestOnlyTask<MapRequest, MapData>(this, (request) => this.#fetchMap(request), {
    deepEqualKeys: ['input'],
  });
  #timer = 0;
  /** Pictures of learning that are asked for, and that the network has taken steps for. */
  #learned = 0;
  #taken = 0;

  constructor(options: DigitStageOptions<TContext>) {
    const { choices, trains, split } = options;
    const params = { ...digitParams(split === 'test' ? 10_000 : 5000), ...(trains && DIGIT_PARAM_SCHEMAS) };
    super({ ...options, choices: { ...choices, perChapter: { ...params, ...choices.perChapter } } });
    this.#options = options;
    const stage = this;
    this.#draft = new DigitSettingsDraft(this.digits, {
      get perChapter() {
        return stage.choices as object;
      },
      set: ({ perChapter }) => this.choose(perChapter as Partial<TChoices>),
    });
    listen(this, {
      'lab-digit-shot': ({ shot }) => {
        this.ownShot = shot;
        this.choose((shot.neuron ?? {}) as Partial<TChoices>);
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
      },
      'lab-digit-target': ({ digit }) => {
        this.label = digit;
        this.emitInteraction();
      },
      'lab-neuron': ({ position }) => this.choose(position as Partial<TChoices>),
      'lab-digit-network': ({ network }) => {
        if (trains) this.#draft.apply(network);
        else void this.digits.store.replaceNetwork(network);
        this.emitInteraction();
      },
      'lab-digit-settings': ({ request }) => this.#draft.change(request),
      'lab-job': ({ job, isStart }) => {
        this.handleJob(job, isStart);
        this.emitInteraction();
      },
      'lab-run': () => this.emitInteraction(),
    });
  }

  /** What the chapter's panels show besides their data. */
  protected abstract context(common: DigitContext): TContext;

  protected handleJob(job: string, isStart: boolean): void {
    if (isStart) void this.jobs[job]?.run(undefined);
    else this.jobs[job]?.abort();
  }

  /** The worker discards planes and comparison runs with their network. */
  protected resetForRun(): void {
    for (const job of Object.values(this.jobs)) job.reset();
  }

  /** Another image has other neurons to look at. */
  protected chooseImage(image: number): void {
    this.choose({ image, layer: undefined, neuron: undefined } as Partial<TChoices>);
  }

  protected neuron(run: DigitRunInfo): NeuronIndex | undefined {
    return selectedNeuron(run, this.choices);
  }

  /** Whether weights were edited by hand. */
  protected get hasManualEdits(): boolean {
    return false;
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
    const index = this.choices.image ?? settings?.image;
    return typeof index === 'number' ? index : this.#options.image;
  }

  /** What the map shows now. */
  protected get mapValues(): DigitMapValues | undefined {
    return this.#mapData.value?.values;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    Object.assign(sharedMap, { samples: [], hasCost: this.#options.trains });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#staged.close();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('moment')) this.#begin();
    const { run, weightsVersion } = this.digits.value;
    if (run !== this.#run) this.resetForRun();
    this.#run = run;
    if (!run) return;
    void this.#loadSamples();
    this.#mapData.run(this.#mapRequest(weightsVersion));
    if (this.#options.trains) this.#draft.applyUrl();
    if (this.openPanel !== undefined) this.#reader.read(this.openPanel, this.#panelOptions(run));
  }

  #panelOptions(run: DigitRunInfo): DigitOptions {
    const { digit, noise = 0 } = this.choices as DigitChoices & { readonly noise?: number };
    return {
      ...{ image: this.imageIndex, input: this.input, neuron: this.neuron(run), noise },
      digit: digit === undefined ? undefined : Number(digit),
    };
  }

  /** What the shown panel fetched; undefined until it has. */
  protected get panelData(): unknown {
    return this.#reader.dataOf(this.panel);
  }

  #renderPanel(run: DigitRunInfo): TemplateResult | typeof nothing {
    const { fetch, render } = this.panels[this.panel];
    const { error } = this.#reader;
    const data = fetch && this.panelData;
    if (fetch && error) return html`<p class="note" role="alert">${error}</p>`;
    if (fetch && data === undefined) return html`<p class="data">Loading …</p>`;
    const { choices } = this;
    const context = this.context({
      ...this.#panelOptions(run),
      ...{ run, choices, draft: this.#draft },
      digits: this.digits.value,
      choose: (choices) => this.choose(choices as Partial<TChoices>),
      live: liveRegionMode(this.digits.value),
    });
    return render(context, data as never);
  }

  /** A moment begins with its own picture. */
  #begin(): void {
    this.ownShot = undefined;
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
    const isReady = isSame(data.request, this.#mapData.lastRequest);
    if (isReady && !isSame(this.#shot, sharedMap.shot)) sharedMap.shot = this.#shot;
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
    return html`
      <div class="reading">
        <div class="model">
          ${network ? html`<p class="model-status"><span role="status" aria-live=${this.#pause === undefined ? 'polite' : 'off'}>${NETWORK_NAMES[network]} · ${this.#renderAnswer(run)} · yours is back with the next moment</span></p>` : digitModelStatus(this, this.digits.value, { hasManualEdits: this.hasManualEdits, extra: this.#renderAnswer(run) })}
        </div>
      </div>
      ${this.renderWork(sharedMap, { error, content: this.openPanel === undefined ? undefined : this.#renderPanel(run) })}
    `;
  }

  #renderAnswer({ kind }: DigitRunInfo): TemplateResult | undefined {
    const { mapValues } = this;
    if (!mapValues) return undefined;
    const { digit, output } = answerOf(mapValues);
    return html`prediction: <b class="answer">${digit}</b>, ${kind === 'sigmoid' ? `output ${output.toFixed(2)}` : formatPercent(output)}`;
  }
}
