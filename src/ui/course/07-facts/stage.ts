// Chapter 7's stage: the video's example, the same steps in the current model, and tools for its facts.

import { html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { FactResult, LensName, LensRequest, RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { CancellableTask } from '../../state/cancellable-task.ts';
import { StageChoices } from '../../state/page/stage-choices.ts';
import { numberBetween, oneOf, text, integerBetween as wholeNumber } from '../../state/page/url-params.ts';
import { ModelEditController } from '../../state/runs/model-edit-controller.ts';
import { panelStyles } from '../../styles/panel.styles.ts';
import { type ChapterRequest, ChapterStage, type ResolvedRequest } from '../chapter-stage/chapter-stage.ts';
import { startTimeOf } from '../moments.ts';
import { chapter } from './chapter.ts';
import type { NeuronClamp, StageSelection } from './events.ts';
import { type LensTasks, LONG_RUNNING_LENSES, type LongRunningLens, MODEL_LENSES } from './lens-tasks.ts';
import { ANGLE_SPREAD, dictionaryRequest, RANDOM_DIRECTIONS } from './measurements.ts';
import { PANEL_VIEWS } from './panel-views.ts';
import { PANEL_GROUPS, PANEL_NAMES, type Panel, panelOf, toySettingsOf } from './panels.ts';
import { fetchStageData, type MlpActivations, type StageData, type StageRequest } from './stage-data.ts';
import { PEOPLE, type ToySettings, VIDEO_SETTINGS } from './toy.ts';
import { defaultOperands, type VectorOperands } from './vector-operands.ts';

/** Panels that select a fact of the data set. */
const NEEDS_FACTS: ReadonlySet<Panel> = new Set<Panel>(['gate', 'facts', 'trace', 'edit', 'features']);

/** The video's example, the same steps in the current model, and tools for its facts. */
@customElement('lab-chapter-7-stage')
export class Chapter7Stage extends ChapterStage<Panel, StageRequest, StageData> {
  static override styles = [panelStyles, ...ChapterStage.styles];

  @state() private clamp?: NeuronClamp;
  @state() private operands?: VectorOperands;

  readonly #choices = new StageChoices(this.page, {
    perMoment: {
      panel: oneOf(PANEL_NAMES),
      person: wholeNumber(1, PEOPLE.length),
      row: oneOf(['M', 'M + J']),
      bias: numberBetween(-2, 1),
      curve: oneOf(['none', 'ReLU', 'GELU']),
    },
    perChapter: { subject: text(80), relation: text(40), neuron: wholeNumber(1, 65_536), rival: text(40) },
  });
  readonly #tasks = Object.fromEntries(
    LONG_RUNNING_LENSES.map((name) => [name, this.#createTask(name)]),
  ) as LensTasks;
  readonly #modelEdits = new ModelEditController(this, this.lab, () => this.#resetTasks());
  #run?: RunInfo;
  #neuronRequestKey = '';
  #operandsVocabulary?: readonly string[];

  constructor() {
    super({ chapter, groups: PANEL_GROUPS });
    listen(this, {
      'lab-toy-settings': ({ settings: { person, ...rest } }) => {
        this.#choices.set({ perMoment: { ...rest, ...(person !== undefined && { person: person + 1 }) } });
        this.emitInteraction();
      },
      'lab-stage-selection': ({ selection }) => this.#select(selection),
      'lab-query': ({ lens, request, isAutomatic }) => {
        const look = this.#tasks[lens as LongRunningLens] as CancellableTask<unknown, unknown>;
        if (request) void look.run(request);
        else look.abort();
        if (!isAutomatic) this.emitInteraction();
      },
      'lab-user-facts': ({ rows, steps }) => void this.#modelEdits.trainUserFacts(rows, steps),
      'lab-edit': ({ request }) => void this.#modelEdits.applyEdit(request),
      'lab-undo-edit': ({ id }) => void this.#modelEdits.undo(id),
      'lab-vector-sum': ({ operands }) => {
        this.operands = operands;
        this.emitInteraction();
      },
      'lab-clamp': ({ clamp }) => {
        this.clamp = clamp;
        // The neuron stays selected when another one is the most active at another token.
        if (clamp) this.#choices.set({ perChapter: { neuron: clamp.neuron + 1 } });
        this.emitInteraction();
      },
      'lab-focus': ({ focus }) => {
        if (focus.layer !== undefined) this.clamp = undefined;
      },
    });
    for (const touched of ['lab-user-facts', 'lab-edit', 'lab-undo-edit'] as const)
      this.addEventListener(touched, () => this.emitInteraction());
  }

  #createTask<Name extends LensName>(name: Name) {
    return new CancellableTask(this, (request: LensRequest<Name>, options) =>
      this.lab.store.client.transformer.lens(name, request, options),
    );
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { run } = this.lab.value;
    if (run !== this.#run) {
      this.#run = run;
      for (const look of Object.values(this.#tasks)) look.reset();
    }
    super.willUpdate(changed);
    const request = this.stageData.lastRequest;
    if (!run || !request) return;
    this.#ensureFacts(request);
    const { value } = this.stageData;
    if (value) this.#ensureAngles(value.request);
    if (value) this.#play(value);
    if (value) this.#ensureNeuron(value);
  }

  protected override renderPanel(stageData: StageData) {
    const { panel } = stageData.request;
    if (!panel) return nothing;
    return PANEL_VIEWS[panel]({
      ...stageData,
      toy: this.#toy,
      token: this.#token(stageData),
      neuron: stageData.mlp ? this.#neuron(stageData, stageData.mlp) : 0,
      fact: this.#fact,
      tasks: this.#tasks,
      editTask: this.#modelEdits.editTask.state,
      clamp: this.clamp,
      lab: this.lab.value,
      editError: this.#modelEdits.error,
      isReluTold: this.moment.settings?.curve === 'ReLU',
      isPlaying: this.moment.action !== undefined,
    });
  }

  protected override get panel(): Panel {
    return this.#choices.perMoment.panel ?? panelOf(this.moment);
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

  protected override request(run: RunInfo): Omit<StageRequest, keyof ChapterRequest> {
    return {
      edits: this.lab.value.edits,
      panel: this.openPanel,
      clamp: this.clamp,
      operands: this.#vectorOperands(run),
      contrast: this.#choices.perChapter.rival,
    };
  }

  protected override fetch(request: ResolvedRequest<StageRequest>): Promise<StageData> {
    return fetchStageData(this.lab.store.client.transformer, request);
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
  #ensureNeuron(stageData: StageData): void {
    const { panel, run, layer, prompt } = stageData.request;
    const { state, run: ask } = this.#tasks.neuron;
    if (panel !== 'neuron' || !stageData.mlp) return;
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
    if (!panel || !NEEDS_FACTS.has(panel) || state.result || state.progress || state.error) return;
    void this.#tasks.facts.run({});
  }

  /** Measures the model's directions when their panel opens. */
  #ensureAngles({ panel, layer, run }: StageData['request']): void {
    const { state } = this.#tasks['model-angles'];
    const shown = (panel === 'angles' || panel === 'squeeze') && run.model.mlpWidth > 0;
    if (!shown || state.result || state.progress || state.error) return;
    void this.#tasks['model-angles'].run({ layer });
  }

  /** A moment that needs a computation starts it, once. */
  #play({ request: { panel, layer, run } }: StageData): void {
    const start = <Name extends LensName & LongRunningLens>(name: Name, request: LensRequest<Name>) => {
      const task = this.#tasks[name] as CancellableTask<LensRequest<Name>, unknown>;
      const { result, progress, error } = task.state;
      if (!result && !progress && !error) void task.run(request);
    };
    if (this.moment.action !== 'measure' || panel !== this.panel) return;
    if (panel === 'angles') {
      start('pairwise-angles', RANDOM_DIRECTIONS);
      start('angle-spread', ANGLE_SPREAD);
    }
    if (panel === 'features' && run.model.mlpWidth > 0)
      start('sparse-autoencoder', dictionaryRequest(layer, run.model.mlpWidth));
  }

  /** The selected fact; default: the first of the data set. */
  get #fact(): FactResult | undefined {
    const facts = this.#tasks.facts.state.result?.facts;
    const { subject, relation } = this.#choices.perChapter;
    return facts?.find((fact) => fact.subject === subject && fact.relation === relation) ?? facts?.[0];
  }

  /** The selected neuron; default: the one of the moment, or the most active one at the selected token. */
  #neuron(stageData: StageData, { post, M }: MlpActivations): number {
    const { neuron } = this.#choices.perChapter;
    if (neuron !== undefined && neuron <= M) return neuron - 1;
    if (stageData.request.neuron !== undefined) return stageData.request.neuron;
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
    this.emitInteraction();
  }

  protected override renderStatus(stageData: StageData | undefined) {
    return html` · <lab-term name="mlp"></lab-term> ${stageData && stageData.request.layer + 1}`;
  }

  /** The selected position; default: the last. */
  #token({ request, inspection: { tokens } }: StageData): number {
    return Math.min(request.token ?? tokens.length - 1, tokens.length - 1);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-7-stage': Chapter7Stage;
  }
}
