// Transcoders of a small run: what they report against runs of the same network, what is kept, and autoencoders of other sites.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldOutRows } from '../../../../src/model/data/corpus.ts';
import { SITES } from '../../../../src/model/training/dictionary/sites.ts';
import { planRun } from '../../../../src/model/training/run-plan.ts';
import { lossRecovered } from '../../../../src/shared/loss-recovered.ts';
import { LENSES } from '../../../../src/workers/requests/lens-requests.ts';
import type { TranscodersResult } from '../../../../src/workers/rpc/api/lab-api.ts';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

const [, executor] = wasmExecutors[0];
const SETTINGS = { features: 48, k: 4, steps: 200 };

let lab: Lab;
let found: TranscodersResult;
let text: string;
beforeAll(async () => {
  lab = await createLab(executor);
  ({
    prompts: [text],
  } = await lab.transformer.create({
    preset: 'league',
    model: { L: 2, H: 2, C: 16, T: 16, mlpWidth: 24, initStd: 0.3 },
    training: { steps: 65 },
  }));
  await lab.transformer.step(60);
  found = await lab.transformer.lens('transcoders', { ...SETTINGS, seeds: 2 });
});
afterAll(() => lab.dispose());

describe('transcoders', () => {
  it('say what they lose, beside ablation and another seed', () => {
    expect(found.settings).toEqual({ ...SETTINGS, activation: 'topk', seed: 0, seeds: 2 });
    expect(found.whole).toBe(true);
    expect(found.layers.map(({ layer }) => layer)).toEqual([0, 1]);
    for (const { used, dead, explained, loss, stability } of found.layers) {
      expect(used).toBeLessThanOrEqual(4);
      expect(dead).toBeLessThan(48);
      expect(explained).toBeGreaterThan(0.5);
      expect(explained).toBeLessThan(1);
      expect(loss.clean).toBe(found.loss.clean);
      expect(stability?.cosine).toBeGreaterThan(stability?.chance ?? 1);
    }
    expect(lossRecovered(found.loss, 'zero')).toBeGreaterThan(0.2);
    expect(found.loss.spliced).toBeGreaterThan(found.loss.clean);
  });

  it('are kept for the same weights and settings, and trained anew for others', async () => {
    let reports = 0;
    const again = (request: object) =>
      lab.transformer.lens('transcoders', request, () => {
        reports++;
        return true;
      });
    expect(await again({ ...SETTINGS, seeds: 2 })).toEqual(found);
    expect(reports).toBe(0);
    const other = await again({ ...SETTINGS, seeds: 2, seed: 5 });
    expect(reports).toBeGreaterThan(0);
    expect(other.layers[0].explained).not.toBe(found.layers[0].explained);
    found = await again({ ...SETTINGS, seeds: 2 });
  });

  it('have feature pages whose top activation the network has', async () => {
    const pages = await Promise.all(
      Array.from({ length: 48 }, (_, feature) => lab.transformer.lens('feature', { layer: 1, feature })),
    );
    const active = pages.reduce((sum, { fires }) => sum + fires.active, 0);
    expect(active / found.activations).toBeCloseTo(found.layers[1].used, 6);
    for (const { fires, writes } of pages.filter(({ fires: { most } }) => most.length > 0)) {
      expect(fires.most[0].value).toBeGreaterThan(0);
      expect(writes.promoted[0].score).toBeGreaterThan(writes.suppressed[0].score);
    }
    await expect(lab.transformer.lens('feature', { layer: 2, feature: 0 })).rejects.toThrow('2 layers');
    await expect(lab.transformer.lens('feature', { layer: 0, feature: 48 })).rejects.toThrow('48 features');
  });
});

describe('transcoders on other weights', () => {
  it('have the loss of their training, and activations that are those of the attribution graph', async () => {
    const { dataset, config } = planRun({ preset: 'league', model: { T: 16 } });
    const [row] = heldOutRows(dataset, config.T);
    const { nodes } = await lab.transformer.lens('attribution-graph', {
      ...{ text: dataset.tokenizer.decode(row), nodeShare: 1, edgeShare: 1 },
    });
    const features = nodes.filter(({ kind }) => kind === 'feature').slice(0, 8);
    expect(features).toHaveLength(8);
    for (const { layer, feature = 0, position, activation } of features) {
      const drift = await lab.transformer.lens('transcoder-drift', { feature: { layer, feature } });
      expect(drift).toMatchObject({ step: found.step, trainedAt: found.step, loss: found.loss });
      expect(drift.feature?.T).toBe(16);
      expect(drift.feature?.activations[position]).toBeCloseTo(activation, 3);
    }
    await expect(
      lab.transformer.lens('transcoder-drift', { feature: { layer: 0, feature: 48 } }),
    ).rejects.toThrow('there is no feature 48');
  });
});

describe('an attribution graph', () => {
  it('needs transcoders, trains them where it is asked to, and says when the weights have changed', async () => {
    const graph = await lab.transformer.lens('attribution-graph', {
      text,
      train: { ...SETTINGS, seeds: 2 },
    });
    expect(graph.transcoders).toEqual(found);
    expect(graph).toMatchObject({ isStale: false, step: found.step });
    const { next } = await lab.transformer.inspect({ text, names: [] });
    expect(graph.answer.id).toBe(next[0].id);
    expect(graph.value).toBeGreaterThan(0);
    const answer = graph.nodes.length - 1;
    expect(graph.nodes[answer]).toMatchObject({ kind: 'answer', activation: graph.value });
    for (const { from, to } of graph.edges) expect(from).toBeLessThan(to);
    await expect(lab.transformer.lens('attribution-graph', { text, answer: 3, other: 3 })).rejects.toThrow(
      'same token',
    );
  });

  it('of a request without options ablates features of its own text', async () => {
    const graph = await lab.transformer.lens('attribution-graph', { text });
    const asked: unknown[] = [];
    const query = async (lens: { readonly name: string }, request: object) => {
      asked.push(request);
      return lab.transformer.lens(lens.name as 'feature-intervention', request as never);
    };
    await LENSES['attribution-graph'].table?.format(graph, { count: 1 }, query as never);
    expect(asked).toMatchObject([{ text, kind: 'ablate' }]);
  });

  it('predicts what the model does where a feature is ablated, clamped or steered', async () => {
    const { nodes, answer } = await lab.transformer.lens('attribution-graph', { text });
    const node = nodes.find(({ kind }) => kind === 'feature');
    if (node?.feature === undefined) throw new Error('The graph has no feature.');
    const { layer, position, feature, activation } = node;
    const change = (to: { kind: 'ablate' } | { kind: 'clamp' | 'steer'; value: number }) =>
      lab.transformer.lens('feature-intervention', {
        ...{ text, layer, position, feature, answer: answer.id, ...to },
      });
    const ablated = await change({ kind: 'ablate' });
    expect(ablated.isStale).toBe(false);
    expect(ablated.before).toBeCloseTo(activation, 4);
    expect(ablated.after).toBe(0);
    expect(ablated.change.total.predicted).toBeCloseTo(-node.total, 4);
    expect(ablated.change.direct.predicted).toBeCloseTo(-node.direct, 4);
    expect(ablated.predictions.before[0].id).toBe(answer.id);
    const same = await change({ kind: 'clamp', value: ablated.before });
    expect(same.change.total.measured).toBeCloseTo(0, 5);
    expect(same.predictions.after).toEqual(same.predictions.before);
    const more = await change({ kind: 'clamp', value: 2 * ablated.before });
    expect(more.change.total.predicted).toBeCloseTo(node.total, 4);
    const steered = await change({ kind: 'steer', value: 3 });
    expect(steered.after).toBeCloseTo(ablated.before + 3, 5);
    expect(steered.predictions.after).not.toEqual(steered.predictions.before);
    await expect(
      lab.transformer.lens('feature-intervention', {
        text,
        layer: 0,
        position: 40,
        feature: 0,
        kind: 'ablate',
      }),
    ).rejects.toThrow('there is no token 40');
    for (const kind of ['clamp', 'steer'] as const)
      await expect(
        lab.transformer.lens('feature-intervention', { text, layer, position, feature, kind } as never),
      ).rejects.toThrow('value');
  });
});

describe('after more steps of training', () => {
  it('what was trained on other weights says so', async () => {
    const at = { feature: 0 };
    await lab.transformer.lens('sparse-autoencoder', { layer: 1, ...SETTINGS, seed: 0 });
    const pages = async () => [
      await lab.transformer.lens('feature', at),
      await lab.transformer.lens('feature', { ...at, layer: 1 }),
      await lab.transformer.lens('feature-intervention', {
        ...at,
        text,
        layer: 1,
        position: 0,
        kind: 'ablate',
      }),
    ];
    for (const page of await pages()) expect(page.isStale).toBe(false);
    await lab.transformer.step(5);
    const [autoencoder, transcoder, change] = await pages();
    for (const page of [autoencoder, transcoder, change]) expect(page.isStale).toBe(true);
    expect(transcoder.step).toBe(found.step);
    expect(change.step).toBe(found.step + 5);
  });
});

describe('an autoencoder', () => {
  it.each(SITES)('of %s says what its reconstruction loses', async (site) => {
    const result = await lab.transformer.lens('sparse-autoencoder', { layer: 1, site, ...SETTINGS, seed: 0 });
    expect(result).toMatchObject({ site, activation: 'topk', features: 48 });
    expect(result.explained).toBeGreaterThan(0.3);
    expect(result.loss.spliced).toBeLessThan(result.loss.zero);
    const [{ feature }] = result.summaries;
    const { writes } = await lab.transformer.lens('feature', { feature });
    expect(Math.abs(writes.promoted[0].score)).toBeGreaterThan(0);
  });

  it.each(['batch-topk', 'jumprelu'] as const)('with %s uses k features on average', async (activation) => {
    const request = {
      layer: 1,
      site: 'hook_resid_post' as const,
      activation,
      ...SETTINGS,
      steps: 400,
      seed: 0,
    };
    const { used, explained } = await lab.transformer.lens('sparse-autoencoder', request);
    expect(used).toBeGreaterThan(2);
    expect(used).toBeLessThan(6);
    expect(explained).toBeGreaterThan(0.5);
  });

  it('names a site that the model lacks', async () => {
    await lab.transformer.create({ preset: 'repeats', model: { L: 1, H: 2, C: 16, T: 16, mlpWidth: 0 } });
    const request = { layer: 0, ...SETTINGS, seed: 0 };
    await expect(
      lab.transformer.lens('sparse-autoencoder', { ...request, site: 'mlp.hook_post' }),
    ).rejects.toThrow('no MLP');
    await expect(lab.transformer.lens('transcoders', {})).rejects.toThrow('nothing to transcode');
  });
});
