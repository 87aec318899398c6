// Hand-written circuits that patching, its estimates and path patching must find, beside active parts that they must not find.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import {
  activationPatching,
  baseMetrics,
  type PatchingTask,
  patchPlaces,
} from '../../../src/lenses/patching/activation-patching.ts';
import { attributionPatching } from '../../../src/lenses/patching/attribution-patching.ts';
import { compositionScores } from '../../../src/lenses/patching/composition.ts';
import { edgeAttribution } from '../../../src/lenses/patching/edge-attribution.ts';
import { edgeLabel, edgesOf } from '../../../src/lenses/patching/graph-nodes.ts';
import type { PromptPair } from '../../../src/lenses/patching/pairs.ts';
import { pathPatching } from '../../../src/lenses/patching/path-patching.ts';
import type { Method } from '../../../src/lenses/shared/patching-options.ts';
import type { Tensor } from '../../../src/lenses/shared/results.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import {
  CIRCUIT_CONFIG,
  createPlantedCircuits,
  DECOY_HEAD,
  DECOY_NEURON,
  FACT_NEURON,
  FACT_PAIR,
  GATHERING_HEAD,
  INDUCTION_HEAD,
  INDUCTION_PAIR,
  PREVIOUS_TOKEN_HEAD,
} from '../../support/model/planted-circuit-model.ts';

const { inspector, values } = createPlantedCircuits(new ReferenceExecutor());
const config = CIRCUIT_CONFIG;
const { H } = config;

const taskOf = (pair: PromptPair, method: Method = 'denoise'): PatchingTask => ({
  inspector,
  config,
  pairs: [pair],
  metric: 'logit-difference',
  replacement: { method },
  references: [],
});

async function metrics(task: PatchingTask): Promise<{ clean: number; corrupt: number; lost: number }> {
  const [clean] = await runToCompletion(baseMetrics(task, (pair) => pair.clean));
  const [corrupt] = await runToCompletion(baseMetrics(task, (pair) => pair.corrupt));
  return { clean, corrupt, lost: clean - corrupt };
}

/** Effects as shares of what the corruption takes. */
async function sharesOf(task: PatchingTask, { data, shape }: Tensor) {
  const { lost } = await metrics(task);
  const sign = task.replacement.method === 'denoise' ? 1 : -1;
  const [, , T, parts = 1] = shape;
  return (layer: number, position: number, part = 0) =>
    (sign * data[(layer * T + position) * parts + part]) / lost;
}

/** By label, shares of what the corruption takes; the largest first. */
async function edgesByShare(task: PatchingTask, effects: readonly (readonly number[])[]) {
  const { lost } = await metrics(task);
  const sign = task.replacement.method === 'denoise' ? 1 : -1;
  const all = edgesOf(config).map((edge, e) => [edgeLabel(edge), (sign * effects[e][0]) / lost] as const);
  return new Map([...all].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a)));
}

const exactEdges = async (task: PatchingTask) =>
  edgesByShare(task, await runToCompletion(pathPatching(task, edgesOf(config), values)));
const estimatedEdges = async (task: PatchingTask, steps = 0) =>
  edgesByShare(task, await runToCompletion(edgeAttribution(task, edgesOf(config), values, steps)));

/** A decoy changes the answer through the divisors of the norms at most. */
const NOTHING = 0.04;

describe.each(['denoise', 'noise'] as const)('induction, %s', (method) => {
  const task = taskOf(INDUCTION_PAIR, method);
  const last = INDUCTION_PAIR.clean.length - 1;

  it('the corrupted prompt loses the answer', async () => {
    const { clean, corrupt } = await metrics(task);
    expect(clean).toBeGreaterThan(2);
    expect(Math.abs(corrupt)).toBeLessThan(0.01);
  });

  it('activation patching finds both heads at their positions, and not the decoys', async () => {
    const share = await sharesOf(task, await runToCompletion(activationPatching(task, 'attn.hook_z')));
    // The token that follows syllable 3 carries what came before it.
    expect(share(PREVIOUS_TOKEN_HEAD.layer, 2, PREVIOUS_TOKEN_HEAD.head)).toBeGreaterThan(0.9);
    expect(share(INDUCTION_HEAD.layer, last, INDUCTION_HEAD.head)).toBeGreaterThan(0.9);
    for (let t = 0; t <= last; t++) {
      expect(Math.abs(share(DECOY_HEAD.layer, t, DECOY_HEAD.head))).toBeLessThan(NOTHING);
      expect(Math.abs(share(GATHERING_HEAD.layer, t, GATHERING_HEAD.head))).toBeLessThan(NOTHING);
      if (t !== 2) expect(Math.abs(share(0, t, PREVIOUS_TOKEN_HEAD.head))).toBeLessThan(NOTHING);
      if (t !== last) expect(Math.abs(share(1, t, INDUCTION_HEAD.head))).toBe(0);
    }
  });

  it('the decoys are active: what they write differs between both prompts', async () => {
    const reads = await inspector.run({
      ...{ B: 2, T: 6, tokens: Int32Array.from([...INDUCTION_PAIR.clean, ...INDUCTION_PAIR.corrupt]) },
      names: ['blocks.0.attn.hook_z', 'blocks.1.attn.hook_z'],
    });
    for (const { layer, head } of [DECOY_HEAD, GATHERING_HEAD]) {
      const z = reads.activations.get(`blocks.${layer}.attn.hook_z`)?.data as Float32Array;
      const D = z.length / (2 * 6 * H);
      const difference = z
        .subarray(0, z.length / 2)
        .map((x, i) => (Math.floor(i / D) % H === head ? Math.abs(x - z[z.length / 2 + i]) : 0));
      expect(Math.max(...difference)).toBeGreaterThan(0.1);
    }
  });

  it('path patching finds the K-composition of both heads, and the induction head’s way to the logits', async () => {
    const edges = await exactEdges(task);
    expect(edges.get('head 0.0 → head 1.0 k')).toBeGreaterThan(0.9);
    expect(edges.get('head 1.0 → logits')).toBeGreaterThan(0.9);
    const circuit = ['embed → head 0.0 v', 'head 0.0 → head 1.0 k', 'head 1.0 → logits'];
    expect([...edges.keys()].slice(0, 3).sort()).toEqual(circuit.sort());
    for (const [label, share] of edges)
      if (!circuit.includes(label)) expect(Math.abs(share), label).toBeLessThan(0.1);
    for (const [label, share] of edges)
      if (label.startsWith('head 0.1')) expect(Math.abs(share), label).toBeLessThan(NOTHING);
  });

  it('edge attribution ranks the same edge first among heads, and gives the decoys nothing', async () => {
    const edges = await estimatedEdges(task, 10);
    const between = [...edges].filter(([label]) => /^head.*head/.test(label));
    expect(between[0][0]).toBe('head 0.0 → head 1.0 k');
    expect(between[0][1]).toBeGreaterThan(0.3);
    for (const [label, share] of edges)
      if (label.startsWith('head 0.1') || label.startsWith('head 1.1'))
        expect(Math.abs(share), label).toBeLessThan(2 * NOTHING);
  });
});

it('only the heads that compose have a composition score above that of chance', async () => {
  const scores = await runToCompletion(compositionScores(config, values));
  const { q, k, v } = scores[0][H + INDUCTION_HEAD.head] ?? { q: 0, k: 0, v: 0 };
  expect(k).toBeGreaterThan(2 / Math.sqrt(config.C));
  expect([q, v]).toEqual([0, 0]);
  const decoy = scores[DECOY_HEAD.head][H + INDUCTION_HEAD.head];
  expect(decoy).toEqual({ q: 0, k: 0, v: 0 });
  expect(scores[H][0]).toBeUndefined();
});

describe.each(['denoise', 'noise'] as const)('the fact, %s', (method) => {
  const task = taskOf(FACT_PAIR, method);
  const last = FACT_PAIR.clean.length - 1;

  it('activation patching finds the neuron at the last token, and not its decoy', async () => {
    const neurons = [0, FACT_NEURON, DECOY_NEURON, 3].map((part) => ({ position: last, part }));
    const [[, fact, decoy, other]] = await runToCompletion(patchPlaces(task, 'mlp.hook_post', 1, [neurons]));
    const { lost } = await metrics(task);
    expect(lost).toBeGreaterThan(1);
    expect(Math.abs(fact) / lost).toBeGreaterThan(0.9);
    expect(Math.abs(decoy) / lost).toBeLessThan(NOTHING);
    expect(other).toBe(0);
  });

  it('attribution finds it from the gradient alone', async () => {
    const estimates = await runToCompletion(attributionPatching(task, ['mlp.hook_post']));
    const share = await sharesOf(task, estimates.get('mlp.hook_post') as Tensor);
    expect(share(1, last, FACT_NEURON)).toBeGreaterThan(0.8);
    expect(Math.abs(share(1, last, DECOY_NEURON))).toBeLessThan(2 * NOTHING);
  });

  it('path patching finds the way over the gathering head and the MLP', async () => {
    const edges = await exactEdges(task);
    expect(edges.get('embed → head 1.1 v')).toBeGreaterThan(0.9);
    expect(edges.get('head 1.1 → MLP 1')).toBeGreaterThan(0.9);
    expect(edges.get('MLP 1 → logits')).toBeGreaterThan(0.9);
    for (const [label, share] of edges)
      if (/^head (0\.|1\.0)/.test(label)) expect(Math.abs(share), label).toBeLessThan(2 * NOTHING);
  });
});

it('a neuron that is off in the corrupted run hides its inputs from one gradient, not from integrated ones', async () => {
  const task = taskOf(FACT_PAIR, 'denoise');
  const path = 'head 1.1 → MLP 1';
  expect((await exactEdges(task)).get(path)).toBeGreaterThan(0.9);
  expect(Math.abs((await estimatedEdges(task)).get(path) ?? 1)).toBeLessThan(NOTHING);
  expect((await estimatedEdges(task, 20)).get(path)).toBeGreaterThan(0.5);
});
