// The MLP that the panels show, at every token of the prompt.

import { memoize } from '../../../shared/memoize.ts';
import type { Inspection, ModelConfig } from '../../../workers/rpc/api/lab-api.ts';
import type { Reading } from '../chapter-stage/panel.ts';

/** One MLP at every token of the prompt, row-major. */
export interface MlpActivations {
  readonly tokens: Inspection['tokens'];
  readonly layer: number;
  readonly C: number;
  readonly M: number;
  readonly activationFunction: ModelConfig['activation'];
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

/** Of one token; `width` is C or M. */
export const rowOf = (values: Float32Array, token: number, width: number): Float32Array =>
  values.subarray(token * width, (token + 1) * width);

export const mlpActivationNames = <Layer extends number | 'focus'>(model: ModelConfig, layer: Layer) =>
  model.mlpWidth > 0
    ? ([
        // In parallel blocks the MLP reads the stream that enters the block.
        `blocks.${layer}.${model.parallelResidual ? 'hook_resid_pre' : 'hook_resid_mid'}`,
        `blocks.${layer}.mlp.hook_pre`,
        `blocks.${layer}.mlp.hook_post`,
        `blocks.${layer}.hook_mlp_out`,
        `blocks.${layer}.hook_resid_post`,
        ...(model.activation === 'swiglu' ? [`blocks.${layer}.mlp.hook_pre_linear` as const] : []),
      ] as const)
    : [];

/** Undefined if the prompt is invalid or the model has no MLP. */
export const mlpActivations = memoize(
  ({
    request: { run, layer },
    inspection: { tokens, activations, next },
  }: Reading<unknown>): MlpActivations | undefined => {
    const names = mlpActivationNames(run.model, layer);
    if (names.length === 0 || next.length === 0) return undefined;
    const [mid, pre, post, out, after, linear] = names.map(
      (name) => activations[name]?.data ?? new Float32Array(),
    );
    const { C, mlpWidth: M, activation: activationFunction } = run.model;
    const extent = post.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return { tokens, layer, C, M, activationFunction, mid, pre, post, linear, out, after, extent };
  },
);
