// Predict, draw, append, again: how a next-token model writes (chapter 5).

import type { ModelConfig } from './config.ts';
import { paddedLength, visibleTokens } from './context.ts';
import type { Inspector } from './inspector.ts';
import { random } from './random.ts';
import type { SamplingConfig } from './sampler.ts';
import { argmax, draw, probabilities } from './sampler.ts';

export interface GeneratedToken {
  readonly id: number;
  /** What it was drawn with, after temperature and cuts. */
  readonly probability: number;
}

/** Appends `count` tokens, one at a time; what no longer fits the context falls off its front. */
export async function* generate(
  inspector: Inspector,
  config: ModelConfig,
  prompt: readonly number[],
  { count, seed, ...sampling }: SamplingConfig & { count: number; seed: number },
): AsyncGenerator<GeneratedToken> {
  const stream = random(seed, 'sampling');
  const ids = [...prompt];
  for (let i = 0; i < count; i++) {
    const [logits] = await nextLogits(inspector, config, [ids]);
    const p = probabilities(logits, sampling);
    const id = draw(p, stream.float());
    ids.push(id);
    yield { id, probability: p[id] };
  }
}

/** The likeliest continuation of several prompts at once, up to and including `stop`. */
export async function completeAll(
  inspector: Inspector,
  config: ModelConfig,
  prompts: readonly (readonly number[])[],
  { count, stop }: { count: number; stop: (id: number) => boolean },
): Promise<number[][]> {
  const rows = prompts.map((prompt) => [...prompt]);
  const added: number[][] = prompts.map(() => []);
  for (let i = 0; i < count; i++) {
    const logits = await nextLogits(inspector, config, rows);
    rows.forEach((row, r) => {
      const last = added[r][added[r].length - 1];
      if (last !== undefined && stop(last)) return;
      const id = argmax(logits[r]);
      row.push(id);
      added[r].push(id);
    });
  }
  return added;
}

/** Logits (V) after the last token of each row. */
async function nextLogits(inspector: Inspector, config: ModelConfig, rows: readonly (readonly number[])[]) {
  const visible = rows.map((row) => visibleTokens(row, config));
  const T = paddedLength(Math.max(...visible.map(({ length }) => length)), config.T);
  const tokens = new Int32Array(rows.length * T);
  visible.forEach((row, r) => {
    tokens.set(row, r * T);
  });
  const { activations } = await inspector.look({ B: rows.length, T, tokens, names: ['logits'] });
  const data = activations.get('logits')?.data as Float32Array;
  return visible.map((row, r) => {
    const at = (r * T + row.length - 1) * config.V;
    return data.subarray(at, at + config.V);
  });
}
