// The drawing of a block: every part of a model once, inside its width, without overlapping labels, with the engine's numbers.
import { describe, expect, it } from 'vitest';
import type { ModelConfig } from '../../../../src/model/architecture/config.ts';
import { weightCounts } from '../../../../src/model/architecture/weight-counts.ts';
import { MODEL_SETTINGS, PART_SETTINGS } from '../../../../src/shared/settings/model-settings.ts';
import { formatInteger, toPlainNumber } from '../../../../src/ui/format/numbers.ts';
import {
  changedPieces,
  piecesOf,
} from '../../../../src/ui/views/models/architecture-diagram/changed-pieces.ts';
import {
  describeModel,
  weightsTable,
} from '../../../../src/ui/views/models/architecture-diagram/description.ts';
import { diagramModel } from '../../../../src/ui/views/models/architecture-diagram/diagram-model.ts';
import { scene } from '../../../../src/ui/views/models/architecture-diagram/scene.ts';
import type { TextShape } from '../../../../src/ui/views/models/architecture-diagram/shapes.ts';
import { DROPOUT, PART_CONFIGS, TINY_CONFIG } from '../../../support/model/tiny-model.ts';

const LARGEST: ModelConfig = {
  ...{ L: 8, H: 16, C: 512, T: 512, V: 5000, mlpWidth: 2048, initStd: 0.02, tied: false },
  ...{ activation: 'swiglu', positions: 'rotary', qkNorm: true, keyValueHeads: 4 },
};
const CONFIGS: readonly (readonly [string, ModelConfig])[] = [
  ['GPT-2', TINY_CONFIG],
  ['attention only', { ...TINY_CONFIG, mlpWidth: 0 }],
  ['dropout', { ...TINY_CONFIG, ...DROPOUT }],
  ['one head', { ...TINY_CONFIG, L: 1, H: 1, keyValueHeads: 1 }],
  ['the largest', LARGEST],
  ['the largest, parallel, dropout', { ...LARGEST, ...DROPOUT, parallelResidual: true }],
  ...PART_CONFIGS,
];
/** A phone, a tablet, a column beside a form, a wide page. */
const WIDTHS = [296, 324, 559, 560, 720, 1000];

const modelOf = (config: ModelConfig) => diagramModel(config, weightCounts(config));
const textOf = ({ runs }: TextShape) => runs.map(({ text }) => text).join('');

/** At 12 units, a character of the widest of the page's fonts takes 6.6 on average. */
function boxOf(shape: TextShape) {
  const width = 6.6 * textOf(shape).length;
  const left = { start: shape.x, middle: shape.x - width / 2, end: shape.x - width }[shape.anchor];
  return { text: textOf(shape), left, right: left + width, top: shape.y - 10, bottom: shape.y + 2 };
}

describe.each(CONFIGS)('%s', (_, config) => {
  const model = modelOf(config);

  it.each(WIDTHS)('lies inside a width of %d, with labels apart', (width) => {
    const { shapes, height } = scene(model, width);
    const labels = shapes.flatMap((shape) => (shape.kind === 'text' ? [boxOf(shape)] : []));
    for (const shape of shapes) {
      if (shape.kind !== 'rect') continue;
      expect(shape.x).toBeGreaterThanOrEqual(0);
      expect(shape.x + shape.width).toBeLessThanOrEqual(width);
      expect(shape.y + shape.height).toBeLessThanOrEqual(height);
      expect(shape.width).toBeGreaterThan(0);
    }
    for (const { left, right, text } of labels) {
      expect(left, text).toBeGreaterThanOrEqual(0);
      expect(right, text).toBeLessThanOrEqual(width);
    }
    for (const [i, a] of labels.entries())
      for (const b of labels.slice(i + 1)) {
        const isApart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        expect(isApart, `“${a.text}” and “${b.text}”`).toBe(true);
      }
  });

  it.each(WIDTHS)('names every shape once at a width of %d', (width) => {
    const keys = scene(model, width).shapes.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('has a chip for each head, a pattern, and the parts of the config alone', () => {
    const { shapes } = scene(model, 720);
    const count = (look: string) => shapes.filter((shape) => shape.look === look).length;
    const { H, keyValueHeads } = model;
    expect([count('chip query'), count('chip key'), count('chip value')]).toEqual([
      H,
      keyValueHeads,
      keyValueHeads,
    ]);
    expect(count('pattern')).toBe(H);
    expect(count('dial')).toBe(model.positions === 'rotary' ? H : 0);
    const keys = new Set(shapes.map(({ key }) => key));
    expect(keys.has('gate')).toBe(model.hasMlp && model.isGated);
    expect(keys.has('product')).toBe(model.hasMlp && model.isGated);
    expect(keys.has('curve')).toBe(model.hasMlp);
    expect(keys.has('qkNorm')).toBe(model.qkNorm);
    expect(keys.has('positions-sum')).toBe(model.positions === 'learned');
    expect(keys.has('tied')).toBe(model.tied);
  });

  it('writes the weights of each part, as the table does', () => {
    const { block, outside, total } = model.weights;
    const text = scene(model, 720)
      .shapes.map((shape) => (shape.kind === 'text' ? textOf(shape) : ''))
      .join('\n');
    const { queryNorm, keyNorm, ...single } = block;
    for (const count of Object.values({ ...single, ...outside }))
      expect(text).toContain(formatInteger(count));
    if (queryNorm && keyNorm) expect(text).toContain(formatInteger(queryNorm + keyNorm));
    const { rows } = weightsTable(model);
    const inAll = rows.slice(0, -1).map(({ cells }) => Number(toPlainNumber(cells[2])));
    expect(inAll.reduce((sum, count) => sum + count)).toBe(total);
    expect(rows.at(-1)?.cells[2]).toBe(formatInteger(total));
  });
});

it('grows no gate, norm or dial from one setting to the next: those that stay keep their key', () => {
  const keysOf = (config: ModelConfig) => new Set(scene(modelOf(config), 720).shapes.map(({ key }) => key));
  const [before, after] = [keysOf(TINY_CONFIG), keysOf({ ...TINY_CONFIG, qkNorm: true, norm: 'rms' })];
  expect([...before].filter((key) => !after.has(key))).toEqual([]);
});

it('marks what a setting changes, where the drawing has it', () => {
  const rotary: ModelConfig = { ...TINY_CONFIG, positions: 'rotary', activation: 'swiglu', qkNorm: true };
  const changes: Partial<Record<keyof ModelConfig, unknown>> = {
    ...{ L: 3, H: 4, C: 16, V: 20, mlpWidth: 24, activation: 'relu', tied: false, norm: 'rms' },
    ...{ normEpsilon: 1e-3, positions: 'learned', rotaryBase: 100, rotaryFraction: 0.5, keyValueHeads: 1 },
    ...{ headWidth: 6, biases: 'none', parallelResidual: true, init: 'scaled', ...DROPOUT },
  };
  for (const [name, value] of Object.entries(changes)) {
    const after = modelOf({ ...rotary, [name]: value });
    const marked = changedPieces(modelOf(rotary), after);
    expect([...marked], name).toEqual(expect.arrayContaining([...piecesOf(name)]));
    const drawn = new Set(scene(after, 720).pieces.map(({ piece }) => piece));
    expect(
      [...marked].some((piece) => drawn.has(piece)),
      name,
    ).toBe(true);
  }
  expect(changedPieces(modelOf(rotary), modelOf(rotary))).toEqual(new Set());
});

it('knows every setting', () => {
  const unmarked = Object.keys({ ...MODEL_SETTINGS, ...PART_SETTINGS }).filter(
    (name) => piecesOf(name).length === 0,
  );
  expect(unmarked).toEqual(['initStd']);
});

it('is described in words', () => {
  expect(describeModel(modelOf(TINY_CONFIG))).toBe(
    '2 blocks on a residual stream of width 8, from an embedding of 11 tokens plus 8 learned positions. In each block: Layer norm, attention with 2 heads of width 4, added to the residual stream; then Layer norm, MLP of 16 GELU neurons, added to the residual stream. At the end: Layer norm and the transposed embedding.',
  );
  const llama = describeModel(modelOf(PART_CONFIGS[1][1]));
  expect(llama).toContain('which share 2 heads of keys and values, queries and keys rotated by position');
  expect(llama).toContain('SwiGLU neurons with a gate');
});
