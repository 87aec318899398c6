// What the stage has to be told about the prompt, and the looks that tell it.

import type {
  ActivationName,
  AnalogyResult,
  AppliedEdit,
  AttributionResult,
  DirectionSimilarityResult,
  Inspection,
  LogitLensResult,
  ParameterInfo,
  RunInfo,
  TokenProbability,
} from '../../../workers/rpc/api/lab-api.ts';
import type { Transformer } from '../../state/runs/lab-store.ts';
import type { NeuronClamp } from './events.ts';
import type { Panel } from './panels.ts';
import type { VectorOperands } from './vector-operands.ts';

/** What a look depends on; layer counts from 0. */
export interface StageRequest {
  readonly run: RunInfo;
  /** The run's step when it was asked. */
  readonly step: number;
  /** Facts rewritten in its weights. */
  readonly edits: readonly AppliedEdit[];
  readonly panel: Panel;
  readonly prompt: string;
  readonly layer: number;
  readonly clamp?: NeuronClamp;
  /** `a − b + c`, words of the vocabulary. */
  readonly operands?: VectorOperands;
  /** Position in the prompt; the last one without it. */
  readonly token?: number;
  /** The word that the answer is compared with. */
  readonly contrast?: string;
}

/** One MLP at every token of the prompt, row-major. */
export interface MlpActivations {
  readonly tokens: Inspection['tokens'];
  readonly layer: number;
  readonly C: number;
  readonly M: number;
  readonly activationFunction: 'relu' | 'gelu';
  /** (T, C): the stream before the MLP, what the MLP writes, and the stream after. */
  readonly mid: Float32Array;
  readonly out: Float32Array;
  readonly after: Float32Array;
  /** (T, M): sums, and neurons. */
  readonly pre: Float32Array;
  readonly post: Float32Array;
  /** The largest of all neurons. */
  readonly extent: number;
}

export interface StageData {
  readonly request: StageRequest;
  readonly inspection: Inspection;
  /** Absent where the prompt cannot be read, or the model has no MLP. */
  readonly mlp?: MlpActivations;
  readonly logitLens?: LogitLensResult;
  readonly attribution?: AttributionResult;
  readonly parameters?: readonly ParameterInfo[];
  readonly directionProducts?: DirectionSimilarityResult;
  readonly analogy?: AnalogyResult;
  /** What it says while a neuron is held. */
  readonly clampedNext?: readonly TokenProbability[];
}

export async function fetchStageData(
  lab: Pick<Transformer, 'inspect' | 'lens'>,
  request: StageRequest,
): Promise<StageData> {
  const { run, prompt: text, layer, panel, clamp, operands, token, contrast } = request;
  const block = `blocks.${layer}` as const;
  const names: ActivationName[] =
    run.model.mlpWidth > 0
      ? [
          `${block}.hook_resid_mid`,
          `${block}.mlp.hook_pre`,
          `${block}.mlp.hook_post`,
          `${block}.hook_mlp_out`,
          `${block}.hook_resid_post`,
        ]
      : [];
  const inspection = await lab.inspect({ text, names });
  if (inspection.next.length === 0) return { request, inspection };
  const hasMlp = run.model.mlpWidth > 0;
  const position = Math.min(token ?? inspection.tokens.length - 1, inspection.tokens.length - 1);
  const [logitLens, attribution, parameters, clamped, directionProducts, analogy] = await Promise.all([
    panel === 'layers' ? lab.lens('logit-lens', { text }) : undefined,
    panel === 'columns' || panel === 'parts'
      ? lab.lens(
          'attribution',
          panel === 'parts' ? { text, position, contrast: tokenId(run, contrast) } : { text },
        )
      : undefined,
    panel === 'counts' ? lab.lens('parameters', {}) : undefined,
    panel === 'neuron' && clamp
      ? lab.inspect({
          text,
          names: [],
          interventions: [{ name: `${block}.mlp.hook_post`, kind: 'replace', ...clamp }],
        })
      : undefined,
    panel === 'toy' && hasMlp
      ? lab.lens('direction-similarity', { text, layer, position, ids: directionIds(inspection) })
      : undefined,
    panel === 'directions' && operands ? lab.lens('analogy', { ...operands, count: 6 }) : undefined,
  ]);
  return {
    request,
    inspection,
    mlp: mlpActivations(request, inspection, names),
    logitLens,
    attribution,
    parameters,
    directionProducts,
    analogy,
    clampedNext: clamped?.next,
  };
}

/** Undefined where the model has no such word. */
function tokenId({ vocabulary }: RunInfo, word: string | undefined): number | undefined {
  const id = word === undefined ? -1 : vocabulary.indexOf(word);
  return id < 0 ? undefined : id;
}

/** The prompt's own tokens, each once, and the answer. */
const directionIds = ({ tokens, next }: Inspection): number[] => [
  ...new Set([...tokens.map(({ id }) => id), next[0].id]),
];

function mlpActivations(
  { run, layer }: StageRequest,
  { tokens, activations }: Inspection,
  names: readonly ActivationName[],
): MlpActivations | undefined {
  if (names.length === 0) return undefined;
  const [mid, pre, post, out, after] = names.map((name) => activations[name]?.data ?? new Float32Array());
  const { C, mlpWidth: M, activation: activationFunction } = run.model;
  const extent = post.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { tokens, layer, C, M, activationFunction, mid, pre, post, out, after, extent };
}
