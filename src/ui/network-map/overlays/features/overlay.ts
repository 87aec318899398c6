// Features: the attribution graph behind the answer, through transcoders of the MLPs.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { memoize } from '../../../../shared/memoize.ts';
import { formatFixed, formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { Shot } from '../../camera/shot.ts';
import { withEdge } from '../../interaction/selection.ts';
import type { Picture } from '../../painting/picture.ts';
import type { Item, Subject } from '../../scene/items.ts';
import type { Projection } from '../../scene/projection.ts';
import type { Words } from '../../text/describe.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { overlayForm, rangeField, wordField } from '../form.ts';
import {
  chosenText,
  type DrawnEdge,
  edgeTable,
  flatness,
  focusOf,
  isInFocus,
  type OverlayGraph,
  paintEdgeText,
  paintGround,
} from '../graph.ts';
import type { Overlay } from '../overlay.ts';
import { stateOf, withState } from '../overlay-state.ts';
import { widened } from '../stream.ts';
import {
  checkedEdge,
  type Disc,
  edgeFlows,
  type Graph,
  type GraphNode,
  graphEdgeKey,
  graphNodeKey,
  nodeDiscs,
} from './graph.ts';
import { type FeatureEdge, type FeaturesState, NODE_SHARE, withFeature } from './request.ts';

export const featuresOverlay: Overlay<'features'> = {
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
  isOfPrompt: () => true,
  items: (view, _, { found }) => (found?.features?.graph ? graphItems(view, found.features.graph) : []),
  paint: paintGraph,
  subjectName(subject, { labels }) {
    if (subject.kind !== 'feature' && subject.kind !== 'error') return undefined;
    const at = `“${labels[subject.token] ?? ''}”`;
    return subject.kind === 'feature'
      ? msg(str`feature ${subject.feature} of MLP ${subject.layer + 1} at ${at}`)
      : msg(str`what the transcoder of MLP ${subject.layer + 1} misses at ${at}`);
  },
  describe(subject, values) {
    const graph = graphOf(values);
    return graph && graphText(graph, subject);
  },
  click(shot, subject) {
    if (subject.kind === 'feature') return withFeature(shot, subject);
    if (subject.kind !== 'edge') return undefined;
    const next = withEdge(shot, subject);
    const source = 'source' in subject && next.picked?.edge === subject.edge ? subject.source : undefined;
    if (!source) return next;
    const { prompt: _, ...state } = stateOf(next, 'features');
    return withState({ ...next, token: source.token }, 'features', { ...state, chosen: source });
  },
  graph: graphOf,
  curves(view, { found }) {
    const graph = found?.features?.graph;
    if (!graph || flatness(view) < 0.5) return [];
    const discs = nodeDiscs(view, graph);
    return graph.edges.map((edge) => ({
      subject: subjectOf(graph, edge),
      curve: edgeCurve(discs[edge.from], discs[edge.to]),
    }));
  },
  summary(values, shot) {
    const graph = values.found?.features?.graph;
    return graph ? graphSummary(values, graph, shot) : msg(' Train transcoders to see the graph.');
  },
  table({ values }) {
    const { graph } = values.found?.features ?? {};
    const drawn = graphOf(values);
    return (
      graph &&
      drawn &&
      edgeTable(drawn, {
        caption: msg(
          str`Edges of the attribution graph of ${answerText(graph)}: what the source adds to the target, and the influence that passes`,
        ),
        columns: [msg('edge'), msg('effect'), msg('influence')],
      })
    );
  },
};

/** What the graph says of an edge or a node. */
function graphText({ edges, nodes }: OverlayGraph, subject: Subject): string | undefined {
  if (subject.kind === 'edge') return edges.find((each) => each.subject.edge === subject.edge)?.text();
  const key = subjectKey(subject);
  return key && nodes.find((node) => node.key === key)?.text();
}

/** What is known of a node. */
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

/** Of a feature or an error, as `graphNodeKey` names it. */
const subjectKey = (subject: Subject | undefined): string | undefined =>
  subject?.kind === 'feature' || subject?.kind === 'error'
    ? [subject.kind, subject.layer, subject.token, ...('feature' in subject ? [subject.feature] : [])].join(
        ' ',
      )
    : undefined;

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

function subjectOf(graph: Graph, edge: Edge): FeatureEdge {
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

function graphOf(values: NetworkValues): OverlayGraph | undefined {
  const graph = values.found?.features?.graph;
  if (!graph) return undefined;
  const { nodes, edges } = graph;
  const flows = edgeFlows(graph);
  return {
    nodes: nodes
      .toSorted((one, other) => one.layer - other.layer || one.position - other.position)
      .map((node) => ({
        ...{ key: graphNodeKey(node), name: graphNodeName(graph, node), text: () => nodeText(node) },
        ...(node.kind === 'feature' && {
          subject: {
            ...{ kind: 'feature' as const, layer: node.layer, token: node.position },
            feature: node.feature ?? 0,
          },
        }),
      })),
    edges: [...edges.keys()]
      .sort((a, b) => flows[b] - flows[a])
      .map((e) => ({
        from: graphNodeKey(nodes[edges[e].from]),
        to: [graphNodeKey(nodes[edges[e].to])],
        subject: subjectOf(graph, edges[e]),
        text: () => edgeText(values, graph, edges[e]),
        cells: [formatSigned(edges[e].effect), formatPercent(flows[e])],
      })),
  };
}

function graphSummary(values: NetworkValues, graph: Graph, shot: Shot): string {
  const drawn = graphOf(values);
  const chosen = drawn ? chosenText(drawn, shot) : '';
  const { nodes, edges, counts, scores, value } = graph;
  return msg(
    str`${chosen} Logit of ${answerText(graph)}: ${formatSigned(value)}. ${nodes.length} nodes and ${edges.length} edges of ${formatInteger(counts.features)} active features${counts.expanded < counts.features ? msg(str` (inputs of ${formatInteger(counts.expanded)} computed)`) : ''} and ${formatInteger(counts.edges)} edges; ${formatPercent(scores.replacement)} of the influence begins at embeddings, not at errors.`,
  );
}

function renderFeaturesForm(
  shot: Shot,
  words: Words | undefined,
  emit: (shot: Shot) => void,
): TemplateResult | typeof nothing {
  const graph = words?.values.found?.features?.graph;
  if (!graph) return nothing;
  const { prompt: _, ...state } = stateOf(shot, 'features');
  const share = state.share ?? NODE_SHARE;
  const set = (changes: FeaturesState) => emit(withState(shot, 'features', { ...state, ...changes }));
  const answer = (label: string, key: 'answer' | 'other', placeholder = '') =>
    wordField(label, {
      value: state[key] ?? (graph[key] ? tokenLabel(graph[key].text).replace(/^␣/, '') : ''),
      placeholder,
      set: (typed) => set({ [key]: answerOf(key, typed) }),
    });
  return overlayForm(
    msg('Attribution graph'),
    html`
      ${answer(msg('Answer'), 'answer')} ${answer(msg('Less'), 'other', msg('mean of all'))}
      ${rangeField(msg(str`Influence kept: ${Math.round(100 * share)} %`), {
        ...{ min: 0.4, max: 0.95, step: 0.05, value: share, isSlow: true },
        text: msg(str`${Math.round(100 * share)} % of the influence, ${graph.nodes.length} nodes`),
        set: (each) => set({ share: each }),
      })}
    `,
  );
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

/** In the order of the graph. */
const drawnEdges = memoize((graph: Graph): readonly DrawnEdge[] => {
  const keys = graph.nodes.map(graphNodeKey);
  return graph.edges.map((edge) => ({
    key: graphEdgeKey(graph, edge),
    from: keys[edge.from],
    to: [keys[edge.to]],
  }));
});

function paintGraph(picture: Picture): void {
  const { view, values, hover, shot } = picture;
  const graph = values.found?.features?.graph;
  const alpha = flatness(view);
  if (!graph || alpha < 0.02) return;
  paintGround(picture, alpha);
  const discs = nodeDiscs(view, graph);
  const keys = graph.nodes.map(graphNodeKey);
  const { chosen } = stateOf(shot, 'features');
  const chosenKey = chosen && subjectKey({ kind: 'feature', ...chosen });
  const edges = drawnEdges(graph);
  const picked = focusOf(picture, edges, subjectKey(hover));
  const at = keys.indexOf([picked.node, chosenKey].find((key) => key && keys.includes(key)) ?? '');
  const focus = picked.edge === undefined ? { node: keys[at] } : picked;
  const near = edges.map((edge) => isInFocus(focus, edge));
  paintEdges(picture, graph, discs, { alpha, near });
  const linked = new Set([focus.node, ...edges.flatMap(({ from, to }, e) => (near[e] ? [from, ...to] : []))]);
  const isAll = focus.edge === undefined && focus.node === undefined;
  graph.nodes.forEach((each, n) => {
    paintNode(picture, graph, each, discs[n], alpha * (isAll || linked.has(keys[n]) ? 1 : 0.3));
    if (keys[n] === chosenKey || keys[n] === shot.picked?.node) paintRing(picture, discs[n], alpha);
  });
  const edge = graph.edges[edges.findIndex(({ key }) => key === focus.edge)];
  if (edge)
    paintEdgeText(picture, edgeCurve(discs[edge.from], discs[edge.to]), effectText(values, edge), alpha);
  else if (at >= 0) paintLabel(picture, graph.nodes[at], discs[at], alpha);
}

/** Around the node that is chosen. */
function paintRing({ brush }: Picture, { x, y, radius }: Disc, alpha: number): void {
  const rect = { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
  brush.outline(widened(rect, 4), radius + 4, brush.palette.highlight, alpha, 2);
}

function effectText(values: NetworkValues, edge: Edge): string {
  const checked = checkedEdge(values, edge);
  return checked
    ? msg(str`${formatSigned(edge.effect)} · ablated ${formatSigned(checked.measured)}`)
    : formatSigned(edge.effect);
}

/** From below its source to above its target. */
function edgeCurve(from: Disc, to: Disc): number[] {
  const [y0, y1] = [from.y + from.radius, to.y - to.radius];
  const bend = Math.max(10, 0.5 * Math.abs(y1 - y0));
  return [from.x, y0, from.x, y0 + bend, to.x, y1 - bend, to.x, y1];
}

function paintEdges(
  { brush }: Picture,
  graph: Graph,
  discs: readonly Disc[],
  { alpha, near }: { readonly alpha: number; readonly near: readonly boolean[] },
): void {
  const { palette, context } = brush;
  const flows = edgeFlows(graph);
  const largest = Math.max(...flows, 1e-9);
  context.lineCap = 'round';
  for (const e of [...flows.keys()].sort((a, b) => flows[a] - flows[b])) {
    const { from, to, effect } = graph.edges[e];
    const share = Math.sqrt(flows[e] / largest);
    // What raises a node that lowers the answer is drawn by what it does to its target.
    const colour = effect > 0 ? palette.positive : palette.negative;
    const opacity = near[e] ? 0.12 + 0.75 * share : 0.05;
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
