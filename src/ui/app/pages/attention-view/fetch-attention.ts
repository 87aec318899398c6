// One look at a head: what is asked of the engine for the attention view, and what of the answer it shows.
import type {
  ActivationName,
  Inspection,
  InspectRequest,
  RunInfo,
  Tensor,
} from '../../../../workers/rpc/api/lab-api.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { type HeadAttention, sliceHead } from '../../../views/attention/head-values.ts';

export type Inspect = (request: InspectRequest) => Promise<Inspection>;

/** What a look depends on; layer and head count from 0. */
export interface AttentionRequest {
  readonly run: RunInfo;
  /** The run's step when it was asked; the answer tells the step it is of. */
  readonly step: number;
  readonly prompt: string;
  readonly layer: number;
  readonly head: number;
}

export interface AttentionResult {
  readonly request: AttentionRequest;
  readonly inspection: Inspection;
  /** The same prompt through the same network with the head in question switched off. */
  readonly ablated: Inspection;
  /** As shown on screen. */
  readonly tokens: readonly string[];
  /** A `hook_pattern` for each layer, [H, T, T]; none where the prompt could not be read. */
  readonly patterns: readonly Tensor[];
  readonly headAttention?: HeadAttention;
}

export const patternActivation = (layer: number): ActivationName => `blocks.${layer}.attn.hook_pattern`;
export const scoresActivation = (layer: number): ActivationName => `blocks.${layer}.attn.hook_attn_scores`;

/** Both questions go out together, so that a training run answers them between the same two steps. */
export async function fetchAttention(inspect: Inspect, request: AttentionRequest): Promise<AttentionResult> {
  const { run, prompt, layer, head } = request;
  const patternNames = [...Array(run.model.L).keys()].map(patternActivation);
  const [inspection, ablated] = await Promise.all([
    inspect({ text: prompt, names: [...patternNames, scoresActivation(layer)] }),
    inspect({
      text: prompt,
      names: [],
      interventions: [{ name: `blocks.${layer}.attn.hook_z`, kind: 'zero', head }],
    }),
  ]);
  const { activations } = inspection;
  const tokens = inspection.tokens.map(({ text }) => tokenLabel(text));
  const patterns = patternNames.map((name) => activations[name]).filter((pattern) => pattern !== undefined);
  const [pattern, scores] = [activations[patternActivation(layer)], activations[scoresActivation(layer)]];
  const headAttention = pattern &&
    scores && { tokens, pattern: sliceHead(pattern, head), scores: sliceHead(scores, head) };
  return { request, inspection, ablated, tokens, patterns, headAttention };
}
