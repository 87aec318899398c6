// Chapter 6's stage: the view of the moment for the current model, prompt and head.

import { nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { HeadPatternResult, RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { StageChoices } from '../../state/page/stage-choices.ts';
import { boolean, oneOf, text, integerBetween as wholeFrom } from '../../state/page/url-params.ts';
import { type ChapterRequest, ChapterStage, type ResolvedRequest } from '../chapter-stage/chapter-stage.ts';
import { chapter } from './chapter.ts';
import type { Choices } from './events.ts';
import { headPicker } from './head-picker.ts';
import { panelStyles } from './panel.styles.ts';
import { PANEL_VIEWS } from './panel-views.ts';
import { isPanel, PANEL_GROUPS, PANELS, type Panel, startTimeOf } from './panels.ts';
import { strongestKey } from './query-key-pair.ts';
import { stageStyles } from './stage.styles.ts';
import { fetchStageData, type StageData, type StageRequest } from './stage-data.ts';

const PANEL_NAMES = Object.keys(PANELS) as Panel[];

/** The views of one head, of all heads, and of the network around them. All follow the current model during training. */
@customElement('lab-chapter-6-stage')
export class Chapter6Stage extends ChapterStage<Panel, StageRequest, StageData> {
  static override styles = [panelStyles, stageStyles, ...ChapterStage.styles];

  readonly #stageChoices = new StageChoices(this.page, {
    perMoment: { view: oneOf(PANEL_NAMES), masked: boolean },
    perChapter: {
      key: wholeFrom(1, 1024),
      ablate: oneOf(['zero', 'mean']),
      seed: wholeFrom(1, 999),
      keysText: text(200),
    },
  });

  constructor() {
    super({ chapter, groups: PANEL_GROUPS });
    listen(this, {
      'lab-choice': ({ choices }) => this.#setChoices(choices),
      'lab-cell': ({ key }) => this.#setChoices({ key }),
      'lab-orientation': () => this.emitInteraction(),
    });
    // A selected key belongs to one prompt, query and head.
    for (const touched of ['lab-prompt', 'lab-focus'] as const)
      this.addEventListener(touched, () => this.#setChoices({ key: undefined }));
  }

  protected override get panel(): Panel {
    return this.#choices.view;
  }

  protected override get isPanelChosen(): boolean {
    return this.#stageChoices.perMoment.view !== undefined;
  }

  protected override choosePanel(view: Panel | undefined): void {
    this.#stageChoices.set({ perMoment: { view } });
  }

  protected override get panelTime(): number | undefined {
    const at = startTimeOf(this.panel);
    return at === this.moment.startTime ? undefined : at;
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

  #setChoices(choices: Partial<Choices>): void {
    const { view, masked, key, ...lasting } = choices;
    this.#stageChoices.set({
      perMoment: {
        ...(view && { view }),
        ...(masked !== undefined && { masked: masked ? undefined : false }),
      },
      perChapter: { ...lasting, ...('key' in choices && { key: key === undefined ? undefined : key + 1 }) },
    });
    this.emitInteraction();
  }

  protected override request(): Omit<StageRequest, keyof ChapterRequest> {
    const { step, runState, evaluations } = this.lab.value;
    const { ablate, seed, keysText } = this.#choices;
    const latest = evaluations.at(-1);
    return {
      view: this.openPanel,
      ablate,
      seed,
      keysText,
      needsHeadScores: !latest || (runState !== 'training' && latest.step !== step),
    };
  }

  protected override fetch(request: ResolvedRequest<StageRequest>): Promise<StageData> {
    return fetchStageData(this.lab.store.client.transformer, request);
  }

  protected override renderTools(run: RunInfo): TemplateResult {
    return headPicker(this, run.model, this.stageData.value?.request ?? { layer: 0, head: 0 });
  }

  protected override renderPanel(stageData: StageData) {
    const { headTrace, request } = stageData;
    if (!headTrace || !request.view) return nothing;
    const { evaluations, runState } = this.lab.value;
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
      orientation: this.page.value.orientation,
      headPatterns: this.#headPatterns(stageData),
      evaluations,
      runState,
    });
  }

  /** Scores from the lens or, during training, from the training's evaluations. */
  #headPatterns({ headScores }: StageData): readonly HeadPatternResult[] {
    return headScores?.habits ?? this.lab.value.evaluations.at(-1)?.habits ?? [];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-6-stage': Chapter6Stage;
  }
}
