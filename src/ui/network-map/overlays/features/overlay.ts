// Features: the attribution graph behind the answer, through transcoders of the MLPs.

import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { formatFixed, formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { pointOfCurve } from '../../../map-core/curves.ts';
import { clamp } from '../../../map-core/geometry.ts';
import type { TableData } from '../../../types/table.ts';
import type { FeaturesShot, Shot } from '../../camera/shot.ts';
import type { Picture } from '../../painting/picture.ts';
import type { Item, Subject } from '../../scene/items.ts';
import { zoneIndex } from '../../scene/network-shape.ts';
import type { Projection } from '../../scene/projection.ts';
import type { Words } from '../../text/describe.ts';
import {
  checkedEdge,
  type Disc,
  edgeFlows,
  flatness,
  type Graph,
  type GraphNode,
  graphEdgeKey,
  graphNodeKey,
  nodeDiscs,
} from './graph.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { NODE_SHARE } from './request.ts';
import { moveInGraph, withEdge } from '../graph-keys.ts';
import type { EdgeSubject, Overlay, OverlayGraph } from '../overlay.ts';

export const featuresOverlay: Overlay = {
  form: renderFeaturesForm,
  label: msg('Features'),
  explanation: msg(
    'Each MLP as a sum of features: which of them led to the answer, with attention patterns frozen. Click a feature to see where it is active, and to change it; an edge, to check it.',
  ),
  valuesAlpha: 0.12,
  legend: [
    { sign: 'positive', text: msg('raises its target; nodes: the answer') },
    { sign: 'negative', text: msg('lowers it') },
    { sign: 'hollow', text: msg('what a transcoder misses') },
  ],
  items: (view, _, { graph }) => (graph ? graphItems(view, graph) : []),
  paint: paintGraph,
  describe: (subject, values) => {
    const { graph } = values;
    if (graph && subject.kind === 'edge') {
      const edge = graph.edges.find((each) => graphEdgeKey(graph, each) === subject.edge);
      return edge && edgeText(values, graph, edge);
    }
    const node = graph && nodeOf(graph, subject);
    return node && nodeText(node);
  },
  click: withEdge,
  keys: (key, shot, { values }) => values.graph && moveInGraph(key, shot, stepsOf(values, values.graph)),
  curves: (view, { graph }) => {
    if (!graph || flatness(view) < 0.5) return [];
    const discs = nodeDiscs(view, graph);
    return graph.edges.map((edge) => ({
      subject: subjectOf(graph, edge),
      curve: edgeCurve(discs[edge.from], discs[edge.to]),
    }));
  },
  summary: (values, shot) =>
    values.graph ? graphSummary(values, values.graph, shot) : msg(' Train transcoders to see the graph.'),
  table: ({ values: { graph } }) => graph && graphTable(graph),
};

/** What the graph says about a node. */
function nodeText({ kind, activation, influence, direct, total, strongest, promotes }: GraphNode): string {
  const feature =
    kind === 'feature'
      ? msg(
          str`activation ${formatFixed(activation, 2)}; strongest at “${strongest ?? ''}”, raises “${tokenLabel(promotes ?? '')}”; `,
        )
      : '';
  return msg(
    str`${feature}${formatPercent(influence)} of the influence, adds ${formatSigned(direct)} to the answer directly, ${formatSigned(total)} over all paths`,
  );
}

function nodeOf({ nodes }: Graph, subject: Subject): GraphNode | undefined {
  return nodes.find(
    ({ kind, layer, position, feature }) =>
      kind === subject.kind &&
      (subject.kind === 'feature' || subject.kind === 'error') &&
      layer === subject.layer &&
      position === subject.token &&
      (subject.kind === 'error' || feature === subject.feature),
  );
}

/** Layers and tokens count from 1, as everywhere on the page. */
function graphNodeName({ tokens }: Graph, { kind, layer, position, feature }: GraphNode): string {
  const at = `“${tokenLabel(tokens[position].text)}”`;
  if (kind === 'embed') return msg(str`embedding of ${at}`);
  if (kind === 'answer') return 'answer';
  return kind === 'error'
    ? msg(str`error of MLP ${layer + 1} at ${at}`)
    : msg(str`feature ${feature} of MLP ${layer + 1} at ${at}`);
}

const answerText = ({ answer, other }: Graph): string =>
  msg(
    str`“${tokenLabel(answer.text)}” less ${other ? `“${tokenLabel(other.text)}”` : msg('the mean of all')}`,
  );

type Edge = Graph['edges'][number];

function subjectOf(graph: Graph, edge: Edge): EdgeSubject {
  const [from, to] = [graph.nodes[edge.from], graph.nodes[edge.to]];
  const name = `${graphNodeName(graph, from)} → ${graphNodeName(graph, to)}`;
  const { layer, position: token, feature } = from;
  return {
    ...{ kind: 'edge', edge: graphEdgeKey(graph, edge), name },
    ...(from.kind === 'feature' && feature !== undefined && { source: { layer, token, feature } }),
  };
}

/** What it adds, the influence that passes, and what ablating its source changes in the model. */
function edgeText(values: NetworkValues, graph: Graph, edge: Edge): string {
  const flow = edgeFlows(graph)[graph.edges.indexOf(edge)];
  const checked = checkedEdge(values, edge);
  const check = checked
    ? msg(
        str`; its source ablated: ${formatSigned(checked.measured)}, predicted ${formatSigned(checked.predicted)}`,
      )
    : '';
  return msg(str`adds ${formatSigned(edge.effect)}, ${formatPercent(flow)} of the influence passes${check}`);
}

function stepsOf(values: NetworkValues, graph: Graph): OverlayGraph {
  const flows = edgeFlows(graph);
  const { nodes, edges } = graph;
  return {
    nodes: nodes
      .toSorted((one, other) => one.layer - other.layer || one.position - other.position)
      .map((node) => ({
        ...{ key: graphNodeKey(node), name: graphNodeName(graph, node), text: nodeText(node) },
        ...(node.kind === 'feature' && {
          subject: {
            ...{
              kind: 'feature' as const,
              layer: node.layer,
              token: node.position,
              feature: node.feature ?? 0,
            },
          },
        }),
      })),
    edges: [...edges.keys()]
      .sort((a, b) => flows[b] - flows[a])
      .map((e) => ({
        from: graphNodeKey(nodes[edges[e].from]),
        to: graphNodeKey(nodes[edges[e].to]),
        text: edgeText(values, graph, edges[e]),
        subject: subjectOf(graph, edges[e]),
      })),
  };
}

function graphSummary(values: NetworkValues, graph: Graph, { picked }: Shot): string {
  const edge = graph.edges.find((each) => graphEdgeKey(graph, each) === picked?.edge);
  const chosen = edge ? ` ${subjectOf(graph, edge).name}: ${edgeText(values, graph, edge)}.` : '';
  const { nodes, edges, counts, scores, value } = graph;
  return msg(
    str`${chosen} Logit of ${answerText(graph)}: ${formatSigned(value)}. ${nodes.length} nodes and ${edges.length} edges of ${formatInteger(counts.features)} active features${counts.expanded < counts.features ? msg(str` (inputs of ${formatInteger(counts.expanded)} computed)`) : ''} and ${formatInteger(counts.edges)} edges; ${formatPercent(scores.replacement)} of the influence begins at embeddings, not at errors.`,
  );
}

function graphTable(graph: Graph): TableData {
  const flows = edgeFlows(graph);
  const named = graph.nodes.map((node) => graphNodeName(graph, node));
  return {
    caption: msg(
      str`Edges of the attribution graph of ${answerText(graph)}: what the source adds to the target, and the influence that passes`,
    ),
    columns: [msg('edge'), msg('effect'), msg('influence')],
    rows: [...graph.edges.keys()]
      .sort((a, b) => flows[b] - flows[a])
      .map((e) => {
        const { from, to, effect } = graph.edges[e];
        return {
          name: `${named[from]} → ${named[to]}`,
          cells: [formatSigned(effect), formatPercent(flows[e])],
        };
      }),
  };
}

function renderFeaturesForm(
  shot: Shot,
  words: Words | undefined,
  emit: (shot: Shot) => void,
): TemplateResult {
  const { features = {} } = shot;
  const graph = words?.values.graph;
  const share = features.share ?? NODE_SHARE;
  const set = (changes: FeaturesShot) => {
    const { prompt: _, ...kept } = features;
    emit({ ...shot, features: { ...kept, ...changes } });
  };
  const answer = (label: string, key: 'answer' | 'other', shown: string | undefined, placeholder: string) =>
    html`<label class="answer">
      <span>${label}</span>
      <input
        type="text" size="9" spellcheck="false" autocomplete="off" autocapitalize="none" maxlength="200" placeholder=${placeholder}
        .value=${features[key] ?? (shown === undefined ? '' : tokenLabel(shown).replace(/^␣/, ''))}
        @change=${(event: Event) => set({ [key]: answerOf(key, (event.target as HTMLInputElement).value.trim()) })}
      />
    </label>`;
  if (!graph) return html``;
  return html`
    <form part="form" aria-label=${msg('Attribution graph')} @submit=${(event: Event) => event.preventDefault()}>
      ${answer(msg('Answer'), 'answer', graph.answer.text, '')}
      ${answer(msg('Less'), 'other', graph.other?.text, msg('mean of all'))}
      <label class="threshold">
        <span>${msg(str`Influence kept: ${Math.round(100 * share)} %`)}</span>
        <input
          type="range" min="0.4" max="0.95" step="0.05" .value=${String(share)}
          aria-valuetext=${msg(str`${Math.round(100 * share)} % of the influence, ${graph.nodes.length} nodes`)}
          @change=${(event: Event) => set({ share: Number((event.target as HTMLInputElement).value) })}
        />
      </label>
    </form>
  `;
}

/** An emptied answer is the prediction, an emptied contrast the mean of all. */
const answerOf = (key: 'answer' | 'other', typed: string): string | undefined =>
  typed === '' && key === 'answer' ? undefined : typed;

function graphItems(view: Projection, graph: Graph): Item[] {
  if (flatness(view) < 0.5) return [];
  const discs = nodeDiscs(view, graph);
  return graph.nodes.flatMap(({ kind, layer, position: token, feature = 0 }, n): Item[] => {
    if (kind !== 'feature' && kind !== 'error') return [];
    const { x, y, radius } = discs[n];
    const size = Math.max(radius + 1, 8);
    return [
      {
        subject: kind === 'feature' ? { kind, layer, token, feature } : { kind, layer, token },
        rect: { x: x - size, y: y - size, width: 2 * size, height: 2 * size },
        depth: 0,
        isOfOverlay: true,
      },
    ];
  });
}

/** Widest edge, in CSS pixels. */
const WIDEST = 9;

function paintGraph(picture: Picture): void {
  const { view, values, brush, hover, shot } = picture;
  const { graph } = values;
  const alpha = flatness(view);
  if (!graph || alpha < 0.02) return;
  paintGround(picture, alpha);
  const discs = nodeDiscs(view, graph);
  const chosen = shot.features?.chosen;
  const { picked = {} } = shot;
  const hovered = hover && nodeOf(graph, hover);
  const edgeKey = hover?.kind === 'edge' ? hover.edge : hovered ? undefined : picked.edge;
  const edge = graph.edges.find((each) => graphEdgeKey(graph, each) === edgeKey);
  const near =
    hovered ??
    graph.nodes.find((node) => graphNodeKey(node) === picked.node) ??
    (chosen && nodeOf(graph, { kind: 'feature', ...chosen }));
  const focus = near ? graph.nodes.indexOf(near) : undefined;
  paintEdges(picture, graph, discs, { alpha, focus, edge });
  const linked = new Set(
    edge
      ? [edge.from, edge.to]
      : focus === undefined
        ? graph.nodes.keys()
        : [
            focus,
            ...graph.edges.flatMap(({ from, to }) => (from === focus ? [to] : to === focus ? [from] : [])),
          ],
  );
  graph.nodes.forEach((node, n) => {
    paintNode(picture, graph, node, discs[n], alpha * (linked.has(n) ? 1 : 0.3));
    const isChosen = chosen && nodeOf(graph, { kind: 'feature', ...chosen }) === node;
    if (isChosen || graphNodeKey(node) === picked.node) {
      const radius = discs[n].radius + 4;
      const rect = { x: discs[n].x - radius, y: discs[n].y - radius, width: 2 * radius, height: 2 * radius };
      brush.outline(rect, radius, brush.palette.highlight, alpha, 2);
    }
  });
  if (edge) paintEffect(picture, edge, edgeCurve(discs[edge.from], discs[edge.to]), alpha);
  else if (focus !== undefined) paintLabel(picture, graph.nodes[focus], discs[focus], alpha);
}

/** From below its source to above its target. */
function edgeCurve(from: Disc, to: Disc): number[] {
  const [y0, y1] = [from.y + from.radius, to.y - to.radius];
  const bend = Math.max(10, 0.5 * Math.abs(y1 - y0));
  return [from.x, y0, from.x, y0 + bend, to.x, y1 - bend, to.x, y1];
}

/** The picture beneath stays visible as a ground. */
function paintGround({ view, brush }: Picture, alpha: number): void {
  const { frame, tops, shape } = view;
  const { context, palette } = brush;
  const right = frame.isNarrow ? frame.width : frame.width - frame.gutter;
  const bottom = tops[zoneIndex(shape, 'prediction')];
  context.globalAlpha = 0.86 * alpha;
  context.fillStyle = palette.background;
  context.fillRect(frame.rail, frame.header, right - frame.rail, bottom - frame.header);
  context.globalAlpha = 1;
}

function paintEdges(
  { brush }: Picture,
  graph: Graph,
  discs: readonly Disc[],
  { alpha, focus, edge }: { readonly alpha: number; readonly focus?: number; readonly edge?: Edge },
): void {
  const { palette, context } = brush;
  const flows = edgeFlows(graph);
  const largest = Math.max(...flows, 1e-9);
  context.lineCap = 'round';
  for (const e of [...flows.keys()].sort((a, b) => flows[a] - flows[b])) {
    const { from, to, effect } = graph.edges[e];
    const isNear = edge ? graph.edges[e] === edge : focus === undefined || from === focus || to === focus;
    const share = Math.sqrt(flows[e] / largest);
    // What raises a node that lowers the answer is drawn by what it does to its target.
    const colour = effect > 0 ? palette.positive : palette.negative;
    const opacity = isNear ? 0.12 + 0.75 * share : 0.05;
    brush.curve(edgeCurve(discs[from], discs[to]), colour, 0.8 + WIDEST * share, alpha * opacity);
  }
  context.lineCap = 'butt';
}

function paintNode({ brush, view }: Picture, graph: Graph, node: GraphNode, disc: Disc, alpha: number): void {
  const { palette } = brush;
  const { x, y, radius } = disc;
  if (node.kind === 'answer') {
    const text = tokenLabel(graph.answer.text);
    const width = brush.width(text, 13, true) + 18;
    const right = view.frame.width - width / 2 - 4;
    const rect = { x: Math.min(x, right) - width / 2, y: y - radius, width, height: 2 * radius };
    brush.fill(rect, radius, palette.raised, alpha);
    brush.outline(rect, radius, palette.text, alpha, 2);
    brush.text(text, rect.x + width / 2, y, {
      size: 13,
      align: 'center',
      isBold: true,
      colour: palette.text,
      alpha,
    });
    return;
  }
  const rect = { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
  const colour = node.total > 0 ? palette.positive : palette.negative;
  const corner = node.kind === 'embed' ? 2 : radius;
  brush.fill(rect, corner, palette.background, alpha);
  if (node.kind === 'error') brush.outline(rect, corner, colour, alpha, 2);
  else {
    brush.fill(rect, corner, colour, 0.85 * alpha);
    brush.outline(rect, corner, palette.background, alpha, 1);
  }
}

/** In the middle of the edge in focus. */
function paintEffect(
  { brush, view, values }: Picture,
  edge: Edge,
  curve: readonly number[],
  alpha: number,
): void {
  const [x, y] = pointOfCurve(curve, 0.5);
  const checked = checkedEdge(values, edge);
  const text = checked
    ? msg(str`${formatSigned(edge.effect)} · ablated ${formatSigned(checked.measured)}`)
    : formatSigned(edge.effect);
  brush.text(text, clamp(x, 80, view.frame.width - 80), y, {
    ...{ size: 13, isBold: true, align: 'center', hasHalo: true, alpha, colour: brush.palette.text },
  });
}

/** Beside the node under the pointer, or the one whose page is open. */
function paintLabel({ brush, view }: Picture, node: GraphNode, { x, y, radius }: Disc, alpha: number): void {
  if (node.kind !== 'feature' || node.strongest === undefined) return;
  const text = `“${node.strongest}”`;
  const isRight = x + radius + 8 + brush.width(text, 12) < view.frame.width - 8;
  brush.text(text, isRight ? x + radius + 7 : x - radius - 7, y, {
    ...{ size: 12, align: isRight ? 'left' : 'right', hasHalo: true, isItalic: true },
    ...{ colour: brush.palette.text, alpha },
  });
}
