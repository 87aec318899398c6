// Path patching: the direct effect of one edge. The receiver reads the stream as if the sender alone had come from the other
// run, everything between them unchanged; all that follows the receiver is computed anew (Wang et al. 2022, "Interpretability
// in the Wild"; Goldowsky-Dill et al. 2023, "Localizing Model Behavior with Path Patching").

import type { ActivationName } from '../../model/architecture/activations.ts';
import { modelViews } from '../../model/architecture/architecture.ts';
import { type ModelConfig, modelParts } from '../../model/architecture/config.ts';
import type { WeightView } from '../../model/architecture/views/views.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import type { Job } from '../../shared/job.ts';
import { indices } from '../../shared/numbers.ts';
import { baseMetrics } from './activation-patching.ts';
import { pairGroups } from './attribution-patching.ts';
import { type Edge, nodeLabel, nodesOf, type Receiver, streamOf } from './graph-nodes.ts';
import { metricOf } from './metric.ts';
import { baseOf, type PatchingTask, type PromptPair } from './pairs.ts';
import { type Change, type PatchedRow, runPatched } from './patched-runs.ts';
import { senderActivation, senderChanges } from './sender-changes.ts';
import { sliceOf } from './sites.ts';

/** The weights by which heads write to the stream. */
export function pathPatchingViews(config: ModelConfig): WeightView[] {
  return indices(config.L).map((layer) => modelViews(config).attentionOutput(layer).weight);
}

/** [edge][pair]: the metric with that edge alone patched, at all positions, less the metric of the base run. */
export async function* pathPatching(
  task: PatchingTask,
  edges: readonly Edge[],
  weights: WeightValues,
): Job<number[][]> {
  const { config, pairs, replacement } = task;
  const names = [...new Set(edges.map(({ sender }) => senderActivation(sender)))];
  const effects = edges.map((): number[] => []);
  if (edges.length === 0) return effects;
  // A pair needs the changes of all senders, and what each of them makes of queries, keys and values.
  const sized = [...names, ...names, ...names, ...names];
  for (const group of pairGroups(config, pairs, sized)) {
    const part = { ...task, pairs: group };
    const base = yield* baseMetrics(part, (pair) => baseOf(pair, replacement));
    const { senders } = nodesOf(edges);
    const changes = yield* senderChanges(part, group, senders, weights);
    const changeOf = new Map(senders.map((sender, s) => [nodeLabel(sender), changes.map((all) => all[s])]));
    for (const indices of readTogether(edges)) {
      const metrics = yield* patchReceivers(
        part,
        indices.map((i) => edges[i]),
        (sender) => changeOf.get(sender) as Float32Array[][],
      );
      indices.forEach((edge, i) => {
        effects[edge].push(...metrics[i].map((metric, p) => metric - base[p]));
      });
    }
  }
  return effects;
}

/** Indices of edges whose receivers lie in one place: they are read in one program. */
function readTogether(edges: readonly Edge[]): number[][] {
  const groups = new Map<string, number[]>();
  edges.forEach(({ receiver }, i) => {
    const key = receiver.kind === 'head' ? `heads ${receiver.layer}` : nodeLabel(receiver);
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return [...groups.values()];
}

/** Activations of a receiver that are put into the base run: queries, keys and values of its head, or the MLP's output. */
function receiverActivations(
  config: ModelConfig,
  receiver: Receiver,
): { name: ActivationName; head?: number }[] {
  if (receiver.kind === 'logits') return [];
  if (receiver.kind === 'mlp') return [{ name: `blocks.${receiver.layer}.hook_mlp_out` }];
  const { layer, head, input } = receiver;
  const hook = (part: 'q' | 'k' | 'v') => `blocks.${layer}.attn.hook_${part}` as const;
  if (input !== 'qkv') return [{ name: hook(input), head }];
  const shared = Math.floor((head * modelParts(config).keyValueHeads) / config.H);
  return [
    { name: hook('q'), head },
    { name: hook('k'), head: shared },
    { name: hook('v'), head: shared },
  ];
}

/** [edge][pair]: metrics of edges with receivers in one place, means over the donors. */
async function* patchReceivers(
  task: PatchingTask,
  edges: readonly Edge[],
  changesOf: (sender: string) => readonly (readonly Float32Array[])[],
): Job<number[][]> {
  const { config, pairs, metric, replacement } = task;
  const read = edges.map(({ receiver }) => receiverActivations(config, receiver));
  const names = [...new Set(read.flat().map(({ name }) => name))];
  const stream = streamOf(config, edges[0].receiver);
  // One run a sender shows all its receivers here.
  const sent = pairs.flatMap((pair, p) =>
    nodesOf(edges).senders.flatMap((each) => {
      const sender = nodeLabel(each);
      return changesOf(sender)[p].map((value) => ({ pair, p, sender, value }));
    }),
  );
  const sentRows = sent.map(({ pair, value }): PatchedRow => {
    return { tokens: baseOf(pair, replacement), changes: [{ name: stream, kind: 'add', value }] };
  });
  const options = { names, label: 'senders patched' };
  const seen = yield* runPatched(task, sentRows, options, ({ values, logits }, row) => ({
    metric: metricOf(metric, logits, sent[row].pair),
    values: new Map(names.map((name) => [name, values(name).slice()])),
  }));
  const rows: { edge: number; p: number; pair: PromptPair; changes: Change[]; weight: number }[] = [];
  const metrics = edges.map(() => pairs.map(() => 0));
  edges.forEach((edge, e) => {
    sent.forEach(({ sender, p, pair }, row) => {
      if (sender !== nodeLabel(edge.sender)) return;
      const weight = 1 / changesOf(sender)[p].length;
      if (edge.receiver.kind === 'logits') metrics[e][p] += weight * seen[row].metric;
      else {
        const changes = read[e].map(({ name, head }): Change => {
          const value = sliceOf(name, config, seen[row].values.get(name) as Float32Array, { part: head });
          return { name, ...(head !== undefined && { head }), kind: 'replace', value };
        });
        rows.push({ edge: e, p, pair, changes, weight });
      }
    });
  });
  const patched = rows.map(({ pair, changes }) => ({ tokens: baseOf(pair, replacement), changes }));
  const results = yield* runPatched(task, patched, { label: 'edges patched' }, ({ logits }, row) =>
    metricOf(metric, logits, rows[row].pair),
  );
  results.forEach((value, row) => {
    const { edge, p, weight } = rows[row];
    metrics[edge][p] += weight * value;
  });
  return metrics;
}
