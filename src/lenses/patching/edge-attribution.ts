// Edge attribution patching: the linear estimate of path patching for every edge, from one backward pass (Syed et al. 2023,
// "Attribution Patching Outperforms Automated Circuit Discovery"); with integrated gradients Hanna et al. 2024, "Have Faith in
// Faithfulness".

import type { ActivationName } from '../../model/architecture/activations.ts';
import { modelViews } from '../../model/architecture/architecture.ts';
import { type ModelConfig, modelParts } from '../../model/architecture/config.ts';
import { viewNumbers, type WeightView } from '../../model/architecture/views/views.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import type { Job } from '../../shared/job.ts';
import { addScaled, dotProduct, indices, mean, rowOf } from '../../shared/numbers.ts';
import { gradientRuns, pairGroups } from './attribution-patching.ts';
import { type Edge, nodeLabel, nodesOf, type Receiver, type Sender, streamOf } from './graph-nodes.ts';
import type { PatchingTask } from './pairs.ts';
import type { RowReading } from './patched-runs.ts';
import { pathPatchingViews } from './path-patching.ts';
import { senderActivation, senderChanges } from './sender-changes.ts';

/** The weights through which receivers read the stream, and heads write to it. */
export function edgeAttributionViews(config: ModelConfig): WeightView[] {
  const views = modelViews(config);
  const { hasMlp } = modelParts(config);
  const layers = indices(config.L);
  const heads = layers.flatMap((layer) => indices(config.H).map((head) => views.head(layer, head)));
  return [
    ...pathPatchingViews(config),
    ...heads.flatMap(({ query, key, value }) => [query.weight, key.weight, value.weight]),
    ...layers.map((layer) => views.norm(layer, 0).gain),
    ...(hasMlp ? layers.map((layer) => views.norm(layer, 1).gain) : []),
  ];
}

/** [edge][pair]: Σ (what the sender would write − what it writes) · d metric / d stream, through that receiver alone. */
export async function* edgeAttribution(
  task: PatchingTask,
  edges: readonly Edge[],
  weights: WeightValues,
  integrationSteps?: number,
): Job<number[][]> {
  const { config, pairs } = task;
  const { senders, receivers } = nodesOf(edges);
  const names = [...new Set(receivers.flatMap((receiver) => gradientNames(config, receiver)))];
  const indexOf = (nodes: readonly (Sender | Receiver)[]) =>
    new Map(nodes.map((node, i) => [nodeLabel(node), i]));
  const [senderIndex, receiverIndex] = [indexOf(senders), indexOf(receivers)];
  const estimates = edges.map((): number[] => []);
  // There are as many streams as nodes.
  const sized = [
    ...names,
    ...receivers.map((each) => streamOf(config, each)),
    ...senders.map(senderActivation),
  ];
  for (const group of pairGroups(config, pairs, sized)) {
    const sums = group.map(() => receivers.map((): Float64Array | undefined => undefined));
    yield* gradientRuns(task, group, names, { ...task, integrationSteps }, (reading, pair, weight) => {
      receivers.forEach((receiver, r) => {
        const gradient = streamGradient(config, weights, receiver, reading);
        const sum = sums[pair][r] ?? new Float64Array(gradient.length);
        addScaled(sum, gradient, weight);
        sums[pair][r] = sum;
      });
    });
    const changes = yield* senderChanges(task, group, senders, weights);
    edges.forEach(({ sender, receiver }, e) => {
      const s = senderIndex.get(nodeLabel(sender)) as number;
      const r = receiverIndex.get(nodeLabel(receiver)) as number;
      group.forEach((_, p) => {
        const products = changes[p][s].map((change) => dotProduct(change, sums[p][r] as Float64Array));
        estimates[e].push(mean(products));
      });
    });
  }
  return estimates;
}

type HeadInput = 'q' | 'k' | 'v';
const inputsOf = (input: HeadInput | 'qkv') => [...input] as HeadInput[];

function gradientNames(config: ModelConfig, receiver: Receiver): ActivationName[] {
  if (receiver.kind === 'logits') return [streamOf(config, receiver)];
  const { layer } = receiver;
  if (receiver.kind === 'mlp')
    return [
      `blocks.${layer}.ln2.hook_normalized`,
      `blocks.${layer}.ln2.hook_scale`,
      `blocks.${layer}.ln2.xhat`,
    ];
  return [
    ...inputsOf(receiver.input).map((input): ActivationName => `blocks.${layer}.attn.hook_${input}`),
    `blocks.${layer}.ln1.hook_scale`,
    `blocks.${layer}.ln1.xhat`,
  ];
}

/** (T, C): d metric / d stream, through one receiver alone. */
function streamGradient(
  config: ModelConfig,
  weights: WeightValues,
  receiver: Receiver,
  reading: RowReading,
): Float32Array {
  if (receiver.kind === 'logits') return reading.gradients(streamOf(config, receiver));
  const { layer } = receiver;
  if (receiver.kind === 'mlp') {
    const normalized = reading.gradients(`blocks.${layer}.ln2.hook_normalized`);
    return throughNorm(config, weights, layer, 1, reading, normalized);
  }
  const { C, H } = config;
  const { keyValueHeads } = modelParts(config);
  let normalized: Float32Array | undefined;
  for (const input of inputsOf(receiver.input)) {
    const gradient = reading.gradients(`blocks.${layer}.attn.hook_${input}`);
    const heads = input === 'q' ? H : keyValueHeads;
    // `k` and `v` count heads of keys and values; with `qkv` the head is a query head.
    const isShared = receiver.input === 'qkv' && input !== 'q';
    const head = isShared ? Math.floor((receiver.head * keyValueHeads) / H) : receiver.head;
    const view = modelViews(config).head(layer, input === 'q' ? head : (head * H) / keyValueHeads);
    const { weight } = { q: view.query, k: view.key, v: view.value }[input];
    const projection = viewNumbers(weights, weight);
    const { columns: D } = weight;
    const T = gradient.length / (heads * D);
    normalized ??= new Float32Array(T * C);
    for (let t = 0; t < T; t++) {
      const ofHead = rowOf(gradient, t * heads + head, D);
      for (let c = 0; c < C; c++) normalized[t * C + c] += dotProduct(ofHead, rowOf(projection, c, D));
    }
  }
  return throughNorm(config, weights, layer, 0, reading, normalized as Float32Array);
}

/** From the derivatives (T, C) by a norm's output to those by its input, as its backward pass computes them. */
function throughNorm(
  config: ModelConfig,
  weights: WeightValues,
  layer: number,
  i: 0 | 1,
  { values }: RowReading,
  d_y: Float32Array,
): Float32Array {
  const { C } = config;
  const { gain: gainView, isCentred } = modelViews(config).norm(layer, i);
  const gain = viewNumbers(weights, gainView);
  const norm = `blocks.${layer}.ln${i === 0 ? 1 : 2}` as const;
  const [scale, xhat] = [values(`${norm}.hook_scale`), values(`${norm}.xhat`)];
  const d_x = new Float32Array(d_y.length);
  for (let t = 0; t < scale.length; t++) {
    let [mean, slope] = [0, 0];
    for (let at = t * C; at < (t + 1) * C; at++) {
      const d_xhat = d_y[at] * gain[at % C];
      mean += d_xhat / C;
      slope += (d_xhat * xhat[at]) / C;
    }
    for (let at = t * C; at < (t + 1) * C; at++)
      d_x[at] = (d_y[at] * gain[at % C] - (isCentred ? mean : 0) - slope * xhat[at]) / scale[t];
  }
  return d_x;
}
