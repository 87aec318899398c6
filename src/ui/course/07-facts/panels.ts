// The panels of chapter 7: what each reads, starts and shows. Moments of the video name those of the first three groups.

import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { FOCUS } from '../../../shared/focus.ts';
import type { FactResult, Query, RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../figures/card.ts';
import { AndScene } from '../../scenes/and/and-scene.ts';
import { AnglesScene } from '../../scenes/angles/angles-scene.ts';
import { BlockScene } from '../../scenes/block/block-scene.ts';
import { CurveScene } from '../../scenes/curve/curve-scene.ts';
import { DirectionsScene } from '../../scenes/directions/directions-scene.ts';
import { RowsScene } from '../../scenes/rows/rows-scene.ts';
import { ToyScene } from '../../scenes/toy/toy-scene.ts';
import { WaterfallScene } from '../../scenes/waterfall/waterfall-scene.ts';
import type { LabState } from '../../types/lab.ts';
import type { TaskState } from '../../types/task.ts';
import { liveRegionMode } from '../../views/status/live-region.ts';
import type { Moment } from '../chapter.ts';
import { countingPanel } from '../chapter-stage/counting-panel.ts';
import type { Panel, PanelTable, Reading, Reads, StageRequest } from '../chapter-stage/panel.ts';
import { panelsOf } from '../chapter-stage/panel-groups.ts';
import type { Choices } from './choices.ts';
import type { NeuronClamp } from './events.ts';
import { andGatesOfModel } from './figures/and-gate.ts';
import { gateStyles } from './figures/gate-table.ts';
import { logitAttribution } from './figures/logit-attribution.ts';
import { logitLens, logitLensStyles } from './figures/logit-lens.ts';
import { mlpBlock, mlpBlockStyles } from './figures/mlp-block.ts';
import { modelAngles } from './figures/model-angles.ts';
import { modelDirections } from './figures/model-directions.ts';
import { neuronCard, neuronClamp } from './figures/neuron-card.ts';
import { unitStyles } from './figures/unit-card.ts';
import { vectorArithmetic } from './figures/vector-arithmetic.ts';
import type { LensRequests, LensTasks } from './lens-tasks.ts';
import { ANGLE_SPREAD, dictionaryRequest, directionsOf } from './measurements.ts';
import { type MlpActivations, mlpActivationNames } from './mlp-activations.ts';
import {
  andInput,
  anglesInput,
  blockInput,
  curveInput,
  directionsInput,
  rowsInput,
  toyInput,
  waterfallInput,
} from './scene-inputs.ts';
import type { ToySettings } from './toy.ts';
import type { VectorOperands } from './vector-operands.ts';
import '../../views/training/measures/measures.ts';
import '../../views/text/next-token/next-token.ts';
import './views/angles.ts';
import './views/model-edits.ts';
import './views/fact-table.ts';
import './views/features.ts';
import './views/near-orthogonal.ts';
import './views/user-facts.ts';
import './views/causal-trace.ts';

export interface Options {
  readonly clamp: NeuronClamp | undefined;
  /** `a − b + c`, ids of the vocabulary. */
  readonly operands: VectorOperands | undefined;
  /** The contrast token of the answer. */
  readonly contrast: string | undefined;
}

type Request = StageRequest<Options>;

/** The data of a prompt and the settings of the panels. */
export interface Context extends Reading<Options> {
  /** Undefined if the prompt is invalid or the model has no MLP. */
  readonly mlp: MlpActivations | undefined;
  readonly toy: ToySettings;
  readonly choices: Choices;
  /** The selected position and neuron of the MLP. */
  readonly token: number;
  readonly neuron: number;
  /** Undefined until the facts of the data set are loaded. */
  readonly fact: FactResult | undefined;
  readonly tasks: LensTasks;
  readonly editTask: TaskState;
  readonly lab: LabState;
  /** Error message of an undo or of training on facts; empty if there is none. */
  readonly editError: string;
  /** Of the moment. */
  readonly settings: NonNullable<Moment['settings']>;
  /** Whether the moment's action plays by itself. */
  readonly isPlaying: boolean;
  /** Whether that action measures what this panel shows. */
  readonly isMeasuring: boolean;
}

interface FactPanel extends Panel<Options, Context> {
  /** Lenses that it starts by itself, once. */
  readonly starts?: (context: Context) => LensRequests;
}

/** What every panel reads: the MLP of the selected layer. */
export const READS: Reads<Options> = {
  activations: ({ panel, run }) => (panel ? [...mlpActivationNames(run.model, 'focus')] : []),
};

/** Undefined if the vocabulary does not contain the word. */
function tokenId({ vocabulary }: RunInfo, word: string | undefined): number | undefined {
  const id = word === undefined ? -1 : vocabulary.indexOf(word);
  return id < 0 ? undefined : id;
}

/** Directions of the distinct tokens of the prompt, and of the answer. */
const directions = ({ run, prompt: text }: Request) =>
  run.model.mlpWidth > 0
    ? { 'direction-similarity': { text, layer: FOCUS.layer, position: FOCUS.token } }
    : {};

const analogyOf = ({ options: { operands } }: Request) =>
  operands ? { analogy: { ...operands, count: 6 } } : {};

const facts = () => ({ facts: {} });
const anglesRequest = ({ request: { layer, run } }: Context): LensRequests =>
  run.model.mlpWidth > 0 ? { 'model-angles': { layer } } : {};

/** Of the figures that are no elements. */
export const FIGURE_STYLES = [...logitLensStyles, ...[gateStyles, mlpBlockStyles, unitStyles]];

export const PANELS = {
  Facts: {
    next: {
      label: msg('Next token'),

      render: ({ inspection }) =>
        card(
          msg('Next token'),
          msg('Next token'),
          html`<lab-next-token .next=${inspection.next}></lab-next-token>
          ${note(msg('If the right answer is at the top, the weights of the model store it. This chapter looks for where.'))}`,
        ),
    },
    layers: {
      label: msg('Logit lens'),
      lenses: ({ prompt: text }) => ({ 'logit-lens': { text } }),
      render: ({ lenses: { 'logit-lens': result } }) => (result ? logitLens(result) : nothing),
    },
    directions: {
      label: msg('Directions'),
      lenses: (request) => ({ ...analogyOf(request), embedding: {} }),
      scene: (kept, context) => {
        const input = directionsInput(context);
        return input && kept.get(DirectionsScene).show(input);
      },
      render: renderArithmetic,
    },
    toy: {
      label: msg('Three directions'),
      scene: (kept, context) => kept.get(ToyScene).show(toyInput(context)),
    },
  },
  Neurons: {
    block: {
      label: msg('Inside the MLP'),
      scene: (kept, context) => {
        const input = blockInput(context);
        return input && kept.get(BlockScene).show(input);
      },
      render: withoutMlp,
    },
    rows: {
      label: msg('Rows as questions'),
      // Of the person with whom the prompt begins.
      starts({ request: { layer, prompt } }) {
        const [first, last = ''] = prompt.split(' ');
        return { 'name-directions': { layer, first, last } };
      },
      scene: (kept, { tasks, choices: { asked = 'first' } }) =>
        kept.get(RowsScene).show(rowsInput(tasks['name-directions'].state, asked)),
    },
    gate: {
      label: msg('The AND gate'),
      scene: (kept, { toy }) => kept.get(AndScene).show(andInput(toy)),
    },
    curve: {
      label: msg('Activation function'),
      scene: (kept, context) => {
        const input = curveInput(context);
        return input && kept.get(CurveScene).show(input);
      },
      render: withoutMlp,
    },
    columns: {
      label: msg('Columns'),
      lenses: ({ prompt: text }) => ({ attribution: { text } }),
      scene: (kept, context) => {
        const input = waterfallInput(context);
        return input && kept.get(WaterfallScene).show(input);
      },
      render: withoutMlp,
    },
    counts: countingPanel(msg('Counting')),
  },
  Features: {
    squeeze: {
      label: msg('Superposition'),
      starts: anglesRequest,
      render: (context) => html`
    <lab-near-orthogonal .task=${context.tasks['toy-superposition'].state} .isStarting=${context.isPlaying}></lab-near-orthogonal>
    ${renderModelAngles(context)}
  `,
    },
    angles: {
      label: msg('Angles'),
      starts: (context) => (context.settings.of === 'neuron outputs' ? anglesRequest(context) : {}),
      scene: (kept, context) => kept.get(AnglesScene).show(anglesInput(context)),
    },
    features: {
      label: msg('Sparse features'),
      starts: ({ mlp, isMeasuring }) => ({
        facts: {},
        ...(mlp && isMeasuring && { 'sparse-autoencoder': dictionaryRequest(mlp.layer, mlp.M) }),
      }),
      render: (context) =>
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
    },
  },
  Tools: {
    facts: {
      label: msg('All facts'),
      starts: () => ({ facts: { newWordings: true } }),
      render: renderFacts,
    },
    trace: {
      label: msg('Causal trace'),
      starts: facts,
      render: ({ fact, tasks, request }) => html`<lab-causal-trace
    .prompt=${request.run.isReadOnly ? request.prompt : undefined}
    .facts=${tasks.facts.state}
    .fact=${fact}
    .trace=${tasks['causal-trace'].state}
    .average=${tasks['causal-trace-facts'].state}
  ></lab-causal-trace>`,
    },
    parts: {
      label: msg('Logit attribution'),
      lenses: (r) => ({
        attribution: {
          text: r.prompt,
          position: FOCUS.token,
          contrast: tokenId(r.run, r.options.contrast),
        },
      }),
      render: ({
        lenses: { attribution },
        inspection: { next },
        request: {
          options: { contrast = '' },
        },
      }) => (attribution ? logitAttribution(attribution, next, contrast) : nothing),
    },
    neuron: {
      label: msg('One neuron'),
      variants: ({ options: { clamp } }): NonNullable<Query['variants']> =>
        clamp
          ? {
              clamped: { interventions: [{ name: 'blocks.focus.mlp.hook_post', kind: 'replace', ...clamp }] },
            }
          : {},
      starts: ({ mlp, neuron, request: { layer, prompt: text } }) =>
        mlp ? { neuron: { layer, neuron, text } } : {},
      render: (context) =>
        renderForMlp(context, ({ layer, M: neurons }) => {
          const { neuron, request, inspection, tasks, lab } = context;
          const place = { neuron, neurons, layer, layers: request.run.model.L };
          return html`
            ${neuronCard(place, tasks.neuron.state, liveRegionMode(lab))}
            ${neuronClamp(neuron, request.options.clamp?.value, inspection.next, inspection.variants.clamped?.next)}
          `;
        }),
    },
    edit: {
      label: msg('Edit a fact'),
      starts: facts,
      render: ({ fact, tasks, editTask, lab, editError, request: { run } }) => html`<lab-model-edits
    .facts=${tasks.facts.state}
    .model=${run.model}
    .fact=${fact}
    .task=${editTask}
    .edits=${lab.edits}
    .isTraining=${lab.runState === 'training'}
    .error=${editError}
  ></lab-model-edits>`,
    },
    measure: {
      label: msg('Measure angles'),
      starts: (context) => ({
        ...anglesRequest(context),
        ...(context.isMeasuring && {
          'pairwise-angles': directionsOf(context.settings, context.request.layer),
          'angle-spread': ANGLE_SPREAD,
        }),
      }),
      render: (context) => html`
    <lab-angles
      .layer=${context.request.layer}
      .settings=${context.settings}
      .angles=${context.tasks['pairwise-angles'].state}
      .spread=${context.tasks['angle-spread'].state}
      .orthogonalized=${context.tasks.orthogonalize.state}
    ></lab-angles>
    ${renderModelAngles(context)}
  `,
    },
    steps: {
      label: msg('MLP step by step'),
      render: (context) =>
        renderForMlp(context, (mlp) =>
          mlpBlock(mlp, context.token, context.neuron, context.request.run.model.parallelResidual ?? false),
        ),
    },
    arithmetic: {
      label: msg('Vector arithmetic'),
      lenses: analogyOf,
      render: renderArithmetic,
    },
    similarity: {
      label: msg('Directions of the model'),
      lenses: directions,
      render: ({ lenses: { 'direction-similarity': similarity }, request }) =>
        similarity ? modelDirections(similarity, request.layer) : nothing,
    },
    gates: {
      label: msg('AND gates of the model'),
      starts: facts,
      render: ({ request: { run, layer }, fact, tasks }) => andGatesOfModel(tasks, fact, layer, run.model.L),
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, FactPanel>>>>;

/** Lenses that a panel starts by itself. */
export const startsOf = (panel: string, context: Context): LensRequests =>
  (panelsOf(PANELS as PanelTable<Options, Context>)[panel] as FactPanel).starts?.(context) ?? {};

function renderArithmetic({ request: { options, run }, lenses: { analogy } }: Context) {
  return options.operands ? vectorArithmetic(options.operands, run.vocabulary, analogy) : nothing;
}

function renderFacts({ request: { run }, fact, tasks, lab, editError }: Context): TemplateResult {
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
        : card(
            msg('Recall while training'),
            msg('Recall, step by step'),
            html`<lab-measures .evaluations=${lab.evaluations} .steps=${run.training.steps}></lab-measures>`,
          )
    }
  `;
}

const renderModelAngles = (context: Context) =>
  renderForMlp(context, () => {
    const { tasks, lab, request } = context;
    return modelAngles(tasks['model-angles'].state, request.layer, lab.step, request.run.model.V);
  });

function renderForMlp({ mlp }: Context, view: (mlp: MlpActivations) => TemplateResult | typeof nothing) {
  return mlp ? view(mlp) : withoutMlp();
}

function withoutMlp(): TemplateResult {
  return html`<p class="card">
    ${msg('This model has attention layers only, without MLPs. Train “facts”, which has one MLP in each layer.')}
  </p>`;
}
