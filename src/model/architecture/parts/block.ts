// One block of a pre-norm transformer: attention and an MLP, each added to the residual stream, in turn or in parallel.

import type { Tensor } from '../../../kernels/graph/graph.ts';
import { add } from '../../../kernels/ops/add/add.ts';
import { type ModelConfig, modelParts } from '../config.ts';
import type { Recorder } from '../recorder.ts';
import { type AttentionFn, attention } from './attention.ts';
import { mlp } from './mlp.ts';
import type { PositionInputs } from './positions.ts';
import type { BlockNames } from './weight-names.ts';

/** mid = x + attention(ln1(x)), then mid + mlp(ln2(mid)); in parallel x + attention(ln1(x)) + mlp(ln2(x)): (B, T, C) → (B, T, C). */
export function block(
  recorder: Recorder,
  layer: number,
  x: Tensor,
  config: ModelConfig,
  names: BlockNames,
  positions: PositionInputs,
  attentionFn: AttentionFn,
): Tensor {
  const hooks = `blocks.${layer}`;
  const { isParallel, hasMlp } = modelParts(config);
  const ln1 = (x: Tensor) => recorder.norm(`${hooks}.ln1`, x, names.norms[0], config);
  const ln2 = (x: Tensor) => recorder.norm(`${hooks}.ln2`, x, names.norms[1], config);
  const attentionOut = (x: Tensor) =>
    recorder.dropout('residual', attention(recorder, layer, ln1(x), config, names, positions, attentionFn));
  const mlpOut = (x: Tensor) =>
    recorder.dropout('residual', mlp(recorder, layer, ln2(x), config.activation, names.mlp));

  const mid = isParallel
    ? recorder.graph.apply(add, { a: x, b: attentionOut(x) }, { name: `${hooks}.stream and attention` }).y
    : recorder.add(`${hooks}.hook_resid_mid`, x, attentionOut(x));
  if (!hasMlp) return recorder.hook(`${hooks}.hook_resid_post`, mid);
  return recorder.add(`${hooks}.hook_resid_post`, mid, mlpOut(isParallel ? x : mid));
}
