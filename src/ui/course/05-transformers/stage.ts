// Chapter 5's stage: the view of the moment for the current model and prompt.

import { nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { StageChoices } from '../../state/page/stage-choices.ts';
import { panelBase } from '../../styles/panel.styles.ts';
import { liveRegionMode } from '../../views/status/live-region.ts';
import type { Moment } from '../chapter.ts';
import { type ChapterRequest, ChapterStage, type ResolvedRequest } from '../chapter-stage/chapter-stage.ts';
import { startTimeOf } from '../moments.ts';
import { chapter } from './chapter.ts';
import { CHOICE_PARAMS, type ChapterChoices } from './choice-params.ts';
import { distribution, sampleToken } from './distribution.ts';
import type { BytePairOptions, EmbeddingViewOptions, GenerateAction, Sampling } from './events.ts';
import { PANEL_VIEWS } from './panel-views.ts';
import { momentOf, PANEL_GROUPS, type Panel, panelOf, variantOf } from './panels.ts';
import { type SelectedWords, selectWords, type WordTexts } from './selected-words.ts';
import { fetchStageData, type GeneratedToken, type StageData, type StageRequest } from './stage-data.ts';
import { UmapController } from './umap-controller.ts';

/** Maximum number of tokens that automatic generation appends: as many columns as can be read. */
const MAX_GENERATED_TOKENS = 12;
/** Time to see a token before the next one, in ms. */
const TOKEN_PAUSE_MS = 900;

const NO_TOKENS: readonly GeneratedToken[] = [];

/** Vocabulary size of the byte-pair demo if the model does not use byte pairs. */
const DEFAULT_BYTE_PAIR_VOCABULARY = 300;
/** Default: all merges. */
const MAX_BYTE_PAIR_MERGES = 5000;

/** The two ends of the network: words, their vectors, and the prediction. */
@customElement('lab-chapter-5-stage')
export class Chapter5Stage extends ChapterStage<Panel, StageRequest, StageData> {
  static override styles = [panelBase, ...ChapterStage.styles];

  @state() private isAutoGenerating = false;
  /** Number of tokens requested one by one and not sampled yet. */
  @state() private pendingTokens = 0;
  @state() private generated = NO_TOKENS;

  readonly #choices = new StageChoices(this.page, CHOICE_PARAMS);
  readonly #umap = new UmapController(this, (request) =>
    this.lab.store.client.transformer.lens('umap', request),
  );
  /** The prompt and model that the generated tokens and selected words belong to. */
  #prompt = '';
  #run?: RunInfo;
  /** The timer of the next token. */
  #writer?: number;

  constructor() {
    super({ chapter, groups: PANEL_GROUPS, deepEqualKeys: ['words', 'pairs'] });
    listen(this, {
      'lab-sampling': ({ sampling }) => this.#setChoices(sampling),
      'lab-selected-words': ({ words }) => this.#chooseWords(words),
      'lab-embedding-view': ({ options: { layout, dimensions } }) =>
        this.#setChoices({
          ...(layout && { layout }),
          ...(dimensions && { dimensions: `${dimensions}` as const }),
        }),
      'lab-byte-pair-options': ({ options: { size, merges } }) =>
        this.#setChoices({
          // Another vocabulary size restarts at single bytes.
          ...(size !== undefined && { vocabulary: size, merges: 0 }),
          ...(merges !== undefined && { merges }),
        }),
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

  /** The moment whose panel is shown: the video's, or the first with the panel that the visitor selected. */
  get #shownMoment(): Moment {
    const { panel } = this.#choices.perMoment;
    const isOwn = panel === undefined || panel === panelOf(this.moment);
    return isOwn ? this.moment : (momentOf(panel) ?? this.moment);
  }

  protected override get panel(): Panel {
    return panelOf(this.#shownMoment) ?? 'predict';
  }

  protected override get isPanelChosen(): boolean {
    return this.#choices.perMoment.panel !== undefined;
  }

  protected override choosePanel(panel: Panel | undefined): void {
    this.#choices.set({ perMoment: { panel } });
  }

  protected override get panelTime(): number | undefined {
    return startTimeOf(chapter.moments, this.moment, this.panel, panelOf);
  }

  protected override promptOf(run: RunInfo): string {
    return super.promptOf(run, this.#shownMoment);
  }

  get #sampling(): Sampling {
    const { temperature = 1, seed = 1 } = this.#choices.perChapter;
    return { temperature, seed };
  }

  get #viewOptions(): EmbeddingViewOptions {
    const { layout = 'pca', dimensions = '3' } = this.#choices.perChapter;
    return { layout, dimensions: dimensions === '2' ? 2 : 3 };
  }

  /** Models that use byte pairs show their own merges. */
  #bytePairOptions(run: RunInfo): BytePairOptions {
    const { vocabulary = DEFAULT_BYTE_PAIR_VOCABULARY, merges = MAX_BYTE_PAIR_MERGES } =
      this.#choices.perChapter;
    return { size: run.tokenizer === 'byte-pair' ? run.model.V : vocabulary, merges };
  }

  #selectedWords(run: RunInfo): SelectedWords {
    const {
      temperature: _t,
      seed: _s,
      layout: _l,
      dimensions: _d,
      vocabulary: _v,
      merges: _m,
      likeness,
      ...texts
    } = this.#choices.perChapter;
    return selectWords(run.vocabulary, texts, likeness);
  }

  #setChoices(choices: ChapterChoices): void {
    this.#choices.set({ perChapter: choices });
    this.emitInteraction();
  }

  #chooseWords({ likeness, ...ids }: Partial<SelectedWords>): void {
    const { vocabulary = [] } = this.lab.value.run ?? {};
    const texts = Object.entries(ids).map(([role, id]) => [role, vocabulary[id]]);
    const words: WordTexts = Object.fromEntries(texts);
    this.#setChoices({ ...words, ...(likeness && { likeness }) });
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
  protected override request(run: RunInfo): Omit<StageRequest, keyof ChapterRequest> {
    const isOpen = this.openPanel !== undefined;
    const { view } = this.#shownMoment;
    const variant = isOpen ? variantOf(this.#shownMoment) : '';
    return {
      view: isOpen ? view : '',
      variant,
      generated: view === 'generation-loop' || this.moment.action === 'write' ? this.generated : NO_TOKENS,
      words: this.#selectedWords(run),
      pairs: this.#bytePairOptions(run),
      seed: variant === 'stories' ? this.#sampling.seed : 0,
    };
  }

  protected override fetch(request: ResolvedRequest<StageRequest>): Promise<StageData> {
    return fetchStageData(this.lab.store.client.transformer, request);
  }

  protected override renderPanel(stageData: StageData) {
    if (stageData.inspection.unknown.length > 0) return nothing;
    // The previous view stays until the data of a new view arrive.
    return (
      PANEL_VIEWS[stageData.request.view]?.({
        ...stageData,
        sampling: this.#sampling,
        viewOptions: this.#viewOptions,
        umap: this.#umap,
        isAutoGenerating: this.isAutoGenerating,
        isPlaying: this.#shownMoment.action !== undefined,
        live: liveRegionMode(this.lab.value),
      }) ?? nothing
    );
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
    const { value } = this.stageData;
    if (!value || value.logits.length === 0) return false;
    const { run, prompt, generated } = value.request;
    const isCurrent = run === this.#run && prompt === this.#prompt && generated === this.generated;
    if (!isCurrent) return false;
    const { temperature, seed } = this.#sampling;
    const p = distribution(value.logits, temperature);
    const id = sampleToken(p, seed, this.generated.length);
    const text = value.request.run.vocabulary[id];
    this.generated = [...this.generated, { id, text, probability: p[id] }];
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-5-stage': Chapter5Stage;
  }
}
