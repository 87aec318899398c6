// What a head adds to the logits, split by the token whose value it moves: a head's z is the sum of its values times its weights.

import type { ActivationName } from '../../model/architecture/activations.ts';
import { modelViews } from '../../model/architecture/architecture.ts';
import { type ModelConfig, modelParts } from '../../model/architecture/config.ts';
import { viewNumbers } from '../../model/architecture/views/views.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import type { Inspector, InspectorRequest, NDArray } from '../../model/inspection/inspector.ts';
import { unembedding } from './direct-attribution.ts';

/**
 * [layer][head][key] (tokens): contributions of each key's value, through each head, to the logits of `tokens` at a position,
 * with the final norm's divisor frozen. Keys are the tokens up to the position.
 */
export async function headSources(
  inspector: Inspector,
  config: ModelConfig,
  weights: WeightValues,
  request: Pick<InspectorRequest, 'B' | 'T' | 'tokens'>,
  { position, tokens }: { position: number; tokens: readonly number[] },
): Promise<Float64Array[][][]> {
  const { D, keyValueHeads: K } = modelParts(config);
  const { H, L, C } = config;
  const { T } = request;
  const layers = Array.from({ length: L }, (_, layer) => layer);
  const at = (layer: number, name: 'hook_v' | 'hook_pattern'): ActivationName =>
    `blocks.${layer}.attn.${name}`;
  const names = layers.flatMap((layer) => [at(layer, 'hook_v'), at(layer, 'hook_pattern')]);
  const { activations } = await inspector.run({ ...request, names: ['ln_final.hook_scale', ...names] });
  const read = (name: ActivationName) => (activations.get(name) as NDArray).data;
  const { direct } = unembedding(config, weights, read('ln_final.hook_scale')[position], tokens);
  return layers.map((layer) => {
    const [v, pattern] = [read(at(layer, 'hook_v')), read(at(layer, 'hook_pattern'))];
    return Array.from({ length: H }, (_, head) => {
      const projection = viewNumbers(weights, modelViews(config).head(layer, head).output);
      const effects = Array.from({ length: D }, (_, d) => direct(projection.slice(d * C, (d + 1) * C)));
      const shared = Math.floor((head * K) / H);
      return Array.from({ length: position + 1 }, (_, key) => {
        const weight = pattern[(head * T + position) * T + key];
        const value = v.subarray((key * K + shared) * D, (key * K + shared + 1) * D);
        return Float64Array.from(tokens, (_, i) =>
          effects.reduce((sum, effect, d) => sum + weight * value[d] * effect[i], 0),
        );
      });
    });
  });
}
