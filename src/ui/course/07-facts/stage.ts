// Chapter 7's stage: the video's example, the same steps in the current model, and tools for its facts.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FactResult, LensName, LensRequest, RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { StageInteractionEvent } from '../../events/index.ts';
import { CancellableTask } from '../../state/cancellable-task.ts';
import { labContext, pageContext } from '../../state/contexts.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import { StageChoices } from '../../state/page/stage-choices.ts';
import { numberBetween, oneOf, text, integerBetween as wholeNumber } from '../../state/page/url-params.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { panelStyles } from '../../styles/panel.styles.ts';
import '../../views/models/empty-state/empty-state.ts';
import type { PanelGroup } from '../panel-bar/panel-bar.ts';
import '../panel-bar/panel-bar.ts';
import { modelStatus } from '../../views/status/model-status.ts';
import '../../views/text/prompt-input/prompt-input.ts';
import { tokenLabel } from '../../format/token-label.ts';
import type { Moment } from '../chapter.ts';
import { startTimeOf } from '../moments.ts';
import { chapter } from './chapter.ts';
import type { NeuronClamp, StageSelection } from './events.ts';
import { type LensTasks, LONG_RUNNING_LENSES, type LongRunningLens, MODEL_LENSES } from './lens-tasks.ts';
import { ModelEditController } from './model-edit-controller.ts';
import { PANEL_VIEWS } from './panel-views.ts';
import { PANEL_NAMES, PANELS, type Panel, panelOf, toySettingsOf } from './panels.ts';
import { fetchStageData, type MlpActivations, type StageData, type StageRequest } from './stage-data.ts';
import { PEOPLE, type ToySettings, VIDEO_SETTINGS } from './toy.ts';
import { defaultOperands, type VectorOperands } from './vector-operands.ts';

/** Panels that select a fact of the data set. */
const NEEDS_FACTS: ReadonlySet<Panel> = new Set<Panel>(['gate', 'facts', 'trace', 'edit', 'features']);

const PANEL_GROUPS: readonly PanelGroup[] = [
  { label: 'Video', panels: PANELS.video },
  { label: 'Tools', panels: PANELS.tools },
];

/**
 * One panel at a time, of the moment or the visitor's choice. All panels follow the current model during training.
 *
 * @property moment - Moment of the video.
 * @fires lab-stage-interaction - The visitor operates a panel.
 * @fires lab-prompt - The visitor edits the prompt.
 * @fires lab-focus - The visitor selects a layer or a token.
 * @fires lab-view - The visitor opens the model page while there is no model.
 */
@customElement('lab-chapter-7-stage')
export class Chapter7Stage extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) moment!: Moment;

  @state() private clamp?: NeuronClamp;
  @state() private operands?: VectorOperands;

  readonly #lab = new StoreController(this, labContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #choices = new StageChoices(this.#page, {
    perMoment: {
      panel: oneOf(PANEL_NAMES),
      person: wholeNumber(1, PEOPLE.length),
      row: oneOf(['M', 'M + J']),
      bias: numberBetween(-2, 1),
      curve: oneOf(['none', 'ReLU', 'GELU']),
    },
    perChapter: { subject: text(80), relation: text(40), neuron: wholeNumber(1, 65_536), rival: text(40) },
  });
  readonly #stageData = new LatestOnlyTask<StageRequest, StageData>(this, (request) =>
    fetchStageData(this.#lab.store.client.transformer, request),
  );
  readonly #tasks = Object.fromEntries(
    LONG_RUNNING_LENSES.map((name) => [name, this.#createTask(name)]),
  ) as LensTasks;
  readonly #modelEdits = new ModelEditController(this, this.#lab, () => this.#resetTasks());
  #run?: RunInfo;
  #neuronRequestKey = '';
  #operandsVocabulary?: readonly string[];

  constructor() {
    super();
    listen(this, {
      'lab-toy-settings': ({ settings: { person, ...rest } }) => {
        this.#choices.set({ perMoment: { ...rest, ...(person !== undefined && { person: person + 1 }) } });
        this.#emitInteraction();
      },
      'lab-panel': ({ panel }) => {
        this.#choices.set({ perMoment: { panel: panel as Panel } });
        this.#emitInteraction();
      },
      'lab-stage-selection': ({ selection }) => this.#select(selection),
      'lab-query': ({ lens, request }) => {
        const look = this.#tasks[lens as LongRunningLens] as CancellableTask<unknown, unknown>;
        if (request) void look.run(request);
        else look.abort();
        this.#emitInteraction();
      },
      'lab-user-facts': ({ rows, steps }) => void this.#modelEdits.trainUserFacts(rows, steps),
      'lab-edit': ({ request }) => void this.#modelEdits.applyEdit(request),
      'lab-undo-edit': ({ id }) => void this.#modelEdits.undo(id),
      'lab-vector-sum': ({ operands }) => {
        this.operands = operands;
        this.#emitInteraction();
      },
      'lab-clamp': ({ clamp }) => {
        this.clamp = clamp;
        // The neuron stays selected when another one is the most active at another token.
        if (clamp) this.#choices.set({ perChapter: { neuron: clamp.neuron + 1 } });
        this.#emitInteraction();
      },
      'lab-focus': ({ focus }) => {
        if (focus.layer !== undefined) this.clamp = undefined;
      },
    });
    for (const touched of ['lab-prompt', 'lab-focus', 'lab-user-facts', 'lab-edit', 'lab-undo-edit'] as const)
      this.addEventListener(touched, () => this.#emitInteraction());
  }

  #createTask<Name extends LensName>(name: Name) {
    return new CancellableTask(this, (request: LensRequest<Name>, options) =>
      this.#lab.store.client.transformer.lens(name, request, options),
    );
  }

  protected override willUpdate(): void {
    const { run } = this.#lab.value;
    if (run !== this.#run) {
      this.#run = run;
      for (const look of Object.values(this.#tasks)) look.reset();
    }
    const request = this.#request();
    if (!request) return;
    this.#ensureFacts(request);
    this.#ensureAngles(request);
    this.#ensureNeuron(request, this.#stageData.value);
    this.#stageData.run(request);
  }

  override render() {
    const { run } = this.#lab.value;
    if (!run) return html`<lab-empty-state .lab=${this.#lab.value}></lab-empty-state>`;
    const { value, error } = this.#stageData;
    const stageData = value?.request.run === run ? value : undefined;
    return html`
      ${this.#renderModelStatus(stageData)} ${this.#renderPromptInput(run, stageData)}
      <lab-panel-bar
        .groups=${PANEL_GROUPS}
        .shown=${this.#panel}
        .startTime=${startTimeOf(chapter.moments, this.moment, this.#panel, panelOf)}
      ></lab-panel-bar>
      ${error ? html`<p class="note" role="alert">${error}</p>` : nothing}
      ${stageData ? this.#renderPanel(stageData) : nothing}
    `;
  }

  #renderPanel(stageData: StageData): TemplateResult {
    return PANEL_VIEWS[stageData.request.panel]({
      ...stageData,
      toy: this.#toy,
      token: this.#token(stageData),
      neuron: stageData.mlp ? this.#neuron(stageData, stageData.mlp) : 0,
      fact: this.#fact,
      tasks: this.#tasks,
      editTask: this.#modelEdits.editTask.state,
      clamp: this.clamp,
      lab: this.#lab.value,
      editError: this.#modelEdits.error,
    });
  }

  get #panel(): Panel {
    return this.#choices.perMoment.panel ?? panelOf(this.moment);
  }

  get #toy(): ToySettings {
    const { person, ...rest } = this.#choices.perMoment;
    const chosen = Object.fromEntries(
      (['row', 'bias', 'curve'] as const).flatMap((name) =>
        rest[name] === undefined ? [] : [[name, rest[name]]],
      ),
    );
    return {
      ...VIDEO_SETTINGS,
      ...toySettingsOf(this.moment),
      ...chosen,
      ...(person !== undefined && { person: person - 1 }),
    };
  }

  #request(): StageRequest | undefined {
    const { run, step, edits } = this.#lab.value;
    if (!run) return undefined;
    const { focus, prompt } = this.#page.value;
    return {
      run,
      step,
      edits,
      panel: this.#panel,
      prompt: prompt || run.prompts[0] || '',
      layer: Math.min(focus.layer, run.model.L - 1),
      clamp: this.clamp,
      operands: this.#vectorOperands(run),
      token: focus.token,
      contrast: this.#choices.perChapter.rival,
    };
  }

  /** The selected words while the model is the same; the same object as long as nothing changes. */
  #vectorOperands(run: RunInfo): VectorOperands | undefined {
    if (this.#operandsVocabulary !== run.vocabulary) {
      this.#operandsVocabulary = run.vocabulary;
      this.operands = defaultOperands(run.vocabulary);
    }
    return this.operands;
  }

  /** Fetched again for another neuron, layer or prompt, but not at each training step. */
  #ensureNeuron({ panel, run, layer, prompt }: StageRequest, stageData: StageData | undefined): void {
    const { state, run: ask } = this.#tasks.neuron;
    if (panel !== 'neuron' || !stageData?.mlp || stageData.request.prompt !== prompt) return;
    const neuronRequest = { layer, neuron: this.#neuron(stageData, stageData.mlp), text: prompt };
    const requestKey = JSON.stringify([run.preset, neuronRequest]);
    if (requestKey === this.#neuronRequestKey && (state.result || state.progress || state.error)) return;
    this.#neuronRequestKey = requestKey;
    void ask.call(this.#tasks.neuron, neuronRequest);
  }

  /** After a change of the weights: queries the facts again and discards other results. */
  #resetTasks(): void {
    for (const name of MODEL_LENSES) if (name !== 'facts') this.#tasks[name].reset();
    void this.#tasks.facts.run({});
  }

  /** Loads the facts for panels that need them. */
  #ensureFacts({ panel }: StageRequest): void {
    const { state } = this.#tasks.facts;
    if (!NEEDS_FACTS.has(panel) || state.result || state.progress || state.error) return;
    void this.#tasks.facts.run({});
  }

  /** Measures the model's directions when their panel opens. */
  #ensureAngles({ panel, layer, run }: StageRequest): void {
    const { state } = this.#tasks['model-angles'];
    const shown = (panel === 'angles' || panel === 'squeeze') && run.model.mlpWidth > 0;
    if (!shown || state.result || state.progress || state.error) return;
    void this.#tasks['model-angles'].run({ layer });
  }

  /** The selected fact; default: the first of the data set. */
  get #fact(): FactResult | undefined {
    const facts = this.#tasks.facts.state.result?.facts;
    const { subject, relation } = this.#choices.perChapter;
    return facts?.find((fact) => fact.subject === subject && fact.relation === relation) ?? facts?.[0];
  }

  /** The selected neuron; default: the most active one at the selected token. */
  #neuron(stageData: StageData, { post, M }: MlpActivations): number {
    const { neuron } = this.#choices.perChapter;
    if (neuron !== undefined && neuron <= M) return neuron - 1;
    const token = this.#token(stageData);
    const here = post.subarray(token * M, (token + 1) * M);
    return here.indexOf(here.reduce((most, value) => Math.max(most, value)));
  }

  /** Opens the panel of a neuron that was selected in a table. */
  #select({ fact, neuron, contrast }: StageSelection): void {
    if (neuron !== undefined) this.clamp = undefined;
    this.#choices.set({
      perMoment: neuron === undefined ? {} : { panel: 'neuron' },
      perChapter: {
        ...(fact && { subject: fact.subject, relation: fact.relation }),
        ...(neuron !== undefined && { neuron: neuron + 1 }),
        ...(contrast !== undefined && { rival: contrast || undefined }),
      },
    });
    this.#emitInteraction();
  }

  #renderModelStatus(stageData: StageData | undefined) {
    const mlp = html` · <lab-term name="mlp"></lab-term> ${stageData && stageData.request.layer + 1}`;
    return modelStatus(this.#lab.value, chapter, stageData?.inspection.step, mlp);
  }

  #renderPromptInput(run: RunInfo, stageData: StageData | undefined) {
    return html`
      <lab-prompt-input
        .prompt=${this.#page.value.prompt || run.prompts[0] || ''}
        .prompts=${run.prompts}
        .tokens=${(stageData?.inspection.tokens ?? []).map(({ text }) => tokenLabel(text))}
        .token=${stageData && this.#token(stageData)}
        .unknown=${stageData?.inspection.unknown ?? []}
        .spelled=${stageData?.inspection.spelled ?? []}
        .vocabulary=${run.vocabulary}
        .cut=${stageData?.inspection.cut ?? 0}
        .contextLength=${run.model.T}
      ></lab-prompt-input>
    `;
  }

  /** The selected position; default: the last. */
  #token({ inspection: { tokens } }: StageData): number {
    return Math.min(this.#page.value.focus.token ?? tokens.length - 1, tokens.length - 1);
  }

  #emitInteraction(): void {
    this.dispatchEvent(new StageInteractionEvent());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-7-stage': Chapter7Stage;
  }
}
