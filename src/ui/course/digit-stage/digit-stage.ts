// The stage of chapters 1 to 3: the digit map with the picture of the moment, or the moment's panel in its place.

import { msg, str } from '@lit/localize';
import { type CSSResultGroup, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { isSame } from '../../../shared/is-same.ts';
import type {
  DigitInput,
  DigitRunInfo,
  DigitSplit,
  DigitTraining,
} from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { formatFixed, formatPercent } from '../../format/numbers.ts';
import { DigitScene, type Sample } from '../../scenes/digits/digit-scene.ts';
import type { Strokes } from '../../scenes/digits/pad/drawing.ts';
import type { DigitShot } from '../../scenes/digits/shot.ts';
import { answerOf, type DigitMapValues } from '../../scenes/digits/values.ts';
import type { Rendered, Scene } from '../../stage/scene.ts';
import type { CancellableTask } from '../../state/cancellable-task.ts';
import { digitsContext } from '../../state/contexts.ts';
import { DIGIT_PARAM_SCHEMAS } from '../../state/digits/digit-request.ts';
import { DigitSettingsDraft } from '../../state/digits/digit-settings-draft.ts';
import type { StagedState } from '../../state/digits/staged-network.ts';
import { KeptController } from '../../state/kept.ts';
import { StoreController } from '../../state/store-controller.ts';
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
import { fetchSamples, type MapRequest } from './map-data.ts';
import { MapReader } from './map-reader.ts';
import { MomentShow } from './moment-show.ts';
import { trainingOf } from './moment-training.ts';
import { PanelReader } from './panel-reader.ts';
import { type DigitPicture, type StagedWeights, shotOf } from './picture.ts';
import { NETWORK_NAMES, stagedState } from './staged-weights.ts';

interface DigitStageOptions<TContext> extends PanelStageOptions<DigitPanel<TContext>> {
  readonly split: DigitSplit;
  /** Index of the image at first. */
  readonly image: number;
  /** Whether the map offers cost and gradient, and the address holds settings of the next training. */
  readonly trains: boolean;
}

/** Of all chapters: picture and drawing stay while the stage of another chapter replaces this one. */
class KeptDigits {
  readonly scene = new DigitScene();
  readonly samples: Partial<Record<DigitSplit, Promise<Sample[]>>> = {};
  /** The visitor's drawing, and the digit they say it is. */
  drawing?: { pixels: Float32Array<ArrayBuffer>; label?: number } | undefined;
  /** The drawing with its strokes while a question shows its image, until there is something newer. */
  #aside?: { readonly drawing: KeptDigits['drawing']; readonly strokes: Strokes } | undefined;

  /** Another drawing, or none, in place of all. */
  draw(pixels: Float32Array<ArrayBuffer> | undefined): void {
    this.drawing = pixels && { pixels };
    if (pixels) this.#aside = undefined;
  }

  clear(): void {
    this.scene.strokes = [];
    this.drawing = this.#aside = undefined;
  }

  putAside(): void {
    if (!this.drawing) return;
    this.#aside = { drawing: this.drawing, strokes: this.scene.strokes };
    this.drawing = undefined;
    this.scene.strokes = [];
  }

  takeBack(): void {
    if (!this.#aside) return;
    this.drawing = this.#aside.drawing;
    this.scene.strokes = this.#aside.strokes;
    this.#aside = undefined;
  }
}

/**
 * @summary One picture: the map, or a panel in its place. The moment sets it, until the visitor operates it. A moment that
 *   speaks of other weights shows a network in that state; the visitor's own is back with the next moment.
 *
 * @property moment - Moment of the video.
 * @fires lab-stage-interaction - The visitor operates the map or a panel.
 */
export abstract class DigitStage<
  TChoices extends DigitChoices,
  TContext extends DigitContext,
> extends PanelStage<DigitPanel<TContext>, TChoices> {
  /** Those of a chapter come before: base, panels, figures. */
  static override styles: CSSResultGroup[] = [digitStageStyles];

  /** The visitor's, until the next moment. */
  @state() private ownShot?: DigitShot;
  @state() private samples: readonly Sample[] = [];
  @state() private label?: number;

  protected readonly digits = new StoreController(this, digitsContext);
  /** Comparisons that the visitor starts, by panel. */
  protected readonly jobs: Readonly<Record<string, CancellableTask<undefined, unknown>>> = {};
  readonly #keptObjects = new KeptController(this);
  readonly #options: DigitStageOptions<TContext>;
  readonly #draft: DigitSettingsDraft;
  readonly #reader = new PanelReader(this, this.digits, this.panels);
  #run?: DigitRunInfo;
  #panelScene?: Scene | undefined;
  readonly #show = new MomentShow(this);
  readonly #map = new MapReader(this, this.digits, (network) => this.#stagedState(network));

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
        this.#show.hold();
        this.choose((shot.neuron ?? {}) as Partial<TChoices>);
      },
      'lab-digit-draw': ({ pixels }) => {
        this.#kept.draw(pixels);
        this.#show.end();
        this.requestUpdate();
        this.emitInteraction();
      },
      'lab-digit-pick': ({ index }) => {
        this.#kept.clear();
        this.label = undefined;
        this.#show.end();
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

  override get differences(): readonly string[] {
    return [...(this.#kept.drawing ? [msg('your drawing')] : []), ...super.differences];
  }

  override reset(): void {
    super.reset();
    this.#kept.clear();
    this.restore();
  }

  override restore(): void {
    super.restore();
    this.#begin();
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

  /** Of the moment; beside a panel of the visitor's network the picture is of that network too. */
  protected get picture(): DigitPicture {
    const { picture = { at: 'network' as const } } = this.moment;
    const isOfVisitor = this.openPanel !== undefined && this.panels[this.openPanel].isOfVisitor;
    if (!isOfVisitor) return picture;
    const { network: _, learns: __, ...shown } = picture;
    return shown;
  }

  /** The drawing, or an image of the data set: the visitor's, the moment's or the chapter's first. */
  protected get input(): DigitInput {
    const { drawing } = this.#kept;
    if (drawing) return { pixels: drawing.pixels };
    return { split: this.#options.split, indices: [this.imageIndex] };
  }

  /** The image on the pad, for tasks. */
  get shownImage(): DigitInput {
    return this.input;
  }

  protected get imageIndex(): number {
    const { settings } = this.moment;
    const index = this.choices.image ?? settings?.image;
    return typeof index === 'number' ? index : this.#options.image;
  }

  get #kept(): KeptDigits {
    return this.#keptObjects.get(KeptDigits);
  }

  /** What the map shows now. */
  protected get mapValues(): DigitMapValues | undefined {
    return this.#map.values;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#kept.scene.show({ samples: [], hasCost: this.#options.trains });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.digits.store.putAside(false);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('moment')) this.#begin();
    const { run, weightsVersion } = this.digits.value;
    if (run !== this.#run) this.resetForRun();
    this.#run = run;
    if (!run) return;
    void this.#loadSamples();
    this.#map.read(this.#mapRequest(weightsVersion));
    this.digits.store.putAside(this.#shownNetwork !== undefined);
    if (this.#options.trains) this.#draft.applyUrl();
    this.#readPanel(run);
  }

  /** Of a network of the moment, after the map: both then read the same step. */
  #readPanel(run: DigitRunInfo): void {
    const { openPanel } = this;
    const { comparisonRun, values } = this.#map;
    const isStaged = this.picture.network !== undefined;
    if (openPanel === undefined || (isStaged && !this.#map.isCurrent)) return;
    const staged =
      isStaged && comparisonRun !== undefined && values ? { comparisonRun, step: values.step } : undefined;
    this.#reader.read(openPanel, this.#panelOptions(run), staged);
  }

  #panelOptions(run: DigitRunInfo): DigitOptions {
    const { digit, noise = 0 } = this.choices as DigitChoices & { readonly noise?: number };
    return {
      ...{ image: this.imageIndex, input: this.input, neuron: this.neuron(run), noise },
      digit: digit === undefined ? undefined : Number(digit),
      training: this.picture.network ? this.#training : {},
    };
  }

  /** How the network of the moment trains. */
  get #training(): Partial<DigitTraining> {
    return trainingOf(this.digits.value.run?.kind ?? 'sigmoid', this.picture.learns);
  }

  /** What the shown panel fetched; undefined until it has. */
  protected get panelData(): unknown {
    return this.#reader.dataOf(this.panel, this.#map.comparisonRun);
  }

  /** The map with the open panel, or the panel's scene; until it has its data the picture stays as it was. */
  #renderWork(run: DigitRunInfo, top: Rendered): TemplateResult {
    const { openPanel } = this;
    const { fetch, render, scene } = this.panels[this.panel];
    const { error } = this.#map;
    const data = fetch && this.panelData;
    const hasData = openPanel !== undefined && (!fetch || data !== undefined);
    if (openPanel === undefined || !scene) this.#panelScene = undefined;
    else if (hasData) this.#panelScene = scene(this.#keptObjects, this.#context(run), data as never);
    if (this.#panelScene && !this.#reader.error)
      return this.renderWork(this.#panelScene, { error, top, content: undefined, isPanel: !error });
    const content = hasData ? render?.(this.#context(run), data as never) : this.#renderWaiting();
    return this.renderWork(this.#kept.scene, {
      ...{ error, top },
      content: openPanel === undefined ? undefined : content,
    });
  }

  #renderWaiting(): TemplateResult {
    const { error } = this.#reader;
    if (error) return html`<p class="note" role="alert">${error}</p>`;
    return html`<p class="data">${msg('Loading …')}</p>`;
  }

  #context(run: DigitRunInfo): TContext {
    const { choices } = this;
    return this.context({
      ...this.#panelOptions(run),
      ...{ run, choices, draft: this.#draft, isStaged: this.picture.network !== undefined },
      digits: this.digits.value,
      choose: (choices) => this.choose(choices as Partial<TChoices>),
      live: liveRegionMode(this.digits.value),
    });
  }

  /** A moment begins with its own picture. */
  #begin(): void {
    if (this.moment.isAsked) this.#kept.putAside();
    else this.#kept.takeBack();
    this.ownShot = undefined;
    this.label = undefined;
    this.#show.begin(this.moment.picture ?? this.picture);
    this.#map.begin();
    this.#reader.begin();
  }

  get #shot(): DigitShot {
    const moved = this.ownShot ?? shotOf(this.picture);
    return this.#show.digit === undefined ? moved : { ...moved, play: undefined };
  }

  #mapRequest(weightsVersion: number): MapRequest {
    const { network } = this.picture;
    const { overlay = 'activations' } = this.#shot;
    const batch = overlay === 'nudges' ? this.picture.batch : undefined;
    const hasGradient = overlay === 'nudges' || overlay === 'requests' || this.#shot.play === 'backward';
    // Beside the mean of many images, target and cost of one would be read as those of the mean.
    const hasCost = (hasGradient && batch === undefined) || overlay === 'cost';
    const input = this.#shownInput;
    return {
      weightsVersion: network ? undefined : weightsVersion,
      network,
      learned: network ? this.#show.learned : 0,
      input: hasCost ? this.#labelled(input) : input,
      ...{ hasCost, hasGradient, batch },
    };
  }

  get #shownInput(): DigitInput {
    const { pixels, digit } = this.#show;
    const sample = digit === undefined ? undefined : this.samples[digit];
    if (pixels) return { pixels };
    return sample ? { split: this.#options.split, indices: [sample.index] } : this.input;
  }

  /** A drawing has the label that the visitor chooses, or the answer of their network. */
  #labelled(input: DigitInput): DigitInput {
    const label = this.label ?? this.picture.target;
    if (!('pixels' in input)) {
      const image = label === undefined ? undefined : this.#kept.scene.input.values?.activations[0];
      if (label === undefined || !image || input.indices[0] !== this.imageIndex) return input;
      return { pixels: image as Float32Array<ArrayBuffer>, labels: [label] };
    }
    const answer = this.mapValues ? answerOf(this.mapValues).digit : 0;
    const { drawing } = this.#kept;
    if (drawing && this.mapValues) drawing.label ??= answer;
    return { ...input, labels: [label ?? drawing?.label ?? answer] };
  }

  #stagedState(network: StagedWeights): StagedState | Promise<StagedState> {
    const { neuron = { layer: 1, neuron: 0 } } = this.picture;
    const { client } = this.digits.store;
    return stagedState(network, client, { neuron, input: this.input, training: this.#training });
  }

  /** Whether picture and panel have the numbers of the last requests. */
  get #isCurrent(): boolean {
    const { openPanel } = this;
    const hasPanel = openPanel === undefined || this.#reader.isCurrent(openPanel) || this.#reader.error;
    return this.#map.isCurrent && Boolean(hasPanel);
  }

  protected override updated(_changed: PropertyValues): void {
    const { run } = this.digits.value;
    this.ariaBusy = String(!this.#map.error && !this.#isCurrent);
    if (!run || !this.#map.values) return;
    const { scene } = this.#kept;
    const values = { ...this.#map.values, kind: run.kind };
    const { values: shown, shot } = scene.input;
    if (shown?.activations !== values.activations || shown?.weights !== values.weights)
      scene.show({ values });
    scene.show({ samples: this.samples, caption: this.#caption, picked: this.#pickedDigit });
    if (!this.#map.isCurrent) return;
    if (!isSame(this.#shot, shot)) scene.show({ shot: this.#shot });
    // The network of the moment waits for its panel, and while the visitor's takes its place.
    if (this.#isCurrent && this.picture.network === this.moment.picture?.network) this.#show.proceed();
  }

  async #loadSamples(): Promise<void> {
    const { split } = this.#options;
    if (this.samples.length > 0) return;
    const { samples } = this.#kept;
    samples[split] ??= fetchSamples(this.digits.store.client, split);
    try {
      this.samples = await samples[split];
    } catch {
      delete samples[split]; // the map's request needs images too and reports the error
    }
  }

  get #caption(): string {
    const { image } = this.#show;
    const { network, learned = 0 } = this.#map.request ?? {};
    const input =
      image === 'noise'
        ? msg('random pixels')
        : image === 'bar'
          ? msg('a bar')
          : this.#kept.drawing
            ? msg('your drawing')
            : msg('draw on it, or pick one');
    if (network !== 'random') return input;
    return `${input} · ${learned > 0 ? msg(str`step ${this.#kept.scene.input.values?.step}`) : msg('random weights')}`;
  }

  get #pickedDigit(): number | undefined {
    const input = this.#map.request?.input;
    if (!input || 'pixels' in input) return undefined;
    return this.samples.find(({ index }) => index === input.indices[0])?.digit;
  }

  protected override render(): TemplateResult {
    const { run } = this.digits.value;
    if (!run) return html`<p class="model-status">${msg('Loading digit network …')}</p>`;
    const network = this.#shownNetwork;
    const isOfNone = this.openPanel !== undefined && this.panels[this.openPanel].isOfNone;
    const status = network
      ? this.#renderStagedStatus(network, run)
      : digitModelStatus(this, this.digits.value, {
          hasManualEdits: this.hasManualEdits,
          extra: this.#renderAnswer(run),
        });
    return this.#renderWork(run, isOfNone ? nothing : status);
  }

  /** Until the numbers of another network are there, the picture is of the one before. Undefined for the visitor's. */
  get #shownNetwork(): StagedWeights | undefined {
    const { values, request } = this.#map;
    return values ? request?.network : this.picture.network;
  }

  #renderStagedStatus(network: StagedWeights, run: DigitRunInfo): TemplateResult {
    const { values, request } = this.#map;
    if (!values) return html`<p class="model-status">${msg('Loading …')}</p>`;
    const name = request?.learned
      ? msg(str`A network that started with random weights, at step ${values.step}`)
      : NETWORK_NAMES[network];
    return html`<p class="model-status"><span role="status" aria-live=${this.#show.pause === undefined ? 'polite' : 'off'}>${msg(html`${name} · ${this.#renderAnswer(run)} · your own network stays as it is`)}</span></p>`;
  }

  #renderAnswer({ kind }: DigitRunInfo): TemplateResult | undefined {
    const { mapValues } = this;
    if (!mapValues) return undefined;
    const { digit, output } = answerOf(mapValues);
    return html`${msg(html`prediction: <b class="answer">${digit}</b>, ${kind === 'sigmoid' ? msg(str`output ${formatFixed(output, 2)}`) : formatPercent(output)}`)}`;
  }
}
