// Taking a data set's own measure of a model: recall by argmax, or how much the best head attends where it should.

import type { ActivationName } from './activations.ts';
import type { ModelConfig } from './config.ts';
import type { AttentionProbe, Measure, RecallProbe } from './data/dataset.ts';
import type { Inspector, Values } from './inspector.ts';
import { argmax } from './sampler.ts';

export interface MeasureValue {
  readonly name: string;
  readonly description: string;
  /** Share between 0 and 1. */
  readonly value: number;
  /** The same over probes never trained on, where there are any. */
  readonly heldOut?: number;
  readonly chance?: number;
  /** Questions asked. */
  readonly count: number;
}

/** Rows run at once: enough to fill the engine, few enough to stop between. */
const ROWS = 64;

/** Lengths are rounded up to these, so that few shapes have to be recorded; what is added stands behind and is not seen. */
export function paddedLength(length: number, T: number): number {
  return Math.min(T, Math.max(8, 2 ** Math.ceil(Math.log2(length))));
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
  const [trained, heldOut] = [share('train'), share('validation')];
  return { name, description, value: trained ?? heldOut ?? 0, heldOut, count: measure.probes.length };
}

/** For each probe, whether the most probable token of the whole vocabulary is the answer. */
export async function answersRight(
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly RecallProbe[],
): Promise<boolean[]> {
  const right: boolean[] = [];
  await eachBatch(inspector, config, probes, ['logits'], (probe, row, T, values) => {
    const { data } = values('logits');
    const at = (row * T + probe.tokens.length - 1) * config.V;
    right.push(argmax(data.subarray(at, at + config.V)) === probe.answer);
  });
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
  await eachBatch(inspector, config, probes, names, (probe, row, T, values) => {
    pairs += probe.pairs.length;
    names.forEach((name, layer) => {
      const { data } = values(name);
      for (let head = 0; head < H; head++) {
        const square = (row * H + head) * T;
        for (const { query, key } of probe.pairs) sums[layer * H + head] += data[(square + query) * T + key];
      }
    });
  });
  return pairs === 0 ? 0 : Math.max(...sums) / pairs;
}

/** Runs probes of like length together and hands each to `visit` with its row and the values read, in probe order. */
async function eachBatch<Probe extends { readonly tokens: readonly number[] }>(
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly Probe[],
  names: readonly ActivationName[],
  visit: (probe: Probe, row: number, T: number, values: (name: ActivationName) => Values) => void,
): Promise<void> {
  const longest = Math.max(...probes.map(({ tokens }) => tokens.length));
  const T = paddedLength(longest, config.T);
  const B = Math.min(ROWS, probes.length);
  for (let start = 0; start < probes.length; start += B) {
    const batch = probes.slice(start, start + B);
    const tokens = new Int32Array(B * T);
    batch.forEach((probe, row) => {
      tokens.set(probe.tokens, row * T);
    });
    const { activations } = await inspector.look({ B, T, tokens, names });
    batch.forEach((probe, row) => {
      visit(probe, row, T, (name) => activations.get(name) as Values);
    });
  }
}
