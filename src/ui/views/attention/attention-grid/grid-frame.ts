// SVG around and over the dots: axis names, token labels, and marks of the selected query and the pointed cell.
import { msg } from '@lit/localize';
import { nothing, type SVGTemplateResult, svg } from 'lit';
import type { Cell, HeadAttention } from '../head-values.ts';
import { cellOrigin, type GridLayout, toGridPosition } from './grid-layout.ts';
import { truncateToWidth } from './text-width.ts';

const QUERIES = msg('queries: attending tokens');
const KEYS = msg('keys: attended tokens');

/** Axis names along the top and the left. */
export function axisNames({ orientation, left, top, cell, count, textScale }: GridLayout): SVGTemplateResult {
  const queriesTop = orientation === 'queries-top';
  const half = (cell * count) / 2;
  const line = 12 * textScale;
  return svg`
    <text class=${queriesTop ? 'query' : 'key'} x=${left + half} y=${line} text-anchor="middle">
      ${queriesTop ? QUERIES : KEYS} →
    </text>
    <text
      class=${queriesTop ? 'key' : 'query'}
      transform="translate(${line} ${top + half}) rotate(-90)"
      text-anchor="middle"
    >← ${queriesTop ? KEYS : QUERIES}</text>
  `;
}

/** Token labels along the top and the left; those of the described cell are highlighted. */
export function tokenLabels(layout: GridLayout, { tokens }: HeadAttention, described: Cell, font: string) {
  const position = toGridPosition(layout.orientation, described);
  const [top, left] = layout.orientation === 'queries-top' ? ['query', 'key'] : ['key', 'query'];
  return tokens.map((token, index) => {
    const text = truncateToWidth(token, layout.maxLabelWidth, font);
    return [
      hasRoom(layout, index, position.column)
        ? topLabel(layout, index, text, top, index === position.column)
        : nothing,
      hasRoom(layout, index, position.row)
        ? leftLabel(layout, index, text, left, index === position.row)
        : nothing,
    ];
  });
}

/** If not every label fits, the described one hides its neighbours. */
function hasRoom({ labelInterval }: GridLayout, index: number, described: number): boolean {
  return (
    index === described ||
    (index % labelInterval === 0 && (labelInterval === 1 || Math.abs(index - described) >= labelInterval))
  );
}

function topLabel(layout: GridLayout, index: number, text: string, kind: string, isHighlighted: boolean) {
  // Vertical labels are centred by their height, others by the baseline.
  const x = layout.left + (index + 0.5) * layout.cell + (layout.angle === -90 ? 4 * layout.textScale : 0);
  return svg`
    <text
      class="label ${kind} ${isHighlighted ? 'on' : ''}"
      transform="translate(${x} ${layout.top - 7}) rotate(${layout.angle})"
      text-anchor=${layout.angle === 0 ? 'middle' : 'start'}
    >${text}</text>
  `;
}

function leftLabel(layout: GridLayout, index: number, text: string, kind: string, isHighlighted: boolean) {
  const y = layout.top + (index + 0.5) * layout.cell + 4 * layout.textScale;
  return svg`
    <text class="label ${kind} ${isHighlighted ? 'on' : ''}" x=${layout.left - 8} y=${y} text-anchor="end">${text}</text>
  `;
}

/** The frame of the selected query, and the row and column of the pointed cell. */
export function marks(layout: GridLayout, query: number, pointed: Cell | undefined) {
  const chosen = toGridPosition(layout.orientation, { query, key: query });
  const frame =
    layout.orientation === 'queries-top'
      ? columnMark(layout, chosen.column, 'chosen')
      : rowMark(layout, chosen.row, 'chosen');
  if (!pointed) return frame;
  const { column, row } = toGridPosition(layout.orientation, pointed);
  const { x, y } = cellOrigin(layout, pointed);
  return [
    columnMark(layout, column, 'band'),
    rowMark(layout, row, 'band'),
    frame,
    svg`<rect class="cursor" rx="4" x=${x} y=${y} width=${layout.cell} height=${layout.cell}></rect>`,
  ];
}

function columnMark({ left, top, cell, count }: GridLayout, column: number, kind: string) {
  return svg`<rect class=${kind} rx="6" x=${left + column * cell} y=${top} width=${cell} height=${cell * count}></rect>`;
}

function rowMark({ left, top, cell, count }: GridLayout, row: number, kind: string) {
  return svg`<rect class=${kind} rx="6" x=${left} y=${top + row * cell} width=${cell * count} height=${cell}></rect>`;
}
