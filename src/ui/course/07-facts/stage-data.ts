// Fetches the data of the panels for the prompt, from one state of the weights.

import type {
  ActivationName,
  AnalogyResult,
  AppliedEdit,
  AttributionResult,
  DirectionSimilarityResult,
  Inspection,
  LogitLensResult,
  ParameterInfo,
  Query,
  QueryResult,
  RunInfo,
  TokenProbability,
} from '../../../workers/rpc/api/lab-api.ts';
import type { Transformer } from '../../state/runs/lab-store.ts';
import type { ChapterData, ChapterRequest } from '../chapter-stage/chapter-stage.ts';
import { needsTokens, queryWithMap } from '../chapter-stage/map-query.ts';
import type { NeuronClamp } from './events.ts';
import type { Panel } from './panels.ts';
import type { VectorOperands } from './vector-operands.ts';

/** Parameters of a request; `layer` is 0-based. */
export interface StageRequest extends ChapterRequest {
  /** Number of edits in the weights. */
  readonly edits: readonly AppliedEdit[];
  /** Undefined while none is open. */
  readonly panel: Panel | undefined;
  readonly layer: number;
  readonly clamp?: NeuronClamp;
  /** `a − b + c`, ids of the vocabulary. */
  readonly operands?: VectorOperands;
  /** Position in the prompt; default: the last. */
  readonly token?: number;
  /** The contrast token of the answer. */
  readonly contrast?: string;
}

/** One MLP at every token of the prompt, row-major. */
export interface MlpActivations {
  readonly tokens: Inspection['tokens'];
  readonly layer: number;
  readonly C: number;
  readonly M: number;
  readonly activationFunction: StageRequest['run']['model']['activation'];
  /** (T, C): the residual stream before the MLP, the output of the MLP, and the stream after it. */
  readonly mid: Float32Array;
  readonly out: Float32Array;
  readonly after: Float32Array;
  /** (T, M): preactivations and activations. */
  readonly pre: Float32Array;
  readonly post: Float32Array;
  /** (T, M): of gated MLPs, what SiLU of `pre` is multiplied by. */
  readonly linear?: Float32Array;
  /** The largest absolute activation. */
  readonly extent: number;
}

export interface StageData extends ChapterData<StageRequest> {
  /** Undefined if the prompt is invalid or the model has no MLP. */
  readonly mlp?: MlpActivations;
  readonly logitLens?: LogitLensResult;
  readonly attribution?: AttributionResult;
  readonly parameters?: readonly ParameterInfo[];
  readonly directionProducts?: DirectionSimilarityResult;
  readonly analogy?: AnalogyResult;
  /** Predictions with a clamped neuron. */
  readonly clampedNext?: readonly TokenProbability[];
}

export async function fetchStageData(
  lab: Pick<Transformer, 'query'>,
  request: StageRequest,
): Promise<StageData> {
  const { prompt, panel, token } = request;
  const hasPosition =
    panel === 'toy' || (panel === 'parts' && token !== undefined) || needsTokens(request.map);
  const preview = hasPosition ? await lab.query({ prompt }) : undefined;
  const read = (known: Pick<Inspection, 'tokens' | 'next'> | undefined) =>
    queryWithMap(lab, toQuery(request, known), request.map, request.run.model, known?.tokens.length);
  let result = await read(preview);
  // During training the answer can change between two queries; the directions must include the current one.
  for (let attempt = 0; panel === 'toy' && attempt < 3 && !hasAnswer(result); attempt++)
    result = await read(result);
  const { lenses, variants, mapValues, ...inspection } = result;
  const { attribution, parameters, analogy } = lenses;
  return {
    request,
    inspection,
    mapValues,
    ...(panel &&
      inspection.next.length > 0 && {
        mlp: mlpActivations(request, inspection, mlpActivationNames(request)),
      }),
    logitLens: lenses['logit-lens'],
    attribution,
    parameters,
    directionProducts: lenses['direction-similarity'],
    analogy,
    clampedNext: variants.clamped?.next,
  };
}

/** Without tokens, positions and directions of the prompt are left out. */
function toQuery(request: StageRequest, known?: Pick<Inspection, 'tokens' | 'next'>) {
  const { run, prompt, layer, panel, clamp, operands, contrast } = request;
  const hasTokens = known !== undefined && known.next.length > 0;
  const last = hasTokens ? known.tokens.length - 1 : 0;
  const position = hasTokens ? Math.min(request.token ?? last, last) : undefined;
  const text = prompt;
  return {
    prompt,
    activations: panel ? mlpActivationNames(request) : [],
    ...(panel === 'neuron' &&
      clamp && {
        variants: {
          clamped: {
            interventions: [{ name: `blocks.${layer}.mlp.hook_post`, kind: 'replace', ...clamp }],
          },
        },
      }),
    lenses: {
      ...(panel === 'layers' && { 'logit-lens': { text } }),
      ...(panel === 'columns' && { attribution: { text } }),
      ...(panel === 'parts' && { attribution: { text, position, contrast: tokenId(run, contrast) } }),
      ...(panel === 'counts' && { parameters: {} }),
      ...(panel === 'toy' &&
        run.model.mlpWidth > 0 &&
        hasTokens && { 'direction-similarity': { text, layer, position, ids: directionIds(known) } }),
      ...(panel === 'directions' && operands && { analogy: { ...operands, count: 6 } }),
    },
  } satisfies Query;
}

const hasAnswer = ({ next, lenses: { 'direction-similarity': similarity } }: QueryResult) =>
  next.length === 0 || !similarity || similarity.directions.some(({ id }) => id === next[0].id);

const mlpActivationNames = ({ run, layer }: StageRequest): ActivationName[] =>
  run.model.mlpWidth > 0
    ? [
        // In parallel blocks the MLP reads the stream that enters the block.
        `blocks.${layer}.${run.model.parallelResidual ? 'hook_resid_pre' : 'hook_resid_mid'}`,
        `blocks.${layer}.mlp.hook_pre`,
        `blocks.${layer}.mlp.hook_post`,
        `blocks.${layer}.hook_mlp_out`,
        `blocks.${layer}.hook_resid_post`,
        ...(run.model.activation === 'swiglu' ? [`blocks.${layer}.mlp.hook_pre_linear` as const] : []),
      ]
    : [];

/** Undefined if the vocabulary does not contain the word. */
function tokenId({ vocabulary }: RunInfo, word: string | undefined): number | undefined {
  const id = word === undefined ? -1 : vocabulary.indexOf(word);
  return id < 0 ? undefined : id;
}

/** The distinct tokens of the prompt, and the answer. */
const directionIds = ({ tokens, next }: Pick<Inspection, 'tokens' | 'next'>): number[] => [
  ...new Set([...tokens.map(({ id }) => id), next[0].id]),
];

function mlpActivations(
  { run, layer }: StageRequest,
  { tokens, activations }: Inspection,
  names: readonly ActivationName[],
): MlpActivations | undefined {
  if (names.length === 0) return undefined;
  const [mid, pre, post, out, after, linear] = names.map(
    (name) => activations[name]?.data ?? new Float32Array(),
  );
  const { C, mlpWidth: M, activation: activationFunction } = run.model;
  const extent = post.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { tokens, layer, C, M, activationFunction, mid, pre, post, linear, out, after, extent };
}
