// Evaluates the measures of a data set: recall by argmax, or attention of the best head between given positions.

import { bestHeadOf } from '../../shared/best-head.ts';
import type { Job, JobProgress } from '../../shared/job.ts';
import type { ActivationName } from '../architecture/activations.ts';
import type { ModelConfig } from '../architecture/config.ts';
import type { AttentionProbe, Measure, RecallProbe, SenseProbe } from '../data/dataset.ts';
import { argmax } from '../generation/sampler.ts';
import { inspectInBatches, lastLogitsInBatches } from './inspect-in-batches.ts';
import type { Inspector } from './inspector.ts';

export interface MeasureValue {
  readonly name: string;
  readonly description: string;
  /** Between 0 and 1. */
  readonly value: number;
  /** The value over held-out probes, if the measure has probes of both splits. */
  readonly heldOut?: number;
  readonly chance?: number;
  /** Of attention: what the same head attends to at the same distances from all other queries, as a positional head would. */
  readonly positional?: number;
  /** Number of probes. */
  readonly count: number;
  /** [layer][head]: value of each head, for a measure of attention, and its attention at the same distances elsewhere. */
  readonly heads?: number[][];
  readonly positionalHeads?: number[][];
}

export async function* evaluateMeasure(
  inspector: Inspector,
  config: ModelConfig,
  measure: Measure,
): Job<MeasureValue> {
  const { name, description } = measure;
  if (measure.kind === 'attention') {
    const byHead = yield* attentionByHead(inspector, config, measure.probes);
    const { layer, head, score: value } = bestHeadOf(byHead.heads, byHead.positionalHeads);
    const positional = byHead.positionalHeads[layer][head];
    return {
      name,
      description,
      value,
      chance: measure.chance,
      positional,
      count: measure.probes.length,
      ...byHead,
    };
  }
  const { chance } = measure;
  const common = { name, description, ...(chance !== undefined && { chance }), count: measure.probes.length };
  if (measure.kind === 'senses') {
    const layers = yield* sensesByLayer(inspector, config, measure.probes);
    return { ...common, value: Math.max(...layers) };
  }
  const correct = yield* evaluateRecall(inspector, config, measure.probes);
  const accuracy = (split: RecallProbe['split']) => {
    const results = correct.filter((_, i) => measure.probes[i].split === split);
    return results.length === 0 ? undefined : results.filter(Boolean).length / results.length;
  };
  const [trained, heldOut] = [accuracy('train'), accuracy('validation')];
  const accuracies = trained === undefined ? { value: heldOut ?? 0 } : { value: trained, heldOut };
  return { ...common, ...accuracies };
}

/** For each probe, whether the most probable next token is the answer. */
export async function* evaluateRecall(
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly RecallProbe[],
): Job<boolean[]> {
  const correct: boolean[] = [];
  for await (const batch of lastLogitsInBatches(inspector, config, probeTokens(probes))) {
    for (const logits of batch) correct.push(argmax(logits) === probes[correct.length].answer);
    yield probeProgress(correct.length, probes.length);
  }
  return correct;
}

interface HeadAttention {
  /** [layer][head]: mean attention over all (query, key) pairs inside the context. */
  readonly heads: number[][];
  /** [layer][head]: mean attention at the distances of the pairs, from all queries that are in no pair. */
  readonly positionalHeads: number[][];
}

async function* attentionByHead(
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly AttentionProbe[],
): Job<HeadAttention> {
  const { L, H } = config;
  const names = Array.from({ length: L }, (_, layer): ActivationName => `blocks.${layer}.attn.hook_pattern`);
  const [atPairs, elsewhere] = [new Float64Array(L * H), new Float64Array(L * H)];
  let [pairCount, otherCount, done] = [0, 0, 0];
  for await (const rows of inspectInBatches(inspector, config, probeTokens(probes), names)) {
    for (const { promptIndex, row, T, length, values } of rows) {
      const dropped = probes[promptIndex].tokens.length - length;
      const pairs = probes[promptIndex].pairs
        .filter(({ query, key }) => query >= dropped && key >= dropped)
        .map(({ query, key }) => ({ query: query - dropped, key: key - dropped }));
      const others = pairsElsewhere(pairs, length);
      pairCount += pairs.length;
      otherCount += others.length;
      names.forEach((name, layer) => {
        const { data } = values(name);
        for (let head = 0; head < H; head++) {
          const square = (row * H + head) * T;
          const sum = (of: typeof pairs) =>
            of.reduce((sum, { query, key }) => sum + data[(square + query) * T + key], 0);
          atPairs[layer * H + head] += sum(pairs);
          elsewhere[layer * H + head] += sum(others);
        }
      });
    }
    done += rows.length;
    yield probeProgress(done, probes.length);
  }
  const meanOf = (sums: Float64Array, count: number) =>
    names.map((_, layer) =>
      Array.from(sums.subarray(layer * H, (layer + 1) * H), (sum) => (count === 0 ? 0 : sum / count)),
    );
  return { heads: meanOf(atPairs, pairCount), positionalHeads: meanOf(elsewhere, otherCount) };
}

type Pair = AttentionProbe['pairs'][number];

/** At the distance of each pair, from every query that is in no pair. */
export function pairsElsewhere(pairs: readonly Pair[], length: number): Pair[] {
  const queries = Array.from({ length }, (_, query) => query).filter((each) =>
    pairs.every(({ query }) => query !== each),
  );
  return pairs.flatMap((pair) =>
    queries.map((query) => ({ query, key: query - (pair.query - pair.key) })).filter(({ key }) => key >= 0),
  );
}

/** [layer]: fraction of probes whose nearest other probe, by the cosine of `hook_resid_post`, has the same sense. */
async function* sensesByLayer(
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly SenseProbe[],
): Job<number[]> {
  const { L, C } = config;
  const names = Array.from({ length: L }, (_, layer): ActivationName => `blocks.${layer}.hook_resid_post`);
  const vectors: Float32Array[][] = names.map(() => []);
  for await (const rows of inspectInBatches(inspector, config, probeTokens(probes), names)) {
    for (const { promptIndex, row, T, length, values } of rows) {
      const { tokens, position } = probes[promptIndex];
      const at = row * T + position - (tokens.length - length);
      for (const [layer, name] of names.entries())
        vectors[layer].push(unitVector(values(name).data.subarray(at * C, (at + 1) * C)));
    }
    yield probeProgress(vectors[0].length, probes.length);
  }
  return vectors.map((layer) => {
    const hits = layer.filter(
      (vector, i) => probes[nearestOther(layer, vector, i)].sense === probes[i].sense,
    );
    return hits.length / layer.length;
  });
}

function nearestOther(vectors: readonly Float32Array[], vector: Float32Array, self: number): number {
  const cosines = vectors.map((other, i) => (i === self ? -2 : dot(vector, other)));
  return cosines.indexOf(Math.max(...cosines));
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);

function unitVector(vector: Float32Array): Float32Array {
  const norm = Math.sqrt(dot(vector, vector)) || 1;
  return vector.map((value) => value / norm);
}

function probeProgress(done: number, total: number): JobProgress {
  return { label: 'prompts evaluated', done, total };
}

function probeTokens(probes: readonly { readonly tokens: readonly number[] }[]): (readonly number[])[] {
  return probes.map(({ tokens }) => tokens);
}
