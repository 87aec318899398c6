// The metric of a circuit: every receiver reads the corrupted prompt's stream, but for what the senders of the circuit's edges
// write, which is computed anew from what they read themselves (Conmy et al. 2023, "Towards Automated Circuit Discovery").

import type { ActivationName } from '../../model/architecture/activations.ts';
import { type ModelConfig, modelParts } from '../../model/architecture/config.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import type { Job } from '../../shared/job.ts';
import { indices } from '../../shared/numbers.ts';
import { type Edge, nodeLabel, type Receiver, type Sender, streamOf } from './graph-nodes.ts';
import { metricOf } from './metric.ts';
import { baseValues, numbersOf, type PatchingTask } from './pairs.ts';
import { type Change, type PatchedRow, runPatched } from './patched-runs.ts';
import { headOutput, senderActivation } from './sender-changes.ts';
import { sliceOf } from './sites.ts';

/** One circuit on one pair. */
interface CircuitRun {
  readonly pair: number;
  /** By label of a receiver, labels of the senders whose edges to it are in the circuit. */
  readonly sendersOf: ReadonlyMap<string, readonly string[]>;
  /** By label of a sender, what it writes in the circuit less what it writes in the corrupted run (T, C); absent where nothing. */
  readonly changes: Map<string, Float32Array>;
}

/** Named activations of the corrupted run, by pair. */
type CorruptValues = readonly ReadonlyMap<ActivationName, Float32Array>[];

interface CircuitTask extends Pick<PatchingTask, 'inspector' | 'config' | 'pairs' | 'metric'> {
  readonly weights: WeightValues;
  readonly corrupt: CorruptValues;
}

/** Numbers that the changes of all circuits computed together hold: 64 MiB. */
const MAX_NUMBERS = 2 ** 24;

/** [circuit][pair]: the metric with the edges of the circuit alone. Without an edge it is the corrupted prompt's, with all the clean one's. */
export async function* circuitMetrics(
  task: Pick<PatchingTask, 'inspector' | 'config' | 'pairs' | 'metric'>,
  circuits: readonly (readonly Edge[])[],
  weights: WeightValues,
): Job<number[][]> {
  const { config, pairs } = task;
  const metrics = circuits.map((): number[] => []);
  const names = [...new Set(indices(config.L).flatMap((layer) => layerActivations(config, layer)))];
  const senders = config.L * (config.H + 1) + 1;
  const perRun = senders * numbersOf(config, ['hook_embed'], pairs[0].clean.length);
  const together = Math.max(1, Math.floor(MAX_NUMBERS / (perRun * circuits.length)));
  for (let first = 0; first < pairs.length; first += together) {
    const group = pairs.slice(first, first + together);
    const corrupt = yield* baseValues({ ...task, replacement: { method: 'denoise' } }, group, names);
    const perBatch = Math.max(1, Math.floor(MAX_NUMBERS / (perRun * group.length)));
    for (let from = 0; from < circuits.length; from += perBatch) {
      const batch = circuits.slice(from, from + perBatch);
      const part = { ...task, pairs: group, weights, corrupt };
      const results = yield* runCircuits(part, batch);
      results.forEach((ofPairs, c) => {
        metrics[from + c].push(...ofPairs);
      });
    }
  }
  return metrics;
}

/** Activations of a layer that are compared with the corrupted run. */
function layerActivations(config: ModelConfig, layer: number): ActivationName[] {
  const at = `blocks.${layer}.attn` as const;
  const { hasMlp, isParallel } = modelParts(config);
  return [
    'hook_embed',
    `blocks.${layer}.hook_resid_pre`,
    ...([`${at}.hook_q`, `${at}.hook_k`, `${at}.hook_v`, `${at}.hook_z`] as const),
    ...(hasMlp && !isParallel ? [`blocks.${layer}.hook_resid_mid` as const] : []),
    ...(hasMlp ? [`blocks.${layer}.hook_mlp_out` as const] : []),
    `blocks.${layer}.hook_resid_post`,
  ];
}

async function* runCircuits(task: CircuitTask, circuits: readonly (readonly Edge[])[]): Job<number[][]> {
  const { config, pairs, metric } = task;
  const runs = circuits.flatMap((edges) => {
    const sendersOf = new Map<string, string[]>();
    for (const { sender, receiver } of edges) {
      const label = nodeLabel(receiver);
      sendersOf.set(label, [...(sendersOf.get(label) ?? []), nodeLabel(sender)]);
    }
    return pairs.map((_, pair): CircuitRun => ({ pair, sendersOf, changes: new Map() }));
  });
  yield* addEmbeddings(task, runs);
  for (let layer = 0; layer < config.L; layer++) {
    yield* addHeads(task, runs, layer);
    if (modelParts(config).hasMlp) yield* addMlp(task, runs, layer);
  }
  const logits: Receiver = { kind: 'logits' };
  const rows = runs.map((run): PatchedRow => rowOf(task, run, logits));
  const metrics = yield* runPatched(task, rows, { label: 'circuits run' }, (reading, row) =>
    metricOf(metric, reading.logits, pairs[runs[row].pair]),
  );
  return circuits.map((_, c) => metrics.slice(c * pairs.length, (c + 1) * pairs.length));
}

/** The stream that a receiver reads in a circuit, put in place of the corrupted one. */
function rowOf({ config, pairs, corrupt }: CircuitTask, run: CircuitRun, receiver: Receiver): PatchedRow {
  const name = streamOf(config, receiver);
  const value = (corrupt[run.pair].get(name) as Float32Array).slice();
  for (const sender of run.sendersOf.get(nodeLabel(receiver)) ?? []) {
    const change = run.changes.get(sender);
    change?.forEach((x, i) => {
      value[i] += x;
    });
  }
  return { tokens: pairs[run.pair].corrupt, changes: [{ name, kind: 'replace', value }] };
}

/** Whether a receiver reads anything but the corrupted stream. */
const isChanged = ({ sendersOf, changes }: CircuitRun, receiver: Receiver): boolean =>
  sendersOf.get(nodeLabel(receiver))?.some((sender) => changes.has(sender)) ?? false;

/** The embedding of the clean prompt, less the corrupted one's. */
async function* addEmbeddings(task: CircuitTask, runs: readonly CircuitRun[]): Job<void> {
  const { pairs, corrupt } = task;
  const name = 'hook_embed';
  const rows = pairs.map(({ clean }) => ({ tokens: clean }));
  const options = { names: [name] as const, label: 'clean prompts read' };
  const embeddings = yield* runPatched(task, rows, options, ({ values }) => values(name).slice());
  for (const { pair, changes } of runs)
    setChange(changes, { kind: 'embed' }, embeddings[pair], corrupt[pair].get(name) as Float32Array);
}

function setChange(
  changes: Map<string, Float32Array>,
  sender: Sender,
  now: Float32Array,
  before: Float32Array,
) {
  const change = now.map((x, i) => x - before[i]);
  if (change.some((x) => x !== 0)) changes.set(nodeLabel(sender), change);
}

/** Adds the changes by the heads of a layer: each reads queries, keys and values from a stream of its own. */
async function* addHeads(task: CircuitTask, runs: readonly CircuitRun[], layer: number): Job<void> {
  const { config, pairs, corrupt, weights } = task;
  const { keyValueHeads } = modelParts(config);
  const inputs = (['q', 'k', 'v'] as const).flatMap((input) =>
    indices(input === 'q' ? config.H : keyValueHeads).map((head) => ({
      ...{ kind: 'head' as const, layer, head, input },
      name: `blocks.${layer}.attn.hook_${input}` as const,
    })),
  );
  const read = runs.flatMap((run) =>
    inputs.filter((input) => isChanged(run, input)).map((input) => ({ run, input })),
  );
  const rows = read.map(({ run, input }) => rowOf(task, run, input));
  const names = [...new Set(inputs.map(({ name }) => name))];
  const values = yield* runPatched(task, rows, { names, label: 'heads read' }, (reading, row) => {
    const { name, head } = read[row].input;
    return sliceOf(name, config, reading.values(name), { part: head });
  });
  const inputsOf = new Map<CircuitRun, Change[]>();
  read.forEach(({ run, input: { name, head } }, row) => {
    const changes = inputsOf.get(run) ?? [];
    changes.push({ name, head, kind: 'replace', value: values[row] });
    inputsOf.set(run, changes);
  });
  // Inputs that the circuit leaves alone are the corrupted prompt's, whose run this is.
  const changed = [...inputsOf.keys()];
  const attended = [...inputsOf].map(
    ([{ pair }, changes]): PatchedRow => ({ tokens: pairs[pair].corrupt, changes }),
  );
  const z = `blocks.${layer}.attn.hook_z` as const;
  const options = { names: [z], label: 'heads run' };
  const outputs = yield* runPatched(task, attended, options, (reading) => reading.values(z).slice());
  changed.forEach(({ pair, changes }, row) => {
    const before = corrupt[pair].get(z) as Float32Array;
    const difference = outputs[row].map((x, i) => x - before[i]);
    for (let head = 0; head < config.H; head++) {
      const output = headOutput(config, weights, { layer, head }, difference);
      if (output.some((x) => x !== 0)) changes.set(nodeLabel({ kind: 'head', layer, head }), output);
    }
  });
}

async function* addMlp(task: CircuitTask, runs: readonly CircuitRun[], layer: number): Job<void> {
  const { corrupt } = task;
  const mlp = { kind: 'mlp' as const, layer };
  const changed = runs.filter((run) => isChanged(run, mlp));
  const name = senderActivation(mlp);
  const rows = changed.map((run) => rowOf(task, run, mlp));
  const options = { names: [name], label: 'MLPs run' };
  const outputs = yield* runPatched(task, rows, options, ({ values }) => values(name).slice());
  changed.forEach(({ pair, changes }, row) => {
    setChange(changes, mlp, outputs[row], corrupt[pair].get(name) as Float32Array);
  });
}
