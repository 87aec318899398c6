// Chapter 5's stage: the view of the moment for the current model and prompt.

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { StageInteractionEvent } from '../../events/index.ts';
import { labContext, pageContext } from '../../state/contexts.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import { StageChoices } from '../../state/page/stage-choices.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { panelBase } from '../../styles/panel.styles.ts';
import '../../views/models/empty-state/empty-state.ts';
import '../panel-bar/panel-bar.ts';
import { liveRegionMode } from '../../views/status/live-region.ts';
import { modelStatus } from '../../views/status/model-status.ts';
import '../../views/text/prompt-input/prompt-input.ts';
import type { Moment } from '../chapter.ts';
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

/** Maximum number of tokens that automatic generation appends. */
const MAX_GENERATED_TOKENS = 60;

const NO_TOKENS: readonly GeneratedToken[] = [];

/** Vocabulary size of the byte-pair demo if the model does not use byte pairs. */
const DEFAULT_BYTE_PAIR_VOCABULARY = 300;
/** Default: all merges. */
const MAX_BYTE_PAIR_MERGES = 5000;

/**
 * One view at a time, that of the moment. All views follow the current model during training.
 *
 * @property moment - Moment of the video.
 * @fires lab-stage-interaction - The visitor operates a view.
 * @fires lab-prompt - The visitor edits the prompt.
 * @fires lab-view - The visitor opens the model page while there is no model.
 */
@customElement('lab-chapter-5-stage')
export class Chapter5Stage extends LitElement {
  static override styles = [baseStyles, panelBase];

  @property({ attribute: false }) moment!: Moment;

  @state() private isAutoGenerating = false;
  /** Number of tokens requested one by one and not sampled yet. */
  @state() private pendingTokens = 0;
  @state() private generated = NO_TOKENS;

  readonly #lab = new StoreController(this, labContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #choices = new StageChoices(this.#page, CHOICE_PARAMS);
  readonly #umap = new UmapController(this, (request) =>
    this.#lab.store.client.transformer.lens('umap', request),
  );
  readonly #stageData = new LatestOnlyTask<StageRequest, StageData>(
    this,
    (request) => fetchStageData(this.#lab.store.client.transformer, request),
    { deepEqualKeys: ['words', 'pairs'] },
  );
  /** The prompt and model that the generated tokens and selected words belong to. */
  #prompt = '';
  #run?: RunInfo;

  constructor() {
    super();
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
        this.#emitInteraction();
      },
      'lab-generate': ({ action }) => {
        this.#handleGenerate(action);
        this.#emitInteraction();
      },
      'lab-prompt': () => this.#emitInteraction(),
      'lab-panel': ({ panel }) => {
        this.#choices.set({ perMoment: { panel: panel as Panel } });
        this.isAutoGenerating = variantOf(this.#shownMoment) === 'auto';
        this.#emitInteraction();
      },
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('moment')) this.isAutoGenerating = this.moment.settings?.mode === 'auto';
    this.#syncModel();
    const request = this.#request();
    if (request) this.#stageData.run(request);
  }

  /** Samples one token for each result. It changes the text, which triggers the next request. */
  protected override updated(): void {
    if (this.isAutoGenerating && this.generated.length >= MAX_GENERATED_TOKENS) this.isAutoGenerating = false;
    if (!this.isAutoGenerating && this.pendingTokens === 0) return;
    if (this.#appendToken()) this.pendingTokens = Math.max(0, this.pendingTokens - 1);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.isAutoGenerating = false;
    this.pendingTokens = 0;
  }

  override render() {
    const { run } = this.#lab.value;
    if (!run) return html`<lab-empty-state .lab=${this.#lab.value}></lab-empty-state>`;
    const stageData = this.#currentData(run);
    return html`
      ${modelStatus(this.#lab.value, chapter, stageData?.inspection.step)} ${this.#promptInput(run, stageData)}
      <lab-panel-bar
        grouped
        .groups=${PANEL_GROUPS}
        .shown=${panelOf(this.#shownMoment) ?? ''}
        .startTime=${this.#videoTime}
      ></lab-panel-bar>
      ${this.#renderBody(stageData)}
    `;
  }

  /** The moment whose panel is shown: the video's, or the one with the panel that the visitor selected. */
  get #shownMoment(): Moment {
    const { panel } = this.#choices.perMoment;
    return (panel && momentOf(panel)) ?? this.moment;
  }

  get #videoTime(): number | undefined {
    const panel = panelOf(this.#shownMoment);
    return panel && startTimeOf(chapter.moments, this.moment, panel, panelOf);
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
    this.#emitInteraction();
  }

  #chooseWords({ likeness, ...ids }: Partial<SelectedWords>): void {
    const { vocabulary = [] } = this.#lab.value.run ?? {};
    const texts = Object.entries(ids).map(([role, id]) => [role, vocabulary[id]]);
    const words: WordTexts = Object.fromEntries(texts);
    this.#setChoices({ ...words, ...(likeness && { likeness }) });
  }

  /** Discards state that belongs to another model or prompt. */
  #syncModel(): void {
    const { run } = this.#lab.value;
    if (!run) return;
    const prompt = this.#page.value.prompt || examplePrompt(this.#shownMoment, run) || run.prompts[0] || '';
    if (run !== this.#run || prompt !== this.#prompt) this.generated = NO_TOKENS;
    if (run !== this.#run) this.#umap.reset();
    this.#run = run;
    this.#prompt = prompt;
  }

  /** Generated tokens belong to the loop; all other views use the prompt alone. */
  #request(): StageRequest | undefined {
    const { run, step } = this.#lab.value;
    if (!run) return undefined;
    const { view } = this.#shownMoment;
    const variant = variantOf(this.#shownMoment);
    const generated = view === 'generation-loop' ? this.generated : NO_TOKENS;
    const { seed } = this.#sampling;
    return {
      run,
      step,
      view,
      variant,
      text: this.#prompt,
      generated,
      words: this.#selectedWords(run),
      pairs: this.#bytePairOptions(run),
      seed: variant === 'stories' ? seed : 0,
    };
  }

  /** The latest result for this model. */
  #currentData(run: RunInfo): StageData | undefined {
    const { value } = this.#stageData;
    return value?.request.run === run ? value : undefined;
  }

  #promptInput(run: RunInfo, stageData: StageData | undefined) {
    return html`
      <lab-prompt-input
        .prompt=${this.#prompt}
        .prompts=${run.prompts}
        .unknown=${stageData?.inspection.unknown ?? []}
        .spelled=${stageData?.inspection.spelled ?? []}
        .vocabulary=${run.vocabulary}
        .contextLength=${run.model.T}
      ></lab-prompt-input>
    `;
  }

  #renderBody(stageData: StageData | undefined) {
    const { error } = this.#stageData;
    if (error) return html`<p class="note" role="alert">${error}</p>`;
    if (!stageData) return nothing;
    if (stageData.inspection.unknown.length > 0) return nothing;
    // The previous view stays until the data of a new view arrive.
    return (
      PANEL_VIEWS[stageData.request.view]?.({
        ...stageData,
        sampling: this.#sampling,
        viewOptions: this.#viewOptions,
        umap: this.#umap,
        isAutoGenerating: this.isAutoGenerating,
        live: liveRegionMode(this.#lab.value),
      }) ?? nothing
    );
  }

  #handleGenerate(action: GenerateAction): void {
    this.isAutoGenerating = action === 'auto';
    this.pendingTokens = action === 'step' ? this.pendingTokens + 1 : 0;
    if (action === 'restart') this.generated = NO_TOKENS;
  }

  /** Samples from the logits of the current text; false while these are pending. */
  #appendToken(): boolean {
    const { value } = this.#stageData;
    if (!value || value.logits.length === 0 || value.request !== this.#stageData.lastRequest) return false;
    if (value.request.generated !== this.generated) return false;
    const { temperature, seed } = this.#sampling;
    const p = distribution(value.logits, temperature);
    const id = sampleToken(p, seed, this.generated.length);
    const text = value.request.run.vocabulary[id];
    this.generated = [...this.generated, { id, text, probability: p[id] }];
    return true;
  }

  #emitInteraction(): void {
    this.dispatchEvent(new StageInteractionEvent());
  }
}

/** The prompt of the moment, if the model's vocabulary contains its words. */
function examplePrompt({ settings }: Moment, { vocabulary }: RunInfo): string | undefined {
  const text = settings?.prompt;
  if (typeof text !== 'string') return undefined;
  return text.split(' ').every((word) => vocabulary.includes(word)) ? text : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-5-stage': Chapter5Stage;
  }
}
