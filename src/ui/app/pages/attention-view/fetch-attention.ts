// Fetches the data of the attention view: attention of all heads, and predictions with and without the selected head.
import type { ActivationName, Inspection, RunInfo, Tensor } from '../../../../workers/rpc/api/lab-api.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { Transformer } from '../../../state/runs/lab-store.ts';
import { type HeadAttention, sliceHead } from '../../../views/attention/head-values.ts';

/** Layer and head from 0. */
export interface AttentionRequest {
  readonly run: RunInfo;
  /** Step of the run at the time of the request; the result has the step it belongs to. */
  readonly step: number;
  readonly prompt: string;
  readonly layer: number;
  readonly head: number;
}

export interface AttentionResult {
  readonly request: AttentionRequest;
  readonly inspection: Inspection;
  /** The same prompt with the selected head ablated. */
  readonly ablated: Inspection;
  /** Labels of the tokens. */
  readonly tokens: readonly string[];
  /** A `hook_pattern` for each layer, [H, T, T]; empty if the prompt has unknown words. */
  readonly patterns: readonly Tensor[];
  readonly headAttention?: HeadAttention;
}

export const patternActivation = (layer: number): ActivationName => `blocks.${layer}.attn.hook_pattern`;
export const scoresActivation = (layer: number): ActivationName => `blocks.${layer}.attn.hook_attn_scores`;

export async function fetchAttention(
  lab: Pick<Transformer, 'query'>,
  request: AttentionRequest,
): Promise<AttentionResult> {
  const { run, prompt, layer, head } = request;
  const patternNames = [...Array(run.model.L).keys()].map(patternActivation);
  const { variants, ...inspection } = await lab.query({
    prompt,
    activations: [...patternNames, scoresActivation(layer)],
    variants: {
      ablated: { interventions: [{ name: `blocks.${layer}.attn.hook_z`, kind: 'zero', head }] },
    },
  });
  const { ablated = inspection } = variants;
  const { activations } = inspection;
  const tokens = inspection.tokens.map(({ text }) => tokenLabel(text));
  const patterns = patternNames.map((name) => activations[name]).filter((pattern) => pattern !== undefined);
  const [pattern, scores] = [activations[patternActivation(layer)], activations[scoresActivation(layer)]];
  const headAttention = pattern &&
    scores && { tokens, pattern: sliceHead(pattern, head), scores: sliceHead(scores, head) };
  return { request, inspection, ablated, tokens, patterns, headAttention };
}
