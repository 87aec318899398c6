// Chapter 6's stage: the view of the moment for the current model, prompt and head.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadPatternResult, RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { StageInteractionEvent } from '../../events/index.ts';
import { labContext, pageContext } from '../../state/contexts.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import { StageChoices } from '../../state/page/stage-choices.ts';
import { boolean, oneOf, text, integerBetween as wholeFrom } from '../../state/page/url-params.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import type { Focus } from '../../types/page.ts';
import '../../views/models/empty-state/empty-state.ts';
import '../panel-bar/panel-bar.ts';
import { modelStatus } from '../../views/status/model-status.ts';
import '../../views/text/prompt-input/prompt-input.ts';
import type { Moment } from '../chapter.ts';
import { chapter } from './chapter.ts';
import type { Choices } from './events.ts';
import { headPicker } from './head-picker.ts';
import { panelStyles } from './panel.styles.ts';
import { PANEL_VIEWS, tokenLabels } from './panel-views.ts';
import { isPanel, PANEL_GROUPS, PANELS, type Panel, startTimeOf } from './panels.ts';
import { strongestKey } from './query-key-pair.ts';
import { stageStyles } from './stage.styles.ts';
import { fetchStageData, type StageData, type StageRequest } from './stage-data.ts';
import { rowOf } from './vector-math.ts';

const PANEL_NAMES = Object.keys(PANELS) as Panel[];

/**
 * One view at a time, of the moment or the visitor's choice. All views follow the current model during training.
 *
 * @property moment - Moment of the video.
 * @fires lab-stage-interaction - The visitor operates a view.
 * @fires lab-seek - The visitor seeks to the view's time in the video.
 * @fires lab-prompt - The visitor edits the prompt.
 * @fires lab-focus - The visitor selects a head or a query.
 * @fires lab-view - The visitor opens the model page while there is no model.
 */
@customElement('lab-chapter-6-stage')
export class Chapter6Stage extends LitElement {
  static override styles = [baseStyles, panelStyles, stageStyles];

  @property({ attribute: false }) moment!: Moment;

  readonly #lab = new StoreController(this, labContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #stageChoices = new StageChoices(this.#page, {
    perMoment: { view: oneOf(PANEL_NAMES), masked: boolean },
    perChapter: {
      key: wholeFrom(1, 1024),
      ablate: oneOf(['zero', 'mean']),
      seed: wholeFrom(1, 999),
      keysText: text(200),
    },
  });
  readonly #stageData = new LatestOnlyTask<StageRequest, StageData>(this, (request) =>
    fetchStageData(this.#lab.store.client.transformer, request),
  );

  /** The automatically selected head and query, until the visitor selects one. */
  #autoSelected?: Focus;

  constructor() {
    super();
    listen(this, {
      'lab-choice': ({ choices }) => this.#setChoices(choices),
      'lab-panel': ({ panel }) => this.#setChoices({ view: panel as Panel }),
      'lab-cell': ({ key }) => this.#setChoices({ key }),
    });
    // A selected key belongs to one prompt, query and head.
    for (const touched of ['lab-prompt', 'lab-focus'] as const)
      this.addEventListener(touched, () => this.#setChoices({ key: undefined }));
    listen(this, {
      'lab-orientation': () => this.#emitInteraction(),
    });
  }

  protected override willUpdate(): void {
    const request = this.#request();
    if (request) this.#stageData.run(request);
  }

  /** Stores an automatic selection in the page state and the URL, so that all views use it. */
  protected override updated(): void {
    const { value } = this.#stageData;
    const { focus } = this.#page.value;
    if (!value?.request.isAutoSelect || !isUnselected(focus) || value.request.token === undefined) return;
    const { layer, head, token, run, prompt } = value.request;
    if (run !== this.#lab.value.run || prompt !== this.#currentPrompt(run)) return;
    this.#page.store.focus({ layer, head, token });
    this.#autoSelected = this.#page.value.focus;
  }

  override render() {
    const { run } = this.#lab.value;
    if (!run) return html`<lab-empty-state .lab=${this.#lab.value}></lab-empty-state>`;
    const { value, error } = this.#stageData;
    const stageData = value?.request.run === run ? value : undefined;
    return html`
      ${modelStatus(this.#lab.value, chapter, stageData?.inspection.step)}
      ${this.#renderPromptInput(run, stageData)}
      <lab-panel-bar
        grouped
        .groups=${PANEL_GROUPS}
        .shown=${this.#choices.view}
        .startTime=${this.#videoTime}
      >${headPicker(this, run.model, this.#head(run))}</lab-panel-bar>
      ${error ? html`<p class="note" role="alert">${error}</p>` : nothing}
      ${stageData ? this.#renderPanel(stageData) : nothing}
    `;
  }

  /** The visitor's choices, else the moment's. */
  get #choices(): Choices {
    const { perMoment, perChapter: lasting } = this.#stageChoices;
    return {
      view: perMoment.view ?? (isPanel(this.moment.view) ? this.moment.view : 'pattern'),
      masked: perMoment.masked ?? true,
      ...(lasting.key && { key: lasting.key - 1 }),
      ablate: lasting.ablate,
      seed: lasting.seed ?? 1,
      keysText: lasting.keysText,
    };
  }

  /** Time at which the video shows the view; undefined at that time. */
  get #videoTime(): number | undefined {
    const at = startTimeOf(this.#choices.view);
    return at === this.moment.startTime ? undefined : at;
  }

  #setChoices(choices: Partial<Choices>): void {
    const { view, masked, key, ...lasting } = choices;
    this.#stageChoices.set({
      perMoment: {
        ...(view && { view }),
        ...(masked !== undefined && { masked: masked ? undefined : false }),
      },
      perChapter: { ...lasting, ...('key' in choices && { key: key === undefined ? undefined : key + 1 }) },
    });
    this.#emitInteraction();
  }

  #request(): StageRequest | undefined {
    const { run, step, runState, evaluations } = this.#lab.value;
    if (!run) return undefined;
    const { focus } = this.#page.value;
    const { view, ablate, seed, keysText } = this.#choices;
    const latest = evaluations.at(-1);
    return {
      run,
      step,
      view,
      ablate,
      seed,
      keysText,
      prompt: this.#currentPrompt(run),
      ...this.#head(run),
      token: focus.token,
      isAutoSelect: isUnselected(focus),
      needsHeadScores: !latest || (runState !== 'training' && latest.step !== step),
    };
  }

  #currentPrompt(run: RunInfo): string {
    return this.#page.value.prompt || run.prompts[0] || '';
  }

  /** The selected head, limited to the layers and heads of this model. */
  #head({ model: { L, H } }: RunInfo) {
    const { layer, head } = this.#page.value.focus;
    return { layer: Math.min(layer, L - 1), head: Math.min(head, H - 1) };
  }

  #renderPanel(stageData: StageData) {
    const { headTrace, request } = stageData;
    if (!headTrace) return nothing;
    const { evaluations, runState } = this.#lab.value;
    const choices = this.#choices;
    const key =
      choices.key !== undefined && choices.key < headTrace.tokens.length
        ? choices.key
        : strongestKey(headTrace);
    // The previous view stays until the data of a new view arrive.
    return PANEL_VIEWS[request.view]({
      ...stageData,
      headTrace,
      key,
      choices,
      isAutoSelected: this.#page.value.focus === this.#autoSelected,
      orientation: this.#page.value.orientation,
      headPatterns: this.#headPatterns(stageData),
      evaluations,
      runState,
    });
  }

  #renderPromptInput(run: RunInfo, stageData: StageData | undefined) {
    const headTrace = stageData?.headTrace;
    return html`
      <lab-prompt-input
        .prompt=${this.#currentPrompt(run)}
        .prompts=${run.prompts}
        .tokens=${headTrace ? tokenLabels(headTrace) : []}
        .token=${headTrace?.query}
        .weights=${headTrace && rowOf(headTrace.pattern, headTrace.query, headTrace.tokens.length)}
        .unknown=${stageData?.inspection.unknown ?? []}
        .spelled=${stageData?.inspection.spelled ?? []}
        .vocabulary=${run.vocabulary}
        .cut=${stageData?.inspection.cut ?? 0}
        .contextLength=${run.model.T}
      ></lab-prompt-input>
    `;
  }

  /** Scores from the lens or, during training, from the training's evaluations. */
  #headPatterns({ headScores }: StageData): readonly HeadPatternResult[] {
    return headScores?.habits ?? this.#lab.value.evaluations.at(-1)?.habits ?? [];
  }

  #emitInteraction(): void {
    this.dispatchEvent(new StageInteractionEvent());
  }
}

/** Whether the URL names neither head nor query. */
const isUnselected = ({ layer, head, token }: Focus): boolean =>
  layer === 0 && head === 0 && token === undefined;

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-6-stage': Chapter6Stage;
  }
}
