// Patching by independent computations, on models of all parts: single interventions, sums over edges, small changes.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import {
  activationPatching,
  baseMetrics,
  type PatchingTask,
  patchPlaces,
} from '../../../src/lenses/patching/activation-patching.ts';
import { attributionPatching, sumOverPositions } from '../../../src/lenses/patching/attribution-patching.ts';
import { edgeAttribution } from '../../../src/lenses/patching/edge-attribution.ts';
import { edgeLabel, edgesOf } from '../../../src/lenses/patching/graph-nodes.ts';
import { type PromptPair, promptsOf } from '../../../src/lenses/patching/pairs.ts';
import { type PatchPlace, pairRuns, patchPlace } from '../../../src/lenses/patching/patched-place.ts';
import { pathPatching } from '../../../src/lenses/patching/path-patching.ts';
import { hasSite, SITES, type Site, siteName } from '../../../src/lenses/patching/sites.ts';
import type { MetricName } from '../../../src/lenses/shared/patching-options.ts';
import { METHODS, type Method } from '../../../src/lenses/shared/patching-options.ts';
import type { Tensor } from '../../../src/lenses/shared/results.ts';
import type { ActivationName } from '../../../src/model/architecture/activations.ts';
import { modelViews } from '../../../src/model/architecture/architecture.ts';
import { type ModelConfig, modelParts } from '../../../src/model/architecture/config.ts';
import { softmax } from '../../../src/model/generation/sampler.ts';
import type { NDArray } from '../../../src/model/inspection/inspector.ts';
import { compileInterventions, type Intervention } from '../../../src/model/inspection/interventions.ts';
import type { FrozenModel } from '../../../src/model/training/run.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { PART_CONFIGS, TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';

const executor = new ReferenceExecutor();
const CONFIGS = [['GPT-2', TINY_CONFIG] as const, ...PART_CONFIGS];
/** Five tokens are padded to eight. The second pair differs in the last token too. */
const PAIRS: readonly PromptPair[] = [
  { clean: [1, 7, 7, 4, 2], corrupt: [1, 3, 7, 4, 2], answer: 5, other: 9 },
  { clean: [8, 2, 6, 0, 4], corrupt: [8, 2, 5, 0, 3], answer: 1, other: 2 },
];
const T = 5;

function setUp(config: ModelConfig, changes: Partial<PatchingTask> & { method?: Method } = {}) {
  const { inspector, values, weights } = tinyModel(executor, config);
  const { method = 'denoise', ...rest } = changes;
  const task: PatchingTask = {
    inspector,
    config,
    pairs: PAIRS,
    metric: 'logit-difference',
    replacement: { method },
    references: promptsOf(PAIRS),
    ...rest,
  };
  /** Logits (V) at the last position of one prompt, without the code under test. */
  const logits = async (tokens: readonly number[], interventions: readonly Intervention[] = []) => {
    const request = { B: 1, T, tokens: Int32Array.from(tokens) };
    const compiled = await compileInterventions(inspector, config, request, interventions);
    const run = await inspector.run({ ...request, names: ['logits'], interventions: compiled });
    return (run.activations.get('logits') as NDArray).data.slice((T - 1) * config.V);
  };
  const valuesOf = async (tokens: readonly number[], name: ActivationName) => {
    const run = await inspector.run({ B: 1, T, tokens: Int32Array.from(tokens), names: [name] });
    return (run.activations.get(name) as NDArray).data;
  };
  return { task, inspector, values, weights, logits, valuesOf };
}

const difference = (logits: Float32Array, { answer, other = 0 }: PromptPair) =>
  logits[answer] - logits[other];

const at = ({ shape, data }: Tensor, ...index: number[]) =>
  data[index.reduce((flat, i, axis) => flat * shape[axis] + i, 0)];

describe.each(['denoise', 'noise'] as const)('activation patching, %s', (method) => {
  it.each(SITES)('%s is one intervention', async (site: Site) => {
    const { task, logits, valuesOf } = setUp(TINY_CONFIG, { method });
    const effects = await runToCompletion(activationPatching(task, site));
    for (const [p, pair] of PAIRS.entries()) {
      const [base, donor] = method === 'denoise' ? [pair.corrupt, pair.clean] : [pair.clean, pair.corrupt];
      const before = difference(await logits(base), pair);
      for (const [layer, position, part] of [
        [0, 1, 0],
        [1, 2, 1],
        [1, T - 1, 1],
      ] as const) {
        const name = siteName(site, layer);
        const all = await valuesOf(donor, name);
        const width = all.length / T;
        const partWidth =
          site === 'attn.hook_z' ? width / TINY_CONFIG.H : site === 'mlp.hook_post' ? 1 : width;
        const from = position * width + (partWidth < width ? part * partWidth : 0);
        const slice = partWidth === width ? {} : site === 'attn.hook_z' ? { head: part } : { neuron: part };
        const value = all.slice(from, from + partWidth);
        const patched = await logits(base, [{ name, kind: 'replace', position, value, ...slice }]);
        const index = partWidth < width ? [p, layer, position, part] : [p, layer, position];
        expect(at(effects, ...index)).toBeCloseTo(difference(patched, pair) - before, 5);
      }
    }
  });
});

it.each(METHODS)(
  'one place alone has the effect that all places have, and the prediction of its run: %s',
  async (method) => {
    const { task, logits, valuesOf } = setUp(TINY_CONFIG, { method });
    const vocabulary = Array.from({ length: TINY_CONFIG.V }, (_, id) => String(id));
    const frozen = { plan: { dataset: { tokenizer: { vocabulary } } } } as unknown as FrozenModel;
    const effects = await runToCompletion(activationPatching(task, 'attn.hook_z'));
    const place = { site: 'attn.hook_z', layer: 1, position: T - 1, part: 1 } as const;
    const { exact, deviation, before, after } = await runToCompletion(patchPlace(frozen, task, place));
    const each = PAIRS.map((_, p) => at(effects, p, 1, T - 1, 1));
    expect(exact).toBeCloseTo((each[0] + each[1]) / 2, 6);
    expect(deviation).toBeCloseTo(Math.abs(each[0] - each[1]) / Math.SQRT2, 6);
    const [{ clean, corrupt }] = PAIRS;
    const base = method === 'denoise' ? corrupt : clean;
    const p = softmax(await logits(base));
    for (const { id, probability } of before) expect(probability).toBeCloseTo(p[id], 6);
    expect(after.reduce((sum, each) => sum + each.probability, 0)).toBeLessThan(1 + 1e-6);
    if (method !== 'denoise' && method !== 'noise') return;
    const name = siteName('attn.hook_z', 1);
    const z = await valuesOf(method === 'denoise' ? clean : corrupt, name);
    const D = z.length / (T * TINY_CONFIG.H);
    const from = ((T - 1) * TINY_CONFIG.H + 1) * D;
    const value = z.slice(from, from + D);
    const patched = softmax(await logits(base, [{ name, kind: 'replace', position: T - 1, head: 1, value }]));
    for (const { id, probability } of after) expect(probability).toBeCloseTo(patched[id], 6);
  },
);

it('both runs and the patched one are the network’s, number by number; several donors are several runs', async () => {
  const vocabulary = Array.from({ length: TINY_CONFIG.V }, (_, id) => `token ${id}`);
  const frozen = { plan: { dataset: { tokenizer: { vocabulary } } } } as unknown as FrozenModel;
  const { task, logits, valuesOf } = setUp(TINY_CONFIG);
  const [{ clean, corrupt }] = PAIRS;
  const { L, C, H } = TINY_CONFIG;
  const place = { site: 'hook_mlp_out', layer: 0, position: 1 } as const;
  const runs = await runToCompletion(pairRuns(frozen, task, place));
  expect(runs.clean.vectors.hook_resid_mid?.shape).toEqual([L, T, C]);
  expect(runs.clean.vectors['attn.hook_z']?.shape).toEqual([L, T, H, C / H]);
  for (const site of ['hook_resid_mid', 'attn.hook_z'] as const)
    for (const [run, tokens] of [
      ['clean', clean],
      ['corrupt', corrupt],
    ] as const) {
      const expected = await valuesOf(tokens, siteName(site, 1));
      const size = T * C;
      expect(runs[run].vectors[site]?.data.slice(size, 2 * size)).toEqual(expected.slice(0, size));
    }
  const value = (await valuesOf(clean, siteName('hook_mlp_out', 0))).slice(C, 2 * C);
  const p = softmax(
    await logits(corrupt, [{ name: siteName('hook_mlp_out', 0), kind: 'replace', position: 1, value }]),
  );
  for (const { id, probability } of runs.patched?.prediction ?? []) expect(probability).toBeCloseTo(p[id], 6);
  expect(runs.patched?.vectors.hook_mlp_out?.data.slice(C, 2 * C)).toEqual(value);
  // Before the place nothing has changed, after it everything.
  const [before, after] = [C, (T + 1) * C];
  expect(runs.patched?.vectors.hook_resid_mid?.data[before]).toBe(
    runs.corrupt.vectors.hook_resid_mid?.data[before],
  );
  expect(runs.patched?.vectors.hook_resid_mid?.data[after]).not.toBe(
    runs.corrupt.vectors.hook_resid_mid?.data[after],
  );
  const resampled = setUp(TINY_CONFIG, { method: 'resample' }).task;
  expect((await runToCompletion(pairRuns(frozen, resampled, place))).patched).toBeUndefined();
  expect((await runToCompletion(pairRuns(frozen, task, undefined))).patched).toBeUndefined();
});

it('a place that the model or the prompts lack is refused', async () => {
  const { task } = setUp(TINY_CONFIG);
  const refused = (place: PatchPlace) => runToCompletion(patchPlace({} as FrozenModel, task, place));
  await expect(refused({ site: 'hook_attn_out', layer: 9 })).rejects.toThrow('The model has no blocks.9.');
  await expect(refused({ site: 'hook_attn_out', layer: 0, position: T })).rejects.toThrow('no token 5');
  await expect(refused({ site: 'hook_attn_out', layer: 0, part: 0 })).rejects.toThrow('has no parts');
});

it('the last residual stream at the last position carries the whole answer, and nothing comes from before a change', async () => {
  const { task } = setUp(TINY_CONFIG);
  const [clean, corrupt] = await Promise.all([
    runToCompletion(baseMetrics(task, (pair) => pair.clean)),
    runToCompletion(baseMetrics(setUp(TINY_CONFIG).task, (pair) => pair.corrupt)),
  ]);
  const effects = await runToCompletion(activationPatching(task, 'hook_resid_post'));
  PAIRS.forEach((_, p) => {
    expect(at(effects, p, 1, T - 1)).toBeCloseTo(clean[p] - corrupt[p], 5);
    for (let position = 0; position < T - 1; position++) expect(at(effects, p, 1, position)).toBe(0);
    expect(at(effects, p, 0, 0)).toBe(0);
  });
});

describe('ablation of the clean run', () => {
  const name = siteName('attn.hook_z', 0);
  const [head, position] = [1, 3];
  const effectOf = async (method: Method, replacement: object = {}) => {
    const { task, ...rest } = setUp(TINY_CONFIG, { method });
    const changed = { ...task, replacement: { method, ...replacement } };
    const places = PAIRS.map(() => [{ position, part: head }]);
    return { ...rest, effects: await runToCompletion(patchPlaces(changed, 'attn.hook_z', 0, places)) };
  };
  const D = TINY_CONFIG.C / TINY_CONFIG.H;
  const sliceOf = (all: Float32Array) => all.slice((position * 2 + head) * D, (position * 2 + head + 1) * D);

  it('by zero', async () => {
    const { effects, logits } = await effectOf('zero');
    for (const [p, pair] of PAIRS.entries()) {
      const patched = await logits(pair.clean, [{ name, kind: 'zero', position, head }]);
      expect(effects[p][0]).toBeCloseTo(
        difference(patched, pair) - difference(await logits(pair.clean), pair),
        5,
      );
    }
  });

  it('by the mean over all prompts at the same position', async () => {
    const { effects, logits, valuesOf } = await effectOf('mean');
    const prompts = promptsOf(PAIRS);
    expect(prompts).toHaveLength(4);
    const slices = await inTurn(prompts, async (tokens) => sliceOf(await valuesOf(tokens, name)));
    const value = slices[0].map((_, i) => slices.reduce((sum, slice) => sum + slice[i] / 4, 0));
    for (const [p, pair] of PAIRS.entries()) {
      const patched = await logits(pair.clean, [{ name, kind: 'replace', position, head, value }]);
      expect(effects[p][0]).toBeCloseTo(
        difference(patched, pair) - difference(await logits(pair.clean), pair),
        5,
      );
    }
  });

  it('by resampling from the other prompts: many draws tend to the mean effect over them', async () => {
    const { effects, logits, valuesOf } = await effectOf('resample', { samples: 4000, seed: 3 });
    const [pair] = PAIRS;
    const before = difference(await logits(pair.clean), pair);
    const others = promptsOf(PAIRS).filter((tokens) => tokens.join() !== pair.clean.join());
    const each = await inTurn(others, async (tokens) => {
      const value = sliceOf(await valuesOf(tokens, name));
      return (
        difference(await logits(pair.clean, [{ name, kind: 'replace', position, head, value }]), pair) -
        before
      );
    });
    const spread = Math.max(...each) - Math.min(...each);
    const mean = each.reduce((sum, x) => sum + x / each.length, 0);
    expect(spread).toBeGreaterThan(1e-4);
    expect(Math.abs(effects[0][0] - mean)).toBeLessThan(0.1 * spread);
    const again = await effectOf('resample', { samples: 4, seed: 3 });
    expect((await effectOf('resample', { samples: 4, seed: 3 })).effects).toEqual(again.effects);
    expect((await effectOf('resample', { samples: 4, seed: 4 })).effects).not.toEqual(again.effects);
  });

  it('a resample needs another prompt', async () => {
    const { task } = setUp(TINY_CONFIG, {
      method: 'resample',
      references: [PAIRS[0].clean],
      pairs: [PAIRS[0]],
    });
    await expect(runToCompletion(activationPatching(task, 'hook_attn_out'))).rejects.toThrow(
      'A resample needs a reference prompt besides the clean one.',
    );
  });
});

/** Calls of an inspector must not overlap. */
async function inTurn<Item, Result>(
  items: readonly Item[],
  f: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await f(item));
  return results;
}

describe.each(CONFIGS)('%s', (_, config) => {
  it('the estimates of a head’s edges add up to the estimate of the head', async () => {
    for (const metric of ['logit-difference', 'probability'] as MetricName[]) {
      const { task, values } = setUp(config, { metric });
      const edges = edgesOf(config);
      for (const steps of [0, 3]) {
        const estimates = await runToCompletion(edgeAttribution(task, edges, values, steps));
        const nodes = (await runToCompletion(attributionPatching(task, ['attn.hook_z'], steps))).get(
          'attn.hook_z',
        );
        const heads = sumOverPositions(nodes as Tensor);
        const extent = Math.max(...heads.data.map(Math.abs));
        for (let layer = 0; layer < config.L; layer++) {
          for (let head = 0; head < config.H; head++) {
            PAIRS.forEach((_pair, p) => {
              const sum = edges.reduce((total, { sender }, e) => {
                const isOwn = sender.kind === 'head' && sender.layer === layer && sender.head === head;
                return isOwn ? total + estimates[e][p] : total;
              }, 0);
              expect(Math.abs(sum - at(heads, p, layer, head))).toBeLessThan(1e-4 * extent);
            });
          }
        }
      }
    }
  });

  it('for prompts that hardly differ, the estimate of every edge is its exact value, in both directions', async () => {
    const { task, values, weights } = setUp(config, {
      // One token differs: by an embedding that is nearly the same.
      pairs: [{ clean: [1, 7, 7, 4, 2], corrupt: [1, 3, 7, 4, 2], answer: 5, other: 9 }],
    });
    const { embedding } = modelViews(config);
    const table = (values.get(embedding.parameter) as Float32Array<ArrayBuffer>).slice();
    const rowOf = (token: number) => table.subarray(token * config.C, (token + 1) * config.C);
    rowOf(7).set(rowOf(3).map((x, i) => x + (i % 2 === 0 ? 1e-2 : -5e-3)));
    const changed = new Map([...values, [embedding.parameter, table]]);
    weights.set(changed);
    const edges = edgesOf(config);
    for (const method of ['denoise', 'noise'] as const) {
      const own = { ...task, replacement: { method } };
      const estimates = await runToCompletion(edgeAttribution(own, edges, changed));
      const exact = await runToCompletion(pathPatching(own, edges, changed));
      const extent = Math.max(...exact.map(([x]) => Math.abs(x)));
      expect(extent).toBeGreaterThan(1e-4);
      edges.forEach((edge, e) => {
        expect(Math.abs(estimates[e][0] - exact[e][0]), `${method} ${edgeLabel(edge)}`).toBeLessThan(
          0.03 * extent,
        );
      });
    }
  });
});

it('integrated gradients of the first stream add up to the difference of both prompts', async () => {
  const { task } = setUp(TINY_CONFIG);
  const clean = await runToCompletion(baseMetrics(task, (pair) => pair.clean));
  const corrupt = await runToCompletion(baseMetrics(task, (pair) => pair.corrupt));
  const errorOf = async (steps: number) => {
    const estimates = await runToCompletion(attributionPatching(task, ['hook_resid_pre'], steps));
    const { data } = estimates.get('hook_resid_pre') as Tensor;
    return PAIRS.map((_, p) => {
      const sum = data.subarray(p * 2 * T, p * 2 * T + T).reduce((total, x) => total + x, 0);
      return Math.abs(sum - (clean[p] - corrupt[p]));
    });
  };
  for (const error of await errorOf(32)) expect(error).toBeLessThan(1e-3);
  expect(Math.max(...(await errorOf(0)))).toBeGreaterThan(0.01);
});

it('a probability and a rank are those of the logits', async () => {
  const [pair] = PAIRS;
  for (const metric of ['probability', 'rank'] as const) {
    const { task, logits } = setUp(TINY_CONFIG, { metric });
    const [value] = await runToCompletion(baseMetrics(task, ({ clean }) => clean));
    const own = await logits(pair.clean);
    const p = softmax(own);
    if (metric === 'probability') expect(value).toBeCloseTo(p[pair.answer], 6);
    else expect(value).toBe(1 + own.filter((x) => x > own[pair.answer]).length);
  }
  const { task } = setUp(TINY_CONFIG, { metric: 'rank' });
  await expect(runToCompletion(attributionPatching(task, ['hook_attn_out']))).rejects.toThrow(
    'A rank has no gradient',
  );
});

it('every method yields between runs and has its own sites', async () => {
  for (const method of METHODS) {
    const { task } = setUp(TINY_CONFIG, { method });
    let yields = 0;
    for await (const { done, total } of activationPatching(task, 'hook_mlp_out')) {
      expect(done).toBeLessThanOrEqual(total);
      yields += 1;
    }
    expect(yields).toBeGreaterThan(3);
  }
  const [parallel] = PART_CONFIGS.filter(([, config]) => modelParts(config).isParallel);
  expect(hasSite(parallel[1], 'hook_resid_mid')).toBe(false);
});
