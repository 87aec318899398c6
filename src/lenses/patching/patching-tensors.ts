// Every number of patching as named tensors: metrics, exact effects and their estimates, derivatives, paths between heads and
// composition scores.

import { activationShape } from '../../model/architecture/activations.ts';
import { type ModelConfig, modelParts } from '../../model/architecture/config.ts';
import { readViews } from '../../model/architecture/views/views.ts';
import type { Weights } from '../../model/architecture/weights.ts';
import type { Inspector } from '../../model/inspection/inspector.ts';
import type { Job } from '../../shared/job.ts';
import { indices } from '../../shared/numbers.ts';
import type { Tensor } from '../shared/results.ts';
import { activationPatching, baseMetrics } from './activation-patching.ts';
import { attributionPatching, gradientRuns, sumOverPositions } from './attribution-patching.ts';
import { compositionScores, compositionViews } from './composition.ts';
import { type Edge, edgesOf } from './graph-nodes.ts';
import type { PatchingTask, PromptPair } from './pairs.ts';
import { readPrompts } from './patched-runs.ts';
import { pathPatching, pathPatchingViews } from './path-patching.ts';
import { hasSite, type Site, siteName } from './sites.ts';

/** Whole at each position; heads also at all positions together. */
const SITES = ['hook_resid_pre', 'hook_attn_out', 'hook_mlp_out', 'attn.hook_z'] as const satisfies Site[];

/** By name. P pairs; the metric is the logit difference, and the clean run's activations are patched into the corrupted one. */
export async function* patchingTensors(
  inspector: Inspector,
  config: ModelConfig,
  weights: Weights,
  pairs: readonly PromptPair[],
): Job<Map<string, Tensor>> {
  const task: PatchingTask = {
    inspector,
    config,
    pairs,
    metric: 'logit-difference',
    replacement: { method: 'denoise' },
    references: [],
  };
  const tensors = new Map<string, Tensor>();
  const add = (name: string, tensor: Tensor) => tensors.set(name, tensor);
  const addVector = (name: string, values: readonly number[]) =>
    add(name, { shape: [values.length], data: Float32Array.from(values) });

  addVector('metric.clean', yield* baseMetrics(task, ({ clean }) => clean));
  addVector('metric.corrupt', yield* baseMetrics(task, ({ corrupt }) => corrupt));
  for (const side of ['clean', 'corrupt'] as const) add(`${side}.logits`, yield* logitsOf(task, side));
  const sites = SITES.filter((site) => hasSite(config, site));
  for (const [site, estimates] of yield* attributionPatching(task, sites)) {
    const label = site.replace('attn.', '');
    add(`attr.${label}`, estimates);
    add(`patch.${label}`, yield* activationPatching(task, site));
    if (site !== 'attn.hook_z') continue;
    add(`attr.${label}.all_positions`, sumOverPositions(estimates));
    add(`patch.${label}.all_positions`, yield* activationPatching(task, site, 'all'));
  }
  for (const [name, gradient] of yield* metricGradients(task, sites)) add(`metric_grad.${name}`, gradient);
  const paths = await readViews(weights, pathPatchingViews(config));
  for (const input of ['q', 'k', 'v', 'qkv'] as const) {
    const edges = headEdges(config, input);
    if (edges.length === 0) continue;
    const effects = yield* pathPatching(task, edges, paths);
    add(`path.${input}`, betweenHeads(config, edges, effects, pairs.length));
  }
  if (config.L > 1) for (const [input, scores] of yield* composition(config, weights)) add(input, scores);
  return tensors;
}

/** (P, T, V). */
async function* logitsOf(task: PatchingTask, side: 'clean' | 'corrupt'): Job<Tensor> {
  const { config, pairs } = task;
  const { length: T } = pairs[0].clean;
  const prompts = pairs.map((pair) => pair[side]);
  const logits = yield* readPrompts(task, prompts, ['logits'], ({ values }) =>
    values('logits').slice(0, T * config.V),
  );
  return { shape: [pairs.length, T, config.V], data: Float32Array.from(logits.flatMap((row) => [...row])) };
}

/** (P, T, …) by activation: derivatives in the corrupted run. */
async function* metricGradients(task: PatchingTask, sites: readonly Site[]): Job<Map<string, Tensor>> {
  const { config, pairs } = task;
  const { length: T } = pairs[0].clean;
  const names = indices(config.L).flatMap((layer) => sites.map((site) => siteName(site, layer)));
  const gradients = names.map((): Float32Array[] => []);
  yield* gradientRuns(task, pairs, names, task, (reading) => {
    names.forEach((name, n) => {
      const size = activationShape(name, config, 1, T).reduce((a, b) => a * b);
      gradients[n].push(reading.gradients(name).slice(0, size));
    });
  });
  return new Map(
    names.map((name, n): [string, Tensor] => {
      const shape = activationShape(name, config, pairs.length, T);
      return [name, { shape, data: Float32Array.from(gradients[n].flatMap((row) => [...row])) }];
    }),
  );
}

/** From every head to every head of a later layer. */
function headEdges(config: ModelConfig, input: 'q' | 'k' | 'v' | 'qkv'): Edge[] {
  const part = input === 'qkv' ? 'q' : input;
  return edgesOf(config).flatMap(({ sender, receiver }) =>
    sender.kind === 'head' && receiver.kind === 'head' && receiver.input === part
      ? [{ sender, receiver: { ...receiver, input } }]
      : [],
  );
}

/** With two layers (P, H, H): from the first to the second. Else (P, L, H, L, H), 0 where the receiver does not come later. */
function betweenHeads(
  config: ModelConfig,
  edges: readonly Edge[],
  effects: readonly (readonly number[])[],
  P: number,
): Tensor {
  const { L, H } = config;
  const [{ receiver: any }] = edges;
  const isQuery = any.kind !== 'head' || any.input === 'q' || any.input === 'qkv';
  const receivers = isQuery ? H : modelParts(config).keyValueHeads;
  const shape = L === 2 ? [P, H, receivers] : [P, L, H, L, receivers];
  const data = new Float32Array(shape.reduce((a, b) => a * b));
  edges.forEach(({ sender, receiver }, e) => {
    if (sender.kind !== 'head' || receiver.kind !== 'head') return;
    const from = L === 2 ? sender.head : sender.layer * H + sender.head;
    const to = L === 2 ? receiver.head : receiver.layer * receivers + receiver.head;
    const [rows, columns] = L === 2 ? [H, receivers] : [L * H, L * receivers];
    effects[e].forEach((effect, p) => {
      data[(p * rows + from) * columns + to] = effect;
    });
  });
  return { shape, data };
}

/** With two layers (H, H); else (L, H, L, H). */
async function* composition(config: ModelConfig, weights: Weights): Job<[string, Tensor][]> {
  const { L, H } = config;
  const values = await readViews(weights, compositionViews(config));
  const scores = yield* compositionScores(config, values);
  const rows = L === 2 ? scores.slice(0, H).map((row) => row.slice(H)) : scores;
  const shape = L === 2 ? [H, H] : [L, H, L, H];
  return (['q', 'k', 'v'] as const).map((input) => {
    const data = Float32Array.from(rows.flat(), (score) => score?.[input] ?? 0);
    return [`composition.${input}`, { shape, data }];
  });
}
