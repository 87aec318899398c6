// Chapter 5's stage: the view of the moment for the current model and prompt.

import type { PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { memoize } from '../../../shared/memoize.ts';
import type { RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import type { NetworkValues } from '../../scenes/network/values/network-values.ts';
import { liveRegionMode } from '../../views/status/live-region.ts';
import type { Moment } from '../chapter.ts';
import { ChapterStage } from '../chapter-stage/chapter-stage.ts';
import type { Reading } from '../chapter-stage/panel.ts';
import { atTemperature } from './at-temperature.ts';
import { chapter } from './chapter.ts';
import {
  type BytePairOptions,
  CHOICES,
  type Choices,
  type EmbeddingViewOptions,
  type Sampling,
  type Tips,
} from './choices.ts';
import { distribution, type GeneratedToken, sampleToken } from './distribution.ts';
import type { GenerateAction } from './events.ts';
import { panelStyles } from './panel.styles.ts';
import { type Context, FIGURE_STYLES, type Options, PANELS, READS } from './panels.ts';
import { selectWords } from './selected-words.ts';
import { UmapController } from './umap-controller.ts';

/** Maximum number of tokens that automatic generation appends: as many columns as can be read. */
const MAX_GENERATED_TOKENS = 12;
/** Time to see a token before the next one, in ms. */
const TOKEN_PAUSE_MS = 900;

const NO_TOKENS: readonly GeneratedToken[] = [];

/** Vocabulary size of the byte-pair demo if the model does not use byte pairs: frequent words are then one token. */
const DEFAULT_BYTE_PAIR_VOCABULARY = 1500;
/** Default: all merges. */
const MAX_BYTE_PAIR_MERGES = 5000;

/** The two ends of the network: words, their vectors, and the prediction. */
@customElement('lab-chapter-5-stage')
export class Chapter5Stage extends ChapterStage<Options, Choices, Context> {
  static override styles = [panelStyles, ...FIGURE_STYLES, ...ChapterStage.styles];

  @state() private isAutoGenerating = false;
  /** Number of tokens requested one by one and not sampled yet. */
  @state() private pendingTokens = 0;
  @state() private generated = NO_TOKENS;

  readonly #umap = new UmapController(this, (request) =>
    this.lab.store.client.transformer.lens('umap', request),
  );
  /** The prompt and model that the generated tokens and selected words belong to. */
  #prompt = '';
  #run?: RunInfo;
  /** The timer of the next token. */
  #writer?: number;

  constructor() {
    super({ chapter, panels: PANELS, choices: CHOICES, reads: READS });
    listen(this, {
      'lab-umap': ({ action }) => {
        if (action === 'stop') this.#umap.stop();
        else void this.#umap.start({ dimensions: this.#viewOptions.dimensions, seed: this.#sampling.seed });
        this.emitInteraction();
      },
      'lab-generate': ({ action }) => {
        this.#handleGenerate(action);
        this.emitInteraction();
      },
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('moment')) {
      this.isAutoGenerating = this.moment.action === 'write';
      this.generated = NO_TOKENS;
    }
    this.#syncModel();
    super.willUpdate(changed);
  }

  /** Samples one token for each result. It changes the text, which triggers the next request. */
  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.isAutoGenerating && this.generated.length >= MAX_GENERATED_TOKENS) this.isAutoGenerating = false;
    if (this.pendingTokens > 0 && this.#appendToken()) this.pendingTokens -= 1;
    else if (this.isAutoGenerating) this.#writer ??= window.setTimeout(this.#write, TOKEN_PAUSE_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.isAutoGenerating = false;
    this.pendingTokens = 0;
    window.clearTimeout(this.#writer);
    this.#writer = undefined;
  }

  protected override promptOf(run: RunInfo): string {
    return super.promptOf(run, this.shownMoment);
  }

  protected override shown(values: NetworkValues): NetworkValues {
    return atTemperature(values, this.#sampling.temperature);
  }

  get #sampling(): Sampling {
    const { temperature = temperatureOf(this.shownMoment), seed = 1 } = this.choices;
    return { temperature, seed };
  }

  get #tips(): Tips {
    const { vx = 0.5, vy = 1.2, wx = 1.2, wy = 0.4 } = this.choices;
    return { vx, vy, wx, wy };
  }

  get #viewOptions(): EmbeddingViewOptions {
    const { layout = 'pca', dimensions = '3' } = this.choices;
    return { layout, dimensions: dimensions === '2' ? 2 : 3 };
  }

  /** Models that use byte pairs show their own merges. */
  #bytePairOptions(run: RunInfo): BytePairOptions {
    const { vocabulary = DEFAULT_BYTE_PAIR_VOCABULARY, merges = MAX_BYTE_PAIR_MERGES } = this.choices;
    return { size: run.tokenizer === 'byte-pair' ? run.model.V : vocabulary, merges };
  }

  /** Discards state that belongs to another model or prompt. */
  #syncModel(): void {
    const { run } = this.lab.value;
    if (!run) return;
    const prompt = this.promptOf(run);
    if (run !== this.#run || prompt !== this.#prompt) this.generated = NO_TOKENS;
    if (run !== this.#run) this.#umap.reset();
    this.#run = run;
    this.#prompt = prompt;
  }

  /** Generated tokens belong to the loop; all other views use the prompt alone. */
  protected override options(run: RunInfo): Options {
    const isWriting = this.panel in PANELS.Generation || this.moment.action === 'write';
    return {
      generated: isWriting ? this.generated : NO_TOKENS,
      words: selectWords(run.vocabulary, this.choices),
      pairs: this.#bytePairOptions(run),
      seed: this.openPanel === 'stories' ? this.#sampling.seed : 0,
    };
  }

  protected override context(reading: Reading<Options>): Context | undefined {
    const { unknown, next } = reading.inspection;
    if (unknown.length > 0 && next.length === 0) return undefined;
    return {
      ...reading,
      ...lastValues(reading),
      sampling: this.#sampling,
      tips: this.#tips,
      viewOptions: this.#viewOptions,
      umap: this.#umap,
      isAutoGenerating: this.isAutoGenerating,
      isPlaying: this.shownMoment.action !== undefined,
      live: liveRegionMode(this.lab.value),
    };
  }

  #handleGenerate(action: GenerateAction): void {
    this.isAutoGenerating = action === 'auto';
    this.pendingTokens = action === 'step' ? this.pendingTokens + 1 : 0;
    if (action === 'restart') this.generated = NO_TOKENS;
  }

  /** One token after a pause; the next pause begins with its picture. */
  readonly #write = () => {
    this.#writer = undefined;
    if (!this.isAutoGenerating) return;
    if (!this.#appendToken()) this.#writer = window.setTimeout(this.#write, TOKEN_PAUSE_MS / 4);
  };

  /** Samples from the logits of the current text; false while these are pending. */
  #appendToken(): boolean {
    const { reading } = this;
    if (!reading) return false;
    const { logits } = lastValues(reading);
    if (logits.length === 0) return false;
    const { run, prompt, options } = reading.request;
    const isCurrent = run === this.#run && prompt === this.#prompt && options.generated === this.generated;
    if (!isCurrent) return false;
    const { temperature, seed } = this.#sampling;
    const p = distribution(logits, temperature);
    const id = sampleToken(p, seed, this.generated.length);
    const text = run.vocabulary[id];
    this.generated = [...this.generated, { id, text, probability: p[id] }];
    return true;
  }
}

/** Of a moment, unless the visitor chooses one. */
const temperatureOf = ({ settings }: Moment): number =>
  typeof settings?.temperature === 'number' ? settings.temperature : 1;

/** Of the last token, what the unembedding reads and what it says; empty if the prompt is invalid. */
const lastValues = memoize(({ request: { run }, inspection: { activations } }: Reading<Options>) => {
  const { logits, 'ln_final.hook_normalized': normalized } = activations;
  return {
    logits: logits?.data.subarray(-run.model.V) ?? new Float32Array(),
    lastVector: normalized?.data.subarray(-run.model.C) ?? new Float32Array(),
  };
});

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-5-stage': Chapter5Stage;
  }
}
