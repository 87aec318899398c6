import { describe, expect, it } from 'vitest';
import { transformerParameters } from '../../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../../src/model/architecture/config.ts';
import { type CountingInput, CountingScene } from '../../../../src/ui/scenes/counting/counting-scene.ts';
import { COUNT_NAMES, type CountName, GPT3_TOTAL } from '../../../../src/ui/scenes/counting/counts.ts';
import { GPT3, GPT3_REST, modelLedger, totalOf } from '../../../../src/ui/scenes/counting/ledger.ts';
import { partOf, treemap } from '../../../../src/ui/scenes/counting/treemap.ts';
import type { Rect } from '../../../../src/ui/stage/geometry.ts';
import type { Mark } from '../../../../src/ui/stage/marks/mark.ts';
import { PART_CONFIGS, TINY_CONFIG } from '../../../support/model/tiny-model.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const REST = Number.POSITIVE_INFINITY;
const AREA = { x: 0, y: 0, width: 1000, height: 200 };

/** As large as the chapters' models. */
const CONFIG: ModelConfig = { ...TINY_CONFIG, L: 4, C: 128, H: 4, V: 1024, mlpWidth: 512 };
const ledger = (config: ModelConfig) =>
  modelLedger(
    transformerParameters(config).map(({ parts = [], ...each }) => ({
      ...each,
      shape: [...each.shape],
      parts: [...parts],
    })),
    config,
  );
const own = ledger(CONFIG);

const marksOf = (input: Partial<CountingInput>, viewport = WIDE, t = REST) =>
  new CountingScene().layout({ own, ...input }, viewport, t) ?? [];
const valuesOf = (count: CountName, t = REST) =>
  Object.fromEntries(marksOf({ count }, WIDE, t).map(({ key, value }) => [key, value]));
const sizeOf = ({ width, height }: Rect) => width * height;

describe('counting', () => {
  it('counts what the films count, after what they have counted', () => {
    const ends = 2 * 617_558_016;
    const attention = 57_982_058_496;
    expect(valuesOf('all').total).toBe(175_181_291_520);
    expect(valuesOf('embedding').total).toBe(617_558_016);
    expect(valuesOf('unembedding').total).toBe(ends);
    expect(valuesOf('query-key')).toMatchObject({ 'now-query': 1_572_864, total: ends + 2 * 1_572_864 });
    expect(valuesOf('head').total).toBe(ends + 6_291_456);
    expect(valuesOf('attention').total).toBe(ends + attention);
    expect(valuesOf('up')).toMatchObject({ 'now-up': 603_979_776, total: ends + attention + 603_979_776 });
    expect(valuesOf('mlps')).toMatchObject({ 'now-down': 57_982_058_496, total: GPT3_TOTAL });
  });

  it('begins with what was counted before, and counts up', () => {
    expect(valuesOf('all', 0).total).toBe(0);
    expect(valuesOf('mlps', 0).total).toBe(2 * 617_558_016 + 57_982_058_496);
    const totals = [0, 1, 2, 3, 4, 5].map((t) => valuesOf('attention', t).total ?? 0);
    expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    expect(totals[2]).toBeGreaterThan(totals[0]);
  });

  it('has true areas: of each kind, of a layer and of a head, and of the model', () => {
    const rows = [...GPT3, GPT3_REST];
    for (const cell of treemap(rows, AREA)) {
      expect(sizeOf(cell.rect) / sizeOf(AREA)).toBeCloseTo(cell.row.count / totalOf(rows), 9);
      for (const share of [1, 1 / 96, 1 / 96 ** 2])
        expect(sizeOf(partOf(cell, share * cell.row.count)) / sizeOf(cell.rect)).toBeCloseTo(share, 9);
    }
    const shapes = new Map(marksOf({ count: 'all' }).map(({ key, shape }) => [key, shape]));
    const [up, model] = ['up', 'own-area'].map((key) => sizeOf(shapes.get(key) as Rect));
    expect(model / up).toBeCloseTo(totalOf(own) / 57_982_058_496, 9);
  });

  it.each(PART_CONFIGS)('shows each weight of a model of parts once (%s)', (_, config) => {
    const rows = ledger(config);
    expect(totalOf(treemap(rows, AREA).map(({ row }) => row))).toBe(totalOf(rows));
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const count of COUNT_NAMES)
      for (const part of [undefined, 'model', 'unembedding', 'up', 'rest'] as const) {
        const picked = part && { part, at: count };
        expect(complaints(marksOf({ count, picked }, viewport), viewport)).toEqual([]);
      }
  });

  it('fills much of the stage with the areas', () => {
    const isKind = ({ key }: Mark) => GPT3.some(({ part }) => part === key);
    for (const viewport of VIEWPORTS)
      expect(shareOf(marksOf({ count: 'all' }, viewport), isKind, viewport)).toBeGreaterThan(0.28);
  });

  it('shows a kind that is pressed in both networks, and the model’s areas when its ring is', () => {
    const scene = new CountingScene().show({ count: 'all', own });
    const press = (key: string) => {
      const marks = scene.layout(scene.input, WIDE, REST) ?? [];
      marks.find((mark) => mark.key === key)?.press?.();
      return (scene.layout(scene.input, WIDE, REST) ?? []).map((mark) => mark.key);
    };
    expect(press('up')).toEqual(expect.arrayContaining(['large-up', 'ours-up']));
    expect(press('own')).toEqual(expect.arrayContaining(['own-embedding', 'own-up', 'own-rest']));
    expect(press('own')).toContain('now-up');
    press('up');
    scene.show({ count: 'mlps' });
    expect(press('')).not.toContain('large-up');
  });

  it('has both networks in the table', () => {
    const text = marksOf({ count: 'all' }).find(({ key }) => key === 'query');
    expect(text?.format?.(0)).toBe(
      '14,495,514,624 = 128 × 12,288 × 96 × 96 (8.3\u202f%); your model: 65,536 = 32 × 128 × 4 × 4 (7.1\u202f%)',
    );
  });
});
