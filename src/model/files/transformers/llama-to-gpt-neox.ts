// The weights of a model with Llama's names under the names of GPT-NeoX: the same matrices, but for the fused projection.

import { transformerParameters } from '../../architecture/architecture.ts';
import type { ModelConfig } from '../../architecture/config.ts';
import { gptNeox } from '../../architecture/families/gpt-neox.ts';
import { llama } from '../../architecture/families/llama.ts';
import type { FusedProjection, SeparateProjections } from '../../architecture/parts/weight-names.ts';
import type { WeightValues } from '../../architecture/weights.ts';

/** `config` has as many heads of keys and values as of queries. */
export function llamaToGptNeox(config: ModelConfig, weights: WeightValues): WeightValues {
  const result = new Map<string, Float32Array>();
  const separate = new Set<string>();
  for (let layer = 0; layer < config.L; layer++) {
    const { query, key, value } = llama.block(layer).qkv as SeparateProjections;
    const { fused } = gptNeox.block(layer).qkv as FusedProjection;
    for (const suffix of ['weight', 'bias']) {
      const names = [query, key, value].map((name) => `${name}.${suffix}`);
      for (const name of names) separate.add(name);
      const parts = names.flatMap((name) => weights.get(name) ?? []);
      if (parts.length > 0) result.set(`${fused}.${suffix}`, fuseByHead(parts, config.H));
    }
  }
  const namesIn = (family: ModelConfig['family']) =>
    transformerParameters({ ...config, family }).map(({ name }) => name);
  // In both families the others have the same order.
  const others = namesIn('llama').filter((name) => !separate.has(name));
  const renamed = namesIn('gpt_neox').filter((name) => !result.has(name));
  for (const [i, name] of others.entries()) result.set(renamed[i], weights.get(name) as Float32Array);
  return result;
}

/** The rows of each head in turn: its query, its key, its value. */
function fuseByHead(parts: readonly Float32Array[], H: number): Float32Array {
  const share = parts[0].length / H;
  const fused = new Float32Array(parts.length * parts[0].length);
  for (const [part, values] of parts.entries())
    for (let head = 0; head < H; head++)
      fused.set(values.subarray(head * share, (head + 1) * share), (parts.length * head + part) * share);
  return fused;
}
