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
import type { ChapterData, ChapterRequest, ResolvedRequest } from '../chapter-stage/chapter-stage.ts';
import { queryWithMap } from '../chapter-stage/map-query.ts';
import type { NeuronClamp } from './events.ts';
import type { Panel } from './panels.ts';
import type { VectorOperands } from './vector-operands.ts';

/** What the panel needs. */
export interface StageRequest extends ChapterRequest {
  /** Number of edits in the weights. */
  readonly edits: readonly AppliedEdit[];
  /** Undefined while none is open. */
  readonly panel: Panel | undefined;
  readonly clamp?: NeuronClamp;
  /** `a − b + c`, ids of the vocabulary. */
  readonly operands?: VectorOperands;
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

type Request = ResolvedRequest<StageRequest>;

export async function fetchStageData(lab: Pick<Transformer, 'query'>, request: Request): Promise<StageData> {
  const { panel, tokens } = request;
  const read = (next: readonly TokenProbability[]) =>
    queryWithMap(lab, toQuery(request, next), request.map, request.run.model, tokens.length);
  let result = await read([]);
  // During training the answer can change between two queries; the directions must include the current one.
  for (let attempt = 0; panel === 'toy' && attempt < 3 && !hasAnswer(result); attempt++)
    result = await read(result.next);
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

/** @param next the prediction, once it is known: the panel of directions needs its token */
function toQuery(request: Request, next: readonly TokenProbability[]) {
  const { run, prompt, layer, panel, clamp, operands, contrast, tokens } = request;
  const last = tokens.length - 1;
  const position = Math.min(request.token ?? last, last);
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
        run.model.mlpWidth > 0 && {
          'direction-similarity': { text, layer, position, ids: directionIds(tokens, next) },
        }),
      ...(panel === 'directions' && operands && { analogy: { ...operands, count: 6 } }),
    },
  } satisfies Query;
}

const hasAnswer = ({ next, lenses: { 'direction-similarity': similarity } }: QueryResult) =>
  next.length === 0 || !similarity || similarity.directions.some(({ id }) => id === next[0].id);

const mlpActivationNames = ({ run, layer }: Request): ActivationName[] =>
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
const directionIds = (tokens: Inspection['tokens'], next: readonly TokenProbability[]): number[] => [
  ...new Set([...tokens, ...next.slice(0, 1)].map(({ id }) => id)),
];

function mlpActivations(
  { run, layer }: Request,
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
