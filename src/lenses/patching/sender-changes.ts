// The output of each sender in the other run, less that in the base run.

import type { ActivationName } from '../../model/architecture/activations.ts';
import { modelViews } from '../../model/architecture/architecture.ts';
import { type ModelConfig, modelParts } from '../../model/architecture/config.ts';
import { viewNumbers } from '../../model/architecture/views/views.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import type { Job } from '../../shared/job.ts';
import { addScaled, rowOf } from '../../shared/numbers.ts';
import type { Sender } from './graph-nodes.ts';
import { baseValues, type Donors, donorValues, type PatchingTask, type PromptPair } from './pairs.ts';

/** The activation from which a sender's output follows. */
export function senderActivation(sender: Sender): ActivationName {
  if (sender.kind === 'embed') return 'hook_embed';
  return sender.kind === 'mlp' ? `blocks.${sender.layer}.hook_mlp_out` : `blocks.${sender.layer}.attn.hook_z`;
}

/** [pair][sender][donor] (T, C). */
export type SenderChanges = readonly (readonly (readonly Float32Array[])[])[];

export async function* senderChanges(
  task: PatchingTask,
  pairs: readonly PromptPair[],
  senders: readonly Sender[],
  weights: WeightValues,
): Job<SenderChanges> {
  const { config } = task;
  const names = [...new Set(senders.map(senderActivation))];
  const bases = yield* baseValues(task, pairs, names);
  const donors = yield* donorValues(task, pairs, names);
  return pairs.map((_, p) =>
    senders.map((sender) => {
      const name = senderActivation(sender);
      const base = bases[p].get(name) as Float32Array;
      return (donors.get(name) as Donors)[p].map((donor) => {
        const difference = donor.map((x, i) => x - base[i]);
        return sender.kind === 'head' ? headOutput(config, weights, sender, difference) : difference;
      });
    }),
  );
}

/** z (T, H, D) → z W_O (T, C) of one head. */
export function headOutput(
  config: ModelConfig,
  weights: WeightValues,
  { layer, head }: { layer: number; head: number },
  z: Float32Array,
): Float32Array {
  const { D } = modelParts(config);
  const { H, C } = config;
  const projection = viewNumbers(weights, modelViews(config).head(layer, head).output);
  const T = z.length / (H * D);
  const output = new Float32Array(T * C);
  for (let t = 0; t < T; t++) {
    for (let d = 0; d < D; d++) {
      const x = z[(t * H + head) * D + d];
      if (x !== 0) addScaled(rowOf(output, t, C), rowOf(projection, d, C), x);
    }
  }
  return output;
}
