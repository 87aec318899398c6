// The nodes of a transformer's computational graph and their edges: what writes to the residual stream, and what reads it
// (Elhage et al. 2021; the graph of edge attribution patching, Syed et al. 2023).

import type { ActivationName } from '../../model/architecture/activations.ts';
import { type ModelConfig, modelParts } from '../../model/architecture/config.ts';
import type { GraphEdge } from '../../shared/edges-on-paths.ts';
import { indices } from '../../shared/numbers.ts';

/** Writes to the stream. `embed` is the token embedding. */
export type Sender =
  | { readonly kind: 'embed' }
  | { readonly kind: 'head'; readonly layer: number; readonly head: number }
  | { readonly kind: 'mlp'; readonly layer: number };

/**
 * Reads the stream. `head` counts query heads for `q` and `qkv`, and heads of keys and values for `k` and `v`: in models that
 * share them, a change of one reaches all query heads of its group.
 */
export type Receiver =
  | {
      readonly kind: 'head';
      readonly layer: number;
      readonly head: number;
      readonly input: 'q' | 'k' | 'v' | 'qkv';
    }
  | { readonly kind: 'mlp'; readonly layer: number }
  | { readonly kind: 'logits' };

export interface Edge {
  readonly sender: Sender;
  readonly receiver: Receiver;
}

function sendersOf(config: ModelConfig): Sender[] {
  const { hasMlp } = modelParts(config);
  const blocks = indices(config.L).flatMap((layer): Sender[] => [
    ...indices(config.H).map((head): Sender => ({ kind: 'head', layer, head })),
    ...(hasMlp ? [{ kind: 'mlp' as const, layer }] : []),
  ]);
  return [{ kind: 'embed' }, ...blocks];
}

/** Queries, keys and values of all heads one by one, then MLPs and logits, in the order of computation. */
function receiversOf(config: ModelConfig): Receiver[] {
  const { hasMlp, keyValueHeads } = modelParts(config);
  const blocks = indices(config.L).flatMap((layer): Receiver[] => [
    ...(['q', 'k', 'v'] as const).flatMap((input) =>
      indices(input === 'q' ? config.H : keyValueHeads).map(
        (head): Receiver => ({ kind: 'head', layer, head, input }),
      ),
    ),
    ...(hasMlp ? [{ kind: 'mlp' as const, layer }] : []),
  ]);
  return [...blocks, { kind: 'logits' }];
}

/** Whether what the sender writes is in the stream that the receiver reads. */
function isConnected(config: ModelConfig, sender: Sender, receiver: Receiver): boolean {
  if (sender.kind === 'embed' || receiver.kind === 'logits') return true;
  if (sender.layer !== receiver.layer) return sender.layer < receiver.layer;
  return sender.kind === 'head' && receiver.kind === 'mlp' && !modelParts(config).isParallel;
}

export function edgesOf(config: ModelConfig): Edge[] {
  const senders = sendersOf(config);
  return receiversOf(config).flatMap((receiver) =>
    senders.filter((sender) => isConnected(config, sender, receiver)).map((sender) => ({ sender, receiver })),
  );
}

/** The stream that a receiver reads. */
export function streamOf(config: ModelConfig, receiver: Receiver): ActivationName {
  if (receiver.kind === 'logits') return `blocks.${config.L - 1}.hook_resid_post`;
  const isAfterAttention = receiver.kind === 'mlp' && !modelParts(config).isParallel;
  return `blocks.${receiver.layer}.${isAfterAttention ? 'hook_resid_mid' : 'hook_resid_pre'}`;
}

/** `head 0.1` is head 1 of layer 0. */
export function nodeLabel(node: Sender | Receiver): string {
  if (node.kind === 'embed' || node.kind === 'logits') return node.kind;
  if (node.kind === 'mlp') return `MLP ${node.layer}`;
  return `head ${node.layer}.${node.head}${'input' in node ? ` ${node.input}` : ''}`;
}

/** An edge for `edgesOnPaths`: the node that it leaves, and all heads that it reaches where they share keys and values. */
export function graphEdge(config: ModelConfig, { sender, receiver }: Edge): GraphEdge {
  const from = nodeLabel(sender);
  if (receiver.kind !== 'head') return { from, to: [nodeLabel(receiver)] };
  const { layer, head, input } = receiver;
  const sharing = input === 'k' || input === 'v' ? config.H / modelParts(config).keyValueHeads : 1;
  return {
    from,
    to: indices(sharing).map((i) => nodeLabel({ kind: 'head', layer, head: head * sharing + i })),
  };
}

export const edgeLabel = ({ sender, receiver }: Edge): string =>
  `${nodeLabel(sender)} → ${nodeLabel(receiver)}`;

/** An edge as results have it. */
export interface NamedEdge extends Edge, GraphEdge {
  readonly label: string;
}

export const namedEdge = (config: ModelConfig, edge: Edge): NamedEdge => ({
  ...{ ...edge, ...graphEdge(config, edge), label: edgeLabel(edge) },
});

/** Each sender and each receiver of edges once. */
export const nodesOf = (edges: readonly Edge[]) => ({
  senders: distinct(edges.map(({ sender }) => sender)),
  receivers: distinct(edges.map(({ receiver }) => receiver)),
});

const distinct = <TNode extends Sender | Receiver>(nodes: readonly TNode[]): TNode[] => [
  ...new Map(nodes.map((node) => [nodeLabel(node), node])).values(),
];
