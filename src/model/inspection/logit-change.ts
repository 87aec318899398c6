// How much the logits of a model change because its weights are held in fewer bits.

import type { Executor } from '../../kernels/backends/executor.ts';
import { topIndices } from '../../shared/top-indices.ts';
import type { WeightType } from '../../shared/weight-types.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { lastTokensInContext } from '../architecture/context-window.ts';
import type { Weights } from '../architecture/weights.ts';
import type { Dataset } from '../data/dataset.ts';
import { Inspector } from './inspector.ts';

/** Measured after the last token of each example prompt, against the weights of the file in float32. */
export interface LogitChange {
  /** Length of the change of all logits, divided by the length of the logits. */
  readonly relativeL2: number;
  /** Prompts after which the same token is the most probable. */
  readonly sameToken: number;
  readonly promptCount: number;
}

/** Ids of the example prompts. */
export function measuredRows({ prompts, tokenizer }: Dataset, config: ModelConfig): (readonly number[])[] {
  const rows = prompts.map((prompt) => tokenizer.encode(prompt).ids);
  return rows.filter(({ length }) => length > 0).map((row) => lastTokensInContext(row, config));
}

/** `exact` are the logits (V) after each row. */
export async function logitChange(
  executor: Executor,
  config: ModelConfig,
  weights: Weights,
  rows: readonly (readonly number[])[],
  exact: readonly Float32Array[],
): Promise<LogitChange> {
  // Of its own, so that its programs do not stay in memory.
  const inspector = new Inspector(executor, config, weights);
  let [change, length, sameToken] = [0, 0, 0];
  try {
    for (const [i, row] of rows.entries()) {
      const request = { B: 1, T: row.length, tokens: Int32Array.from(row), names: ['logits'] as const };
      const { activations } = await inspector.run(request);
      const logits = activations.get('logits')?.data.subarray(-config.V) as Float32Array;
      logits.forEach((logit, token) => {
        change += (logit - exact[i][token]) ** 2;
        length += exact[i][token] ** 2;
      });
      if (topIndices(logits, 1)[0] === topIndices(exact[i], 1)[0]) sameToken++;
    }
  } finally {
    inspector.dispose();
  }
  return { relativeL2: Math.sqrt(change / length), sameToken, promptCount: rows.length };
}

/** One sentence, such as `Held as int8, the weights change the logits after 3 example prompts by 1.3 % (relative L2); …`. */
export function describeLogitChange(
  type: WeightType,
  { relativeL2, sameToken, promptCount }: LogitChange,
): string {
  const percent = `${Number((100 * relativeL2).toPrecision(2))} %`;
  const prompts = promptCount === 1 ? '1 example prompt' : `${promptCount} example prompts`;
  return `Held as ${type}, the weights change the logits after ${prompts} by ${percent} (relative L2); the most probable token stays the same after ${sameToken} of ${promptCount}.`;
}
