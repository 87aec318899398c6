// The table of heads: planted heads are named, scores equal those computed directly, and ablations the runs they stand for.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { ABLATION_KINDS } from '../../../src/lenses/attention/head-ablation/ablation.ts';
import { ablationEffects } from '../../../src/lenses/attention/head-ablation/ablation-effects.ts';
import {
  circuitFactors,
  eigenvalueScore,
} from '../../../src/lenses/attention/head-circuits/head-circuits.ts';
import { longestRow } from '../../../src/lenses/attention/head-data.ts';
import { HEAD_PATTERN_NAMES, scoreHeadPatterns } from '../../../src/lenses/attention/head-patterns.ts';
import {
  bestByChance,
  withChanceNetworks,
} from '../../../src/lenses/attention/head-table/chance-networks.ts';
import { copyingScores } from '../../../src/lenses/attention/head-table/copying.ts';
import { tokenPattern } from '../../../src/lenses/attention/head-table/known-patterns.ts';
import { PatternTally } from '../../../src/lenses/attention/head-table/pattern-tally.ts';
import { modelViews } from '../../../src/model/architecture/architecture.ts';
import { viewNumbers } from '../../../src/model/architecture/views/views.ts';
import { IGNORE_INDEX } from '../../../src/model/data/dataset.ts';
import { readAttention } from '../../../src/model/inspection/attention-rows.ts';
import type { Inspector } from '../../../src/model/inspection/inspector.ts';
import { compileInterventions } from '../../../src/model/inspection/interventions.ts';
import type { FrozenModel } from '../../../src/model/training/run.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { random } from '../../../src/shared/random.ts';
import type { HeadTableResult } from '../../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../../src/workers/session/transformer/transformer-session.ts';
import {
  createPlantedCircuits,
  DECOY_HEAD,
  GATHERING_HEAD,
  INDUCTION_HEAD,
  PREVIOUS_TOKEN_HEAD,
} from '../../support/model/planted-circuit-model.ts';
import { PART_CONFIGS, TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

const executor = new ReferenceExecutor();

const scoresOver = async (
  { inspector, config }: { inspector: Inspector; config: typeof TINY_CONFIG },
  rows: readonly (readonly number[])[],
) => {
  const tallies = HEAD_PATTERN_NAMES.map(
    (name) => new PatternTally(tokenPattern(name, rows), config.L * config.H),
  );
  const add = (row: Parameters<PatternTally['add']>[0]) => {
    for (const tally of tallies) tally.add(row);
  };
  await runToCompletion(readAttention(inspector, config, rows, add, 'rows'));
  return tallies.map((tally) => tally.scores(0));
};

describe('patterns', () => {
  it('of planted heads are above chance and position; the head that gathers all tokens follows none', async () => {
    const planted = createPlantedCircuits(executor);
    const { inspector, config } = planted;
    const stream = random(3, 'rows');
    // Tokens repeat at other distances in each row.
    const rows = Array.from({ length: 24 }, () => {
      const tokens = stream.shuffle([0, 1, 2, 3, 4, 5]);
      const at = 1 + stream.integer(4);
      return [...tokens, tokens[at], tokens[(at + 1) % 6]];
    });
    const scores = await scoresOver({ inspector, config }, rows);
    const of = (name: string, { layer, head }: { layer: number; head: number }) => {
      const pattern = scores.find((each) => each.name === name);
      const {
        score,
        interval,
        positional = 0,
      } = pattern?.heads[layer * config.H + head] ?? { score: -1, interval: [0, 0] };
      return { score, interval, chance: pattern?.chance ?? 1, positional };
    };
    const previous = of('previous token', PREVIOUS_TOKEN_HEAD);
    expect(previous.score).toBeGreaterThan(0.95);
    const induction = of('induction', INDUCTION_HEAD);
    expect(induction.score).toBeGreaterThan(0.9);
    expect(induction.interval[0]).toBeGreaterThan(induction.positional);
    // At itself whatever the tokens are: position alone gives as much.
    const decoy = of('same token', DECOY_HEAD);
    expect(decoy.score).toBeGreaterThan(0.95);
    expect(decoy.positional).toBeGreaterThanOrEqual(decoy.interval[0]);
    for (const name of HEAD_PATTERN_NAMES) {
      const { score, chance, positional } = of(name, GATHERING_HEAD);
      expect(score).toBeLessThanOrEqual(Math.max(2 * chance, positional));
    }
  });

  it('are those of the lens head-patterns, and of uniform heads those of chance', async () => {
    const rows = [
      [0, 1, 2, 3, 0, 1, 2, 3],
      [4, 4, 1, 0, 4, 2, 1],
      [5, 6, 5, 6, 5],
    ];
    const model = tinyModel(executor);
    const [scores, reference] = [
      await scoresOver(model, rows),
      await scoreHeadPatterns(model.inspector, TINY_CONFIG, rows),
    ];
    scores.forEach(({ heads, chance, count }, p) => {
      expect(count).toBe(reference[p].queries);
      expect(chance).toBeCloseTo(reference[p].chance, 10);
      heads.forEach(({ score }, h) => {
        expect(score).toBeCloseTo(reference[p].scores[Math.floor(h / 2)][h % 2], 10);
      });
    });
    model.dispose();
    const flat = tinyModel(executor, { ...TINY_CONFIG, initStd: 1e-6 });
    for (const { heads, chance } of await scoresOver(flat, rows))
      for (const { score } of heads) expect(score).toBeCloseTo(chance, 4);
    flat.dispose();
  });
});

describe('chance', () => {
  it('names no head of a network that is not trained, whatever the seed and the size of its weights', async () => {
    const { transformer } = await createLab();
    for (const initStd of [undefined, 0.3])
      for (let seed = 0; seed < 4; seed++) {
        const model = { T: 32, initStd };
        await transformer.create({ preset: 'repeats', model, training: { seed } });
        const { heads, patterns } = await transformer.lens('head-table', { rows: 16, tokens: 2 });
        const named = heads.flatMap(({ nearest }) => (nearest === undefined ? [] : patterns[nearest].name));
        expect(named, `seed ${seed}, initStd ${initStd}`).toEqual([]);
      }
    await transformer.dispose();
  });

  it('is the largest score of shuffled networks, corrected for the number of tests', () => {
    expect(bestByChance([0.1, 0.1, 0.1], 32)).toBeCloseTo(0.1, 12);
    expect(bestByChance([0, 0.2, 0, 0.2], 32)).toBeCloseTo(0.1 + 0.1 * Math.sqrt(2 * Math.log(640)), 12);
    expect(bestByChance([...new Array(99).fill(0), 1], 1)).toBe(1);
  });

  it.each([['GPT-2', TINY_CONFIG] as const, ...PART_CONFIGS])(
    'moves the queries and keys of %s within each head, and nothing else',
    async (_, config) => {
      const { values, weights, dispose } = tinyModel(executor, config);
      const plan = { config } as FrozenModel['plan'];
      const views = modelViews(config);
      await runToCompletion(
        withChanceNetworks({ executor, plan, weights }, async function* (copy, shuffle) {
          shuffle(0);
          const drawn = await copy.weights.get();
          const rest = new Map([...values].map(([name, numbers]) => [name, numbers.slice()]));
          for (let layer = 0; layer < config.L; layer++)
            for (let head = 0; head < config.H; head++)
              for (const { weight } of [views.head(layer, head).query, views.head(layer, head).key]) {
                const [before, after] = [viewNumbers(values, weight), viewNumbers(drawn, weight)];
                expect([...after].sort()).toEqual([...before].sort());
                expect([...after]).not.toEqual([...before]);
                for (let r = 0; r < weight.rows; r++)
                  for (let c = 0; c < weight.columns; c++) {
                    const at = weight.offset + r * weight.rowStride + c * weight.columnStride;
                    (rest.get(weight.parameter) as Float32Array)[at] = drawn.get(weight.parameter)?.[at] ?? 0;
                  }
              }
          for (const [name, numbers] of rest) expect(drawn.get(name), name).toEqual(numbers);
        }),
      );
      expect(await weights.get()).toEqual(values);
      dispose();
    },
  );
});

describe.each([['GPT-2', TINY_CONFIG] as const, ...PART_CONFIGS])('%s', (_, config) => {
  it('copying scores are those of each head’s circuit', async () => {
    const { values, dispose } = tinyModel(executor, config);
    const { scores } = await runToCompletion(copyingScores(config, values, config.V));
    expect(scores).toHaveLength(config.L * config.H);
    scores.forEach((score, h) => {
      const at = { layer: Math.floor(h / config.H), head: h % config.H };
      const [left, right] = circuitFactors(config, values, at, config.V).ov;
      expect(score).toBeCloseTo(eigenvalueScore(left, right), 6);
    });
    dispose();
  });
});

it('ablating a head changes the loss as replacing its z by hand does, row by row', async () => {
  const { inspector, config, dispose } = tinyModel(executor);
  const rows = [
    [1, 2, 3, 4, 5],
    [6, 7, 8],
    [2, 9, 4, 10, 1],
  ].map((tokens) => ({ tokens, targets: [...tokens.slice(1), IGNORE_INDEX] }));
  const heads = [0, 1].flatMap((layer) => [0, 1].map((head) => ({ layer, head })));
  const options = { kinds: ABLATION_KINDS, seed: 5 };
  const { loss, effects } = await runToCompletion(ablationEffects(inspector, config, rows, heads, options));
  const D = config.C / config.H;
  const shift = 1 + random(5, 'resample').integer(2);

  const runRow = async (row: number, change?: { layer: number; head: number; value: Float32Array }) => {
    const { tokens, targets } = rows[row];
    const request = {
      B: 1,
      T: tokens.length,
      tokens: Int32Array.from(tokens),
      targets: Int32Array.from(targets),
    };
    const interventions =
      change &&
      (await compileInterventions(inspector, config, request, [
        {
          name: `blocks.${change.layer}.attn.hook_z`,
          kind: 'replace',
          head: change.head,
          value: change.value,
        },
      ]));
    const names = heads.map(({ layer }) => `blocks.${layer}.attn.hook_z` as const);
    const { activations, loss: mean } = await inspector.run({
      ...request,
      names: [...new Set(names)],
      interventions,
    });
    const z = (layer: number, head: number) => {
      const data = activations.get(`blocks.${layer}.attn.hook_z`)?.data as Float32Array;
      return tokens.map((_, t) => data.subarray((t * config.H + head) * D, (t * config.H + head + 1) * D));
    };
    return { sum: (mean as number) * (tokens.length - 1), z };
  };
  const whole = [await runRow(0), await runRow(1), await runRow(2)];
  const targets = rows.reduce((sum, { tokens }) => sum + tokens.length - 1, 0);
  const total = whole.reduce((sum, each) => sum + each.sum, 0);
  expect(loss).toBeCloseTo(total / targets, 5);

  for (const { layer, head, kind, change, interval } of effects) {
    const zs = whole.map(({ z }) => z(layer, head));
    const all = zs.flat();
    let ablated = 0;
    for (const [row, own] of zs.entries()) {
      const other = zs[(row + shift) % rows.length];
      const value = Float32Array.from(
        own.flatMap((_, t) =>
          Array.from({ length: D }, (_, d) => {
            if (kind === 'zero') return 0;
            if (kind === 'mean') return all.reduce((sum, z) => sum + z[d], 0) / all.length;
            return other[t % other.length][d];
          }),
        ),
      );
      ablated += (await runRow(row, { layer, head, value })).sum;
    }
    expect(change).toBeCloseTo((ablated - total) / targets, 5);
    expect(interval[0]).toBeLessThanOrEqual(change + 1e-9);
    expect(interval[1]).toBeGreaterThanOrEqual(change - 1e-9);
  }
  expect(effects).toHaveLength(heads.length * 3);
  dispose();
});

describe('the lens', () => {
  let lab: TransformerSession;
  let table: HeadTableResult;

  beforeAll(async () => {
    ({ transformer: lab } = await createLab());
    await lab.create({ preset: 'repeats', model: { L: 2, H: 2, C: 16, T: 16, initStd: 0.3 } });
    table = await lab.lens('head-table', { rows: 6, ablation: 'resample' });
  });

  afterAll(() => lab.dispose());

  it('has a row for each head, and the loss of the whole model', async () => {
    expect(table.heads.map(({ layer, head }) => [layer, head])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    expect(table).toMatchObject({
      step: 0,
      rows: 6,
      rowKind: 'held-out rows',
      ablation: { kind: 'resample' },
    });
    for (const { patterns, entropy, ablation } of table.heads) {
      expect(patterns).toHaveLength(table.patterns.length);
      expect(entropy).toBeGreaterThan(0);
      expect(entropy).toBeLessThanOrEqual(1 + 1e-6);
      expect(ablation?.interval[0]).toBeLessThanOrEqual(ablation?.change as number);
    }
    const { heads, ablation } = await lab.lens('head-table', { rows: 6 });
    expect(ablation).toBeUndefined();
    expect(heads.map(({ patterns }) => patterns)).toEqual(table.heads.map(({ patterns }) => patterns));
  });

  it('and the page of a head agree on the loss without it', async () => {
    const { ablations, loss } = await lab.lens('head-profile', { layer: 1, head: 0, rows: 6 });
    const resampled = ablations.find(({ kind }) => kind === 'resample');
    expect(loss).toBe(table.ablation?.loss);
    expect(resampled?.change).toBe(table.heads[2].ablation?.change);
    expect(resampled?.interval).toEqual(table.heads[2].ablation?.interval);
  });

  it('refuses to resample a single text, and stops where it is told to', async () => {
    const request = { texts: ['ba be bi'], ablation: 'resample' as const };
    await expect(lab.lens('head-table', request)).rejects.toThrow('give at least two');
    await expect(lab.lens('head-table', { rows: 6 }, () => false)).rejects.toThrow('stopped');
  });
});

it('rows are cut where the patterns of all heads would exceed 64 MiB', () => {
  expect(longestRow({ L: 12, H: 12, T: 1024 })).toBe(256);
  expect(longestRow({ L: 2, H: 4, T: 64 })).toBe(64);
  expect(144 * 256 ** 2).toBeLessThanOrEqual(2 ** 24);
});
