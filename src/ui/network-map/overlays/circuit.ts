// Circuit: the edges that the answer depends on most, as a graph over the depth of the network.

import type { LensResult } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent, formatSigned } from '../../format/numbers.ts';
import { smoothstep } from '../../map-core/geometry.ts';
import type { TableData } from '../../types/table.ts';
import type { Shot } from '../camera/shot.ts';
import type { Picture } from '../painting/picture.ts';
import type { Item } from '../scene/items.ts';
import { zoneIndex } from '../scene/network-shape.ts';
import type { Projection } from '../scene/projection.ts';
import type { Words } from '../text/describe.ts';
import {
  circuitEdges,
  measuredCircuit,
  nodePlace,
  rankedEdges,
  takenEdges,
} from '../values/circuit-graph.ts';
import type { NetworkValues } from '../values/network-values.ts';
import type { Overlay } from './overlay.ts';
import { renderPatchingForm } from './patching-form.ts';
import { pairsRequest } from './patching-request.ts';

type Edge = ReturnType<typeof circuitEdges>[number];
type Node = Edge['sender'] | Edge['receiver'];

/** As the lens `circuit` takes them by default. */
const INTEGRATION_STEPS = 5;

export const circuitOverlay: Overlay = {
  form: renderPatchingForm,
  label: 'Circuit',
  explanation:
    'The edges that the answer depends on most, between embedding, heads, MLPs and logits: what each part reads of another.',
  valuesAlpha: 0.12,
  legend: [
    { sign: 'positive', text: 'the answer needs it: wide much' },
    { sign: 'negative', text: 'works against it' },
    { sign: 'query-end', text: 'ends at queries' },
    { sign: 'key-end', text: 'keys' },
    { sign: 'value-end', text: 'values' },
  ],
  lenses: (prompt, shot) => {
    const { method: _, ...pairs } = pairsRequest(prompt, shot);
    return { 'path-patching': { ...pairs, method: 'noise', integrationSteps: INTEGRATION_STEPS, count: 0 } };
  },
  items: nodeItems,
  paint: paintCircuit,
  describe: (subject, values, shot) => {
    const name =
      subject.kind === 'pattern'
        ? `head ${subject.layer}.${subject.head}`
        : subject.kind === 'neurons'
          ? `MLP ${subject.layer}`
          : undefined;
    const edges = circuitEdges(values, shot).filter(
      ({ from, to }) => name && (from === name || to.includes(name)),
    );
    return edges.length > 0
      ? edges.map((edge) => `${edgeName(edge)} ${formatSigned(edge.score)}`).join(', ')
      : undefined;
  },
  summary: circuitSummary,
  table: circuitTable,
};

/** Layers and heads count from 1, as everywhere on the page. */
function nodeName(node: Node): string {
  if (node.kind === 'embed') return 'embedding';
  if (node.kind === 'logits') return 'logits';
  if (node.kind === 'mlp') return `MLP ${node.layer + 1}`;
  const input = 'input' in node ? ` (${INPUTS[node.input]})` : '';
  return `head ${node.layer + 1}.${node.head + 1}${input}`;
}

const INPUTS = { q: 'queries', k: 'keys', v: 'values', qkv: 'queries, keys, values' } as const;

const edgeName = ({ sender, receiver }: Pick<Edge, 'sender' | 'receiver'>): string =>
  `${nodeName(sender)} → ${nodeName(receiver)}`;

function circuitSummary(values: NetworkValues, shot: Shot): string {
  const edges = circuitEdges(values, shot);
  const total = rankedEdges(values).length;
  if (total === 0) return values.problem ? ` ${values.problem}` : '';
  const senders = new Set(edges.map(({ from }) => from)).size;
  const taken = Math.min(total, takenEdges(values, shot));
  const others = taken > edges.length ? `; ${taken - edges.length} of the ${taken} largest on no path` : '';
  const graph = ` ${edges.length} of ${formatInteger(total)} edges, from ${senders} senders${others}.`;
  const measured = measuredCircuit(values, shot);
  return measured
    ? `${graph} ${scoresText(measured)}`
    : `${graph} By estimates: whether they alone keep the answer is not measured yet.`;
}

/** Faithfulness and completeness beside those of random circuits. */
function scoresText({ scores, random }: LensResult<'circuit'>): string {
  const range = (key: 'faithfulness' | 'completeness') => {
    const values = random.map((each) => each[key]);
    return random.length > 0
      ? ` (${random.length} random circuits ${formatPercent(Math.min(...values))} to ${formatPercent(Math.max(...values))})`
      : '';
  };
  return `They alone keep ${formatPercent(scores.faithfulness)} of the answer${range('faithfulness')}; without them ${formatPercent(scores.completeness)} is lost${range('completeness')}.`;
}

function circuitTable({ values }: Words, shot: Shot): TableData | undefined {
  const edges = circuitEdges(values, shot);
  if (edges.length === 0) return undefined;
  return {
    caption: 'Edges of the circuit: change of the metric where the edge alone carries the corrupted prompt',
    columns: ['edge', values.circuit ? 'score' : 'estimate'],
    rows: edges.map((edge) => ({ name: edgeName(edge), cells: [formatSigned(edge.score)] })),
  };
}

const isFlat = ({ dive, pose }: Projection) =>
  (1 - dive) * (1 - pose.digits) * (1 - smoothstep(0, 0.6, pose.head));

/** Heads and MLPs as nodes. */
function nodeItems(view: Projection, tokens: number): Item[] {
  const { L, H, M } = view.shape;
  if (isFlat(view) < 0.5) return [];
  const item = (subject: Item['subject'], node: Node): Item => {
    const { x, y, radius } = nodePlace(view, node);
    const rect = { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
    return { subject, rect, depth: 0, isOfOverlay: true };
  };
  return Array.from({ length: L }, (_, layer) => [
    ...Array.from({ length: H }, (_, head) =>
      item({ kind: 'pattern', layer, head }, { kind: 'head', layer, head }),
    ),
    ...(M > 0 ? [item({ kind: 'neurons', layer, token: tokens - 1 }, { kind: 'mlp', layer })] : []),
  ]).flat();
}

/** Widest edge, in CSS pixels. */
const WIDEST = 9;

function paintCircuit(picture: Picture): void {
  const { view, values, brush, shot, hover } = picture;
  const alpha = isFlat(view);
  if (alpha < 0.02 || rankedEdges(values).length === 0) return;
  const { palette, context } = brush;
  context.globalAlpha = alpha * 0.86;
  context.fillStyle = palette.background;
  const { frame, tops, shape } = view;
  const right = frame.isNarrow ? frame.width : frame.width - frame.gutter;
  const bottom = tops[zoneIndex(shape, 'prediction')];
  context.fillRect(frame.rail, frame.header, right - frame.rail, bottom - frame.header);
  context.globalAlpha = 1;
  const edges = circuitEdges(values, shot);
  const largest = Math.max(...edges.map(({ score }) => Math.abs(score)), 1e-9);
  const hovered =
    hover?.kind === 'pattern'
      ? `head ${hover.layer}.${hover.head}`
      : hover?.kind === 'neurons'
        ? `MLP ${hover.layer}`
        : undefined;
  context.lineCap = 'round';
  for (const edge of edges.toReversed()) {
    const isNear = hovered === undefined || edge.from === hovered || edge.to.includes(hovered);
    const share = Math.abs(edge.score) / largest;
    const curve = edgeCurve(view, edge);
    // A corrupted edge that lowers the metric is one that the answer needs.
    const colour = edge.score < 0 ? palette.positive : palette.negative;
    brush.curve(
      curve,
      colour,
      1 + WIDEST * Math.sqrt(share),
      alpha * (0.35 + 0.6 * share) * (isNear ? 1 : 0.15),
    );
    paintPort(picture, edge, curve, alpha * (isNear ? 1 : 0.3));
  }
  context.lineCap = 'butt';
  paintNodes(picture, edges, alpha);
}

/** From below a sender to above its receiver; queries, keys and values end side by side. */
function edgeCurve(view: Projection, { sender, receiver }: Edge): number[] {
  const [from, to] = [nodePlace(view, sender), nodePlace(view, receiver)];
  const port = receiver.kind === 'head' && receiver.input !== 'qkv' ? 'qkv'.indexOf(receiver.input) - 1 : 0;
  const [x0, y0] = [from.x, from.y + from.radius];
  const [x1, y1] = [to.x + port * to.radius * 0.75, to.y - to.radius - 2];
  const bend = Math.max(14, 0.5 * (y1 - y0));
  return [x0, y0, x0, y0 + bend, x1, y1 - bend, x1, y1];
}

function paintPort({ brush }: Picture, { receiver }: Edge, curve: readonly number[], alpha: number): void {
  if (receiver.kind !== 'head' || receiver.input === 'qkv') return;
  const { query, key, value } = brush.palette;
  const [x, y] = curve.slice(-2);
  const rect = { x: x - 3, y: y - 3, width: 6, height: 6 };
  brush.fill(rect, 3, { q: query, k: key, v: value }[receiver.input], alpha);
}

function paintNodes(picture: Picture, edges: readonly Edge[], alpha: number): void {
  const { view, brush } = picture;
  const { palette } = brush;
  const { L, H, M } = view.shape;
  const used = new Set(edges.flatMap(({ from, to }) => [from, ...to]));
  const nodes: {
    readonly node: Node;
    readonly key: string;
    readonly text: string;
    readonly colour: string;
  }[] = [
    { node: { kind: 'embed' }, key: 'embed', text: 'embedding', colour: palette.text },
    ...Array.from({ length: L }, (_, layer) => [
      ...Array.from({ length: H }, (_, head) => ({
        node: { kind: 'head' as const, layer, head },
        key: `head ${layer}.${head}`,
        text: `${layer + 1}.${head + 1}`,
        colour: palette.head(head, H),
      })),
      ...(M > 0
        ? [
            {
              node: { kind: 'mlp' as const, layer },
              key: `MLP ${layer}`,
              text: `MLP ${layer + 1}`,
              colour: palette.text,
            },
          ]
        : []),
    ]).flat(),
    { node: { kind: 'logits' }, key: 'logits', text: 'logits', colour: palette.text },
  ];
  for (const { node, key, text, colour } of nodes) {
    const isUsed = used.has(key);
    const { x, y, radius } = nodePlace(view, node);
    const width = node.kind === 'head' ? 2 * radius : Math.max(2 * radius, brush.width(text, 12, true) + 14);
    const rect = { x: x - width / 2, y: y - radius, width, height: 2 * radius };
    brush.fill(rect, radius, isUsed ? palette.raised : palette.background, alpha);
    brush.outline(rect, radius, isUsed ? colour : palette.line, alpha * (isUsed ? 1 : 0.8), isUsed ? 2 : 1);
    if (radius >= 9)
      brush.text(text, x, y, {
        ...{ size: 12, align: 'center', isBold: isUsed, alpha },
        colour: isUsed ? palette.text : palette.faint,
      });
  }
}
