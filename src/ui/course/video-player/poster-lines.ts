// The poster before the video is loaded: a small network as vector graphics.

import { svg } from 'lit';

const LAYERS = [5, 4, 4, 3];
const place = (layer: number, index: number) => ({
  x: 35 + layer * 30,
  y: 37 + (index - (LAYERS[layer] - 1) / 2) * 14,
});
const neurons = LAYERS.flatMap((count, layer) =>
  Array.from({ length: count }, (_, index) => place(layer, index)),
);
const edges = LAYERS.slice(1).flatMap((count, layer) =>
  Array.from({ length: LAYERS[layer] * count }, (_, edge) => ({
    from: place(layer, Math.floor(edge / count)),
    to: place(layer + 1, edge % count),
  })),
);

export const posterLines = svg`
  ${edges.map(({ from, to }, i) => svg`<line class=${i % 3 ? 'positive' : 'negative'} x1=${from.x} y1=${from.y} x2=${to.x} y2=${to.y} />`)}
  ${neurons.map(({ x, y }) => svg`<circle cx=${x} cy=${y} r="3" />`)}
`;
