// Chapter 7's stage: the video's example, the same steps in the current model, and tools for its facts.

import type { PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type {
  EditRequest,
  FactResult,
  LensName,
  LensRequest,
  RunInfo,
} from '../../../workers/rpc/api/lab-api.ts';
import { listen } from '../../events/element-event.ts';
import { CancellableTask } from '../../state/cancellable-task.ts';
import { ModelEditController } from '../../state/runs/model-edit-controller.ts';
import { panelStyles } from '../../styles/panel.styles.ts';
import { ChapterStage } from '../chapter-stage/chapter-stage.ts';
import type { Reading } from '../chapter-stage/panel.ts';
import { chapter } from './chapter.ts';
import { CHOICES, type Choices } from './choices.ts';
import type { NeuronClamp } from './events.ts';
import { type LensTasks, LONG_RUNNING_LENSES, type LongRunningLens, MODEL_LENSES } from './lens-tasks.ts';
import { type MlpActivations, mlpActivations } from './mlp-activations.ts';
import { type Context, FIGURE_STYLES, type Options, PANELS, READS, startsOf } from './panels.ts';
import { type ToySettings, VIDEO_SETTINGS } from './toy.ts';
import { defaultOperands, type VectorOperands } from './vector-operands.ts';

/** Lenses that are started again for another request. */
const FOLLOWING: ReadonlySet<string> = new Set<LensName>([
  'neuron',
  'name-directions',
  'pairwise-angles',
  'model-angles',
]);

/** The video's example, the same steps in the current model, and tools for its facts. */
@customElement('lab-chapter-7-stage')
export class Chapter7Stage extends ChapterStage<Options, Choices, Context> {
  static override styles = [panelStyles, ...FIGURE_STYLES, ...ChapterStage.styles];

  @state() private clamp?: NeuronClamp;
  @state() private operands?: VectorOperands;

  readonly #tasks = Object.fromEntries(
    LONG_RUNNING_LENSES.map((name) => [name, this.#createTask(name)]),
  ) as LensTasks;
  readonly #modelEdits = new ModelEditController(this, this.lab, () => this.#resetTasks());
  #run?: RunInfo;
  /** Requests by lens that panels started last. */
  readonly #startedFor = new Map<string, string>();
  #operandsVocabulary?: readonly string[];

  constructor() {
    super({ chapter, panels: PANELS, choices: CHOICES, reads: READS });
    listen(this, {
      'lab-choice': ({ choices }) => {
        if ((choices as Choices).neuron !== undefined) this.clamp = undefined;
      },
      'lab-query': ({ lens, request, isAutomatic }) => {
        const look = this.#tasks[lens as LongRunningLens] as CancellableTask<unknown, unknown>;
        if (request) void look.run(request);
        else look.abort();
        if (!isAutomatic) this.emitInteraction();
      },
      'lab-user-facts': ({ rows, steps }) => void this.#modelEdits.trainUserFacts(rows, steps),
      'lab-edit': ({ request }) => void this.#edit(request),
      'lab-undo-edit': ({ id }) => void this.#modelEdits.undo(id),
      'lab-vector-sum': ({ operands }) => {
        this.operands = operands;
        this.emitInteraction();
      },
      'lab-clamp': ({ clamp }) => {
        this.clamp = clamp;
        // The neuron stays selected when another one is the most active at another token.
        this.choose(clamp ? { neuron: clamp.neuron + 1 } : {});
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
    const { reading } = this;
    if (reading && reading.request.panel === this.openPanel) this.#start(reading);
  }

  /** The lenses that the panel starts by itself. */
  #start(reading: Reading<Options>): void {
    const { panel, run } = reading.request;
    if (panel === undefined) return;
    for (const [name, request] of Object.entries(startsOf(panel, this.context(reading)))) {
      const task = this.#tasks[name as LongRunningLens] as CancellableTask<unknown, unknown>;
      const { result, progress, error } = task.state;
      const key = JSON.stringify([run.preset, request]);
      // Fetched again for another neuron, layer, prompt or moment, but not at each training step.
      const isOther = FOLLOWING.has(name) && key !== this.#startedFor.get(name);
      if (!isOther && (result || progress || error)) continue;
      this.#startedFor.set(name, key);
      void task.run(request);
    }
  }

  protected override context(reading: Reading<Options>): Context {
    const mlp = mlpActivations(reading);
    const { settings = {}, action } = this.moment;
    return {
      ...reading,
      mlp,
      toy: this.#toy,
      choices: this.choices,
      token: reading.request.token,
      neuron: mlp ? this.#neuron(reading, mlp) : 0,
      fact: this.#fact,
      tasks: this.#tasks,
      editTask: this.#modelEdits.editTask.state,
      lab: this.lab.value,
      editError: this.#modelEdits.error,
      settings,
      isPlaying: action !== undefined,
      isMeasuring: action === 'measure',
    };
  }

  get #toy(): ToySettings {
    const { person, row, bias, curve } = this.choices;
    const toy = { ...VIDEO_SETTINGS, ...(this.moment.settings as Partial<ToySettings>) };
    return {
      person: person === undefined ? toy.person : person - 1,
      row: row ?? toy.row,
      bias: bias ?? toy.bias,
      curve: curve ?? toy.curve,
    };
  }

  protected override options(run: RunInfo): Options {
    return {
      clamp: this.clamp,
      operands: this.#vectorOperands(run),
      contrast: this.choices.rival,
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

  /** The map shows what the edit has changed. */
  async #edit(request: EditRequest | undefined): Promise<void> {
    await this.#modelEdits.applyEdit(request);
    const { state } = this.#modelEdits.editTask;
    if (request && state.request === request) this.offerOverlay('edit');
  }

  /** After a change of the weights: queries the facts again and discards other results. */
  #resetTasks(): void {
    for (const name of MODEL_LENSES) if (name !== 'facts') this.#tasks[name].reset();
    void this.#tasks.facts.run({});
  }

  /** The selected fact; default: the first of the data set. */
  get #fact(): FactResult | undefined {
    const facts = this.#tasks.facts.state.result?.facts;
    const { subject, relation } = this.choices;
    return facts?.find((fact) => fact.subject === subject && fact.relation === relation) ?? facts?.[0];
  }

  /** The selected neuron; default: the one of the moment, or the most active one at the selected token. */
  #neuron({ request }: Reading<Options>, { post, M }: MlpActivations): number {
    const { neuron } = this.choices;
    if (neuron !== undefined && neuron <= M) return neuron - 1;
    if (request.neuron !== undefined) return request.neuron;
    const { token } = request;
    const here = post.subarray(token * M, (token + 1) * M);
    return here.indexOf(here.reduce((most, value) => Math.max(most, value)));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-7-stage': Chapter7Stage;
  }
}
