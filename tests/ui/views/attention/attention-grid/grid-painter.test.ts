// Painted positions of values: fails if the picture is transposed relative to its labels.
import { expect, test } from 'vitest';
import type { Orientation } from '../../../../../src/ui/types/page.ts';
import { layoutGrid } from '../../../../../src/ui/views/attention/attention-grid/grid-layout.ts';
import {
  dotSize,
  GRID_COLOURS,
  paintGrid,
} from '../../../../../src/ui/views/attention/attention-grid/grid-painter.ts';
import { type GridValues, scoreShares } from '../../../../../src/ui/views/attention/head-values.ts';
import { headFixture } from '../../../support/head-fixture.ts';

/** A canvas context that records dots, fills and texts. */
function recorder() {
  const dots: { x: number; y: number; radius: number; colour: string }[] = [];
  const fills: { x: number; y: number; colour: string }[] = [];
  const texts: { text: string; x: number; y: number }[] = [];
  const ignored = () => {};
  const context = {
    fillStyle: '',
    getTransform: () => ({ a: 2 }),
    arc(x: number, y: number, radius: number) {
      dots.push({ x, y, radius, colour: this.fillStyle });
    },
    fillRect(x: number, y: number) {
      fills.push({ x, y, colour: this.fillStyle });
    },
    fillText: (text: string, x: number, y: number) => texts.push({ text, x, y }),
    ...Object.fromEntries(
      ['clearRect', 'beginPath', 'fill', 'save', 'restore', 'rect', 'clip', 'moveTo', 'lineTo', 'stroke'].map(
        (name) => [name, ignored],
      ),
    ),
  };
  return { context: context as unknown as CanvasRenderingContext2D, dots, fills, texts };
}

const colours = { ...GRID_COLOURS, zero: '#000000', positive: '#0000ff', negative: '#ff0000' };

function painted(orientation: Orientation, show: GridValues, width = 500) {
  const layout = layoutGrid(width, [40, 40, 40, 40], orientation);
  const record = recorder();
  paintGrid(record.context, { layout, headAttention: headFixture, show, query: 3 }, colours);
  const middle = (column: number, row: number) => ({
    x: layout.left + (column + 0.5) * layout.cell,
    y: layout.top + (row + 0.5) * layout.cell,
  });
  return { ...record, layout, middle };
}

// In the fixture, query 2 attends to key 0 with 90 %.
test.each([
  ['queries-top', 2, 0],
  ['queries-left', 0, 2],
] as const)('%s: the largest dot of query 2 is in column %i, row %i', (orientation, column, row) => {
  const { dots, middle, layout } = painted(orientation, 'pattern');
  const dot = dots.find(({ x, y }) => x === middle(column, row).x && y === middle(column, row).y);
  expect(dot?.radius).toBeCloseTo(dotSize(0.9, layout.cell) / 2, 3);
  const mirrored = dots.find(({ x, y }) => x === middle(row, column).x && y === middle(row, column).y);
  expect(mirrored).toBeUndefined();
});

test('masked scores show −∞ below the diagonal instead of a dot', () => {
  const { dots, texts, middle } = painted('queries-top', 'scores');
  expect(texts.map(({ text }) => text)).toEqual(Array(6).fill('−∞'));
  expect(texts).toContainEqual({ text: '−∞', ...middle(0, 3) });
  expect(texts.every(({ x, y }) => y - middle(0, 0).y > x - middle(0, 0).x)).toBe(true);
  expect(dots).toHaveLength(10);
});

test('an unmasked weight of zero has a minimal dot', () => {
  const { dots, middle } = painted('queries-top', 'pattern');
  const { x, y } = middle(3, 1);
  expect(dots.find((dot) => dot.x === x && dot.y === y)?.radius).toBeGreaterThan(0.5);
});

test('positive scores are blue, negative ones red', () => {
  const { dots, middle } = painted('queries-top', 'scores');
  const at = ({ x, y }: { x: number; y: number }) => dots.find((dot) => dot.x === x && dot.y === y);
  expect(at(middle(2, 0))?.colour).toBe(colours.positive);
  expect(at(middle(2, 1))?.colour).toBe(colours.negative);
});

test('scores have the dots that the map draws: by their distance from the largest of their query', () => {
  const { dots, middle, layout } = painted('queries-top', 'scores');
  const { scores, tokens } = headFixture;
  const shares = scoreShares(scores, tokens.length);
  for (const [query, key] of [
    [2, 0],
    [2, 1],
    [3, 3],
  ]) {
    const { x, y } = middle(query, key);
    const dot = dots.find((each) => each.x === x && each.y === y);
    expect(dot?.radius).toBeCloseTo(dotSize(shares[query * tokens.length + key], layout.cell) / 2, 3);
  }
});

test('the area of a dot is proportional to its share', () => {
  const area = (share: number) => dotSize(share, 44) ** 2;
  expect(area(0.8) / area(0.2)).toBeCloseTo(4, 5);
  expect(dotSize(1, 44)).toBeLessThan(44);
});

test('cells too small for dots are filled, masked ones in no colour of the scale', () => {
  const { dots, fills } = painted('queries-top', 'pattern', 110);
  expect(dots).toHaveLength(0);
  expect(fills.filter(({ colour }) => colour === colours.surface).length).toBeGreaterThanOrEqual(6);
  expect(fills.filter(({ colour }) => colour.startsWith('rgb'))).toHaveLength(10);
});
