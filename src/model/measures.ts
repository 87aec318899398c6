// Taking a data set's own measure of a model: recall by argmax, or how much the best head attends where it should.

import type { ActivationName } from './activations.ts';
import type { ModelConfig } from './config.ts';
import type { AttentionProbe, Measure, RecallProbe } from './data/dataset.ts';
import { eachRow, type Manner, type Place } from './each-row.ts';
import type { Inspector } from './inspector.ts';
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
}

export async function takeMeasure(
  inspector: Inspector,
  config: ModelConfig,
  measure: Measure,
): Promise<MeasureValue> {
  const { name, description } = measure;
  if (measure.kind === 'attention') {
    const value = await bestHeadAttention(inspector, config, measure.probes);
    return { name, description, value, chance: measure.chance, count: measure.probes.length };
  }
  const right = await answersRight(inspector, config, measure.probes);
  const share = (split: RecallProbe['split']) => {
    const asked = right.filter((_, i) => measure.probes[i].split === split);
    return asked.length === 0 ? undefined : asked.filter(Boolean).length / asked.length;
  };
  const [trained, unseen] = [share('train'), share('validation')];
  const shares = trained === undefined ? { value: unseen ?? 0 } : { value: trained, heldOut: unseen };
  return { name, description, ...shares, count: measure.probes.length };
}

/** For each probe, whether the most probable token of the whole vocabulary is the answer. */
export async function answersRight(
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly RecallProbe[],
  manner: Manner = {},
): Promise<boolean[]> {
  const right: boolean[] = [];
  const visit = ({ answer }: RecallProbe, { row, T, length, values }: Place) => {
    const { data } = values('logits');
    const at = (row * T + length - 1) * config.V;
    right.push(argmax(data.subarray(at, at + config.V)) === answer);
  };
  await eachRow(inspector, config, probes, ['logits'], visit, manner);
  return right;
}

/** Mean attention over all pairs, of the head where it is largest. */
async function bestHeadAttention(
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly AttentionProbe[],
) {
  const { L, H } = config;
  const names = Array.from({ length: L }, (_, layer): ActivationName => `blocks.${layer}.attn.hook_pattern`);
  const sums = new Float64Array(L * H);
  let pairs = 0;
  await eachRow(inspector, config, probes, names, (probe, { row, T, length, values }) => {
    const cut = probe.tokens.length - length;
    const seen = probe.pairs.filter(({ query, key }) => query >= cut && key >= cut);
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
  });
  return pairs === 0 ? 0 : Math.max(...sums) / pairs;
}
