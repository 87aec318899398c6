// Renders each panel of the stage from the fetched data.

import { html, nothing, type TemplateResult } from 'lit';
import type { FactResult } from '../../../workers/rpc/api/lab-api.ts';
import type { LabState } from '../../types/lab.ts';
import type { TaskState } from '../../types/task.ts';
import { liveRegionMode } from '../../views/status/live-region.ts';
import '../../views/training/measures/measures.ts';
import '../../views/text/next-token/next-token.ts';
import type { NeuronClamp } from './events.ts';
import type { LensTasks } from './lens-tasks.ts';
import type { Panel } from './panels.ts';
import type { MlpActivations, StageData } from './stage-data.ts';
import type { ToySettings } from './toy.ts';
import './views/activation-plot/activation-plot.ts';
import './views/angles/angles.ts';
import './views/and-gate/and-gate.ts';
import './views/mlp-columns/mlp-columns.ts';
import './views/model-edits/model-edits.ts';
import './views/fact-table/fact-table.ts';
import './views/fact-toy/fact-toy.ts';
import './views/features/features.ts';
import './views/logit-lens-table/logit-lens-table.ts';
import './views/mlp-block/mlp-block.ts';
import './views/mlp-count/mlp-count.ts';
import './views/logit-attribution/logit-attribution.ts';
import './views/neuron-card/neuron-card.ts';
import './views/model-angles/model-angles.ts';
import './views/near-orthogonal/near-orthogonal.ts';
import './views/user-facts/user-facts.ts';
import './views/causal-trace/causal-trace.ts';
import './views/vector-arithmetic/vector-arithmetic.ts';

/** The data of a prompt and the settings of the panels. */
export interface PanelContext extends StageData {
  readonly toy: ToySettings;
  /** The selected position and neuron of the MLP. */
  readonly token: number;
  readonly neuron: number;
  /** Undefined until the facts of the data set are loaded. */
  readonly fact?: FactResult;
  readonly tasks: LensTasks;
  readonly editTask: TaskState;
  readonly clamp?: NeuronClamp;
  readonly lab: LabState;
  /** Error message of an undo or of training on facts; empty if there is none. */
  readonly editError: string;
  /** Whether the moment tells of ReLU. */
  readonly isReluTold: boolean;
  /** Whether the moment's action plays by itself. */
  readonly isPlaying: boolean;
}

export const PANEL_VIEWS: Readonly<Record<Panel, (scene: PanelContext) => TemplateResult>> = {
  next: ({ inspection }) => html`
    <section class="card" aria-label="Next token">
      <h2>Next token</h2>
      <lab-next-token .next=${inspection.next}></lab-next-token>
      <p class="explained">
        If the right answer is at the top, the weights of the model store it. This chapter looks for
        chapter looks for.
      </p>
    </section>
  `,
  layers: ({ logitLens }) =>
    logitLens ? html`<lab-logit-lens-table .result=${logitLens}></lab-logit-lens-table>` : html``,
  directions: ({ request, analogy }) =>
    request.operands
      ? html`<lab-vector-arithmetic
          .vocabulary=${request.run.vocabulary}
          .operands=${request.operands}
          .result=${analogy}
        ></lab-vector-arithmetic>`
      : html``,
  toy: ({ directionProducts, request, toy }) => html`<lab-fact-toy
    .settings=${toy}
    .directionProducts=${directionProducts}
    .layer=${request.layer}
  ></lab-fact-toy>`,
  block: (context) =>
    renderForMlp(
      context,
      (mlp) =>
        html`<lab-mlp-block .activations=${mlp} .isParallel=${context.request.run.model.parallelResidual ?? false} .token=${context.token} .neuron=${context.neuron}></lab-mlp-block>`,
    ),
  gate: ({ request: { run, layer }, toy, fact, tasks }) => html`<lab-and-gate
    .settings=${toy}
    .facts=${tasks.facts.state}
    .fact=${fact}
    .layer=${layer}
    .layers=${run.model.L}
    .search=${tasks['and-gates'].state}
    .average=${tasks['and-gates-facts'].state}
  ></lab-and-gate>`,
  curve: (context) =>
    renderForMlp(context, ({ pre, post, linear, M, activationFunction, tokens }) => {
      const { token, neuron } = context;
      const at = (values: Float32Array) => values.subarray(token * M, (token + 1) * M);
      return html`<lab-activation-plot
        .pre=${at(pre)}
        .post=${at(post)}
        .linear=${linear && at(linear)}
        .activationFunction=${activationFunction}
        .isReluTold=${context.isReluTold}
        .neuron=${neuron}
        .token=${tokens[token].text}
      ></lab-activation-plot>`;
    }),
  columns: (context) =>
    renderForMlp(context, ({ post, M, layer }) =>
      context.attribution
        ? html`<lab-mlp-columns
            .attribution=${context.attribution}
            .post=${post.subarray(post.length - M)}
            .layer=${layer}
          ></lab-mlp-columns>`
        : html``,
    ),
  parts: ({ attribution, inspection: { next }, request: { contrast = '' } }) =>
    attribution
      ? html`<lab-logit-attribution .attribution=${attribution} .next=${next} .contrast=${contrast}></lab-logit-attribution>`
      : html``,
  squeeze: (context) => html`
    <lab-near-orthogonal .task=${context.tasks['toy-superposition'].state} .isStarting=${context.isPlaying}></lab-near-orthogonal>
    ${renderModelAngles(context)}
  `,
  angles: (context) => html`
    <lab-angles
      .layer=${context.request.layer}
      .angles=${context.tasks['pairwise-angles'].state}
      .spread=${context.tasks['angle-spread'].state}
      .orthogonalized=${context.tasks.orthogonalize.state}
    ></lab-angles>
    ${renderModelAngles(context)}
  `,
  features: (context) =>
    renderForMlp(
      context,
      ({ layer, M }) => html`<lab-features
        .layer=${layer}
        .layers=${context.request.run.model.L}
        .neurons=${M}
        .facts=${context.tasks.facts.state}
        .fact=${context.fact}
        .dictionary=${context.tasks['sparse-autoencoder'].state}
        .feature=${context.tasks.feature.state}
        .factFeatures=${context.tasks['fact-features'].state}
      ></lab-features>`,
    ),
  neuron: (context) =>
    renderForMlp(
      context,
      ({ layer, M }) => html`<lab-neuron-card
        .neuron=${context.neuron}
        .neurons=${M}
        .layer=${layer}
        .layers=${context.request.run.model.L}
        .task=${context.tasks.neuron.state}
        .next=${context.inspection.next}
        .clampedNext=${context.clampedNext}
        .clampedValue=${context.clamp?.value}
        .live=${liveRegionMode(context.lab)}
      ></lab-neuron-card>`,
    ),
  facts: renderFacts,
  trace: ({ fact, tasks, request }) => html`<lab-causal-trace
    .prompt=${request.run.isReadOnly ? request.prompt : undefined}
    .facts=${tasks.facts.state}
    .fact=${fact}
    .trace=${tasks['causal-trace'].state}
    .average=${tasks['causal-trace-facts'].state}
  ></lab-causal-trace>`,
  edit: ({ fact, tasks, editTask, lab, editError, request: { run } }) => html`<lab-model-edits
    .facts=${tasks.facts.state}
    .model=${run.model}
    .fact=${fact}
    .task=${editTask}
    .edits=${lab.edits}
    .isTraining=${lab.runState === 'training'}
    .error=${editError}
  ></lab-model-edits>`,
  counts: ({ parameters = [] }) => html`<lab-mlp-count .parameters=${parameters}></lab-mlp-count>`,
};

function renderFacts({ request: { run }, fact, tasks, lab, editError }: PanelContext): TemplateResult {
  const { state } = tasks.facts;
  return html`
    <lab-fact-table .task=${state} .fact=${fact} .step=${lab.step} .live=${liveRegionMode(lab)}></lab-fact-table>
    ${
      state.result
        ? html`<lab-user-facts
            .factsResult=${state.result}
            .fact=${fact}
            .userFacts=${run.userFacts ?? []}
            .isTraining=${lab.runState === 'training'}
            .error=${editError}
          ></lab-user-facts>`
        : nothing
    }
    ${
      run.isReadOnly
        ? nothing
        : html`<section class="card" aria-label="Recall while training">
            <h2>Recall, step by step</h2>
            <lab-measures .evaluations=${lab.evaluations} .steps=${run.training.steps}></lab-measures>
          </section>`
    }
  `;
}

function renderModelAngles(context: PanelContext): TemplateResult {
  const { tasks, lab, request } = context;
  return renderForMlp(
    context,
    () => html`<lab-model-angles
      .tokens=${request.run.model.V}
      .layer=${request.layer}
      .step=${lab.step}
      .task=${tasks['model-angles'].state}
    ></lab-model-angles>`,
  );
}

function renderForMlp({ mlp }: PanelContext, view: (mlp: MlpActivations) => TemplateResult): TemplateResult {
  if (mlp) return view(mlp);
  return html`<p class="card">
    This model has attention layers only, without MLPs. Train “facts”, which has one MLP in each layer.
  </p>`;
}
