// Geometry of the attention grid: positions of cells in both orientations, keyboard moves, and label sizes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Orientation } from '../../../../../src/ui/types/page.ts';
import {
  cellAfterKey,
  cellAt,
  cellOrigin,
  layoutGrid,
} from '../../../../../src/ui/views/attention/attention-grid/grid-layout.ts';

const widths = [10, 40, 30, 60, 50, 22, 50, 40];
const video = layoutGrid(520, widths, 'queries-top');
const paper = layoutGrid(520, widths, 'queries-left');

/** Centre of the cell at a column and row on screen. */
const middle = (layout: typeof video, column: number, row: number) =>
  [layout.left + (column + 0.5) * layout.cell, layout.top + (row + 0.5) * layout.cell] as const;

test('queries-top: keys down the left, queries along the top, as in the video', () => {
  expect(cellAt(video, ...middle(video, 3, 1))).toEqual({ query: 3, key: 1 });
});

test('queries-left: queries down the left, keys along the top', () => {
  expect(cellAt(paper, ...middle(paper, 3, 1))).toEqual({ query: 1, key: 3 });
});

test('masked cells are below the diagonal with queries on top, above it with queries on the left', () => {
  const masked = { query: 2, key: 5 };
  const inVideo = cellOrigin(video, masked);
  const inPaper = cellOrigin(paper, masked);
  expect(inVideo.y - video.top).toBeGreaterThan(inVideo.x - video.left);
  expect(inPaper.y - paper.top).toBeLessThan(inPaper.x - paper.left);
});

const orientations = fc.constantFrom<Orientation>('queries-top', 'queries-left');

test('hit testing finds the cell drawn at a position', () => {
  fc.assert(
    fc.property(
      orientations,
      fc.integer({ min: 240, max: 900 }),
      fc.nat(39),
      fc.nat(39),
      (orientation, width, query, key) => {
        const layout = layoutGrid(width, Array(40).fill(35), orientation);
        const { x, y } = cellOrigin(layout, { query, key });
        expect(cellAt(layout, x + layout.cell / 2, y + layout.cell / 2)).toEqual({ query, key });
      },
    ),
  );
});

test('hit testing finds no cell under labels or outside the grid', () => {
  expect(cellAt(video, video.left - 1, video.top + 5)).toBeUndefined();
  expect(cellAt(video, video.left + 5, video.top - 1)).toBeUndefined();
  expect(cellAt(video, video.left + 8 * video.cell + 1, video.top + 5)).toBeUndefined();
});

test('arrow keys move in screen directions and stop at the edge', () => {
  expect(cellAfterKey(video, { query: 3, key: 1 }, 'ArrowDown')).toEqual({ query: 3, key: 2 });
  expect(cellAfterKey(paper, { query: 3, key: 1 }, 'ArrowDown')).toEqual({ query: 4, key: 1 });
  expect(cellAfterKey(video, { query: 3, key: 0 }, 'ArrowUp')).toEqual({ query: 3, key: 0 });
  expect(cellAfterKey(video, { query: 3, key: 2 }, 'End')).toEqual({ query: 7, key: 2 });
  expect(cellAfterKey(video, { query: 3, key: 2 }, 'Enter')).toBeUndefined();
});

test('grid and labels fit the width, and labels do not overlap', () => {
  const anyWidths = fc.array(fc.integer({ min: 4, max: 160 }), { minLength: 1, maxLength: 128 });
  fc.assert(
    fc.property(
      orientations,
      fc.integer({ min: 300, max: 1100 }),
      anyWidths,
      fc.constantFrom(1, 1.5, 2),
      (orientation, width, labels, textScale) => {
        const layout = layoutGrid(width, labels, orientation, textScale);
        const right = layout.left + layout.cell * layout.count;
        const last = Math.min(labels[labels.length - 1], layout.maxLabelWidth);
        const overhang = layout.angle === -45 ? last * Math.SQRT1_2 - layout.cell / 2 : 0;
        expect(right + overhang).toBeLessThanOrEqual(width + 1);
        const between = layout.cell * layout.labelInterval * (layout.angle === -45 ? Math.SQRT1_2 : 1);
        expect(between).toBeGreaterThanOrEqual(layout.angle === 0 ? layout.maxLabelWidth : 13 * textScale);
      },
    ),
  );
});
