// Taking a data set's own measure of a model: recall by argmax, or how much the best head attends where it should.

import type { ActivationName } from './activations.ts';
import { inBatches, lastOf } from './batches.ts';
import type { ModelConfig } from './config.ts';
import type { AttentionProbe, Measure, RecallProbe } from './data/dataset.ts';
import type { Inspector } from './inspector.ts';
import type { InPieces, PieceProgress } from './pieces.ts';
import { argmax } from './sampler.ts';

export interface MeasureValue {
  readonly name: string;
  readonly description: string;
  /** Share between 0 and 1. */
  readonly value: number;
  /** The same over probes never trained on, where the measure has both kinds. */
  readonly heldOut?: number;
  readonly chance?: number;
  /** Questions asked. */
  readonly count: number;
  /** [layer][head]: each head's own value, where the measure is of the best head's attention. */
  readonly heads?: number[][];
}

export async function* takeMeasure(
  inspector: Inspector,
  config: ModelConfig,
  measure: Measure,
): InPieces<MeasureValue> {
  const { name, description } = measure;
  if (measure.kind === 'attention') {
    const heads = yield* attentionByHead(inspector, config, measure.probes);
    const value = Math.max(...heads.flat());
    return { name, description, value, chance: measure.chance, count: measure.probes.length, heads };
  }
  const right = yield* answersRight(inspector, config, measure.probes);
  const share = (split: RecallProbe['split']) => {
    const asked = right.filter((_, i) => measure.probes[i].split === split);
    return asked.length === 0 ? undefined : asked.filter(Boolean).length / asked.length;
  };
  const [trained, unseen] = [share('train'), share('validation')];
  const shares = trained === undefined ? { value: unseen ?? 0 } : { value: trained, heldOut: unseen };
  return { name, description, ...shares, count: measure.probes.length };
}

/** For each probe, whether the most probable token of the whole vocabulary is the answer. */
export async function* answersRight(
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly RecallProbe[],
): InPieces<boolean[]> {
  const right: boolean[] = [];
  for await (const places of inBatches(inspector, config, tokensOf(probes), ['logits'])) {
    for (const place of places) {
      right.push(argmax(lastOf(place, 'logits', config.V)) === probes[place.index].answer);
    }
    yield asked(right.length, probes.length);
  }
  return right;
}

/** [layer][head]: mean attention over all pairs. */
async function* attentionByHead(
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly AttentionProbe[],
): InPieces<number[][]> {
  const { L, H } = config;
  const names = Array.from({ length: L }, (_, layer): ActivationName => `blocks.${layer}.attn.hook_pattern`);
  const sums = new Float64Array(L * H);
  let [pairs, done] = [0, 0];
  for await (const places of inBatches(inspector, config, tokensOf(probes), names)) {
    for (const { index, row, T, length, values } of places) {
      const cut = probes[index].tokens.length - length;
      const seen = probes[index].pairs.filter(({ query, key }) => query >= cut && key >= cut);
      pairs += seen.length;
      names.forEach((name, layer) => {
        const { data } = values(name);
        for (let head = 0; head < H; head++) {
          const square = (row * H + head) * T;
          for (const { query, key } of seen) {
            sums[layer * H + head] += data[(square + query - cut) * T + key - cut];
          }
        }
      });
    }
    done += places.length;
    yield asked(done, probes.length);
  }
  return names.map((_, layer) =>
    Array.from(sums.subarray(layer * H, (layer + 1) * H), (sum) => (pairs === 0 ? 0 : sum / pairs)),
  );
}

function asked(done: number, total: number): PieceProgress {
  return { what: 'questions asked', done, total };
}

function tokensOf(probes: readonly { readonly tokens: readonly number[] }[]): (readonly number[])[] {
  return probes.map(({ tokens }) => tokens);
}
