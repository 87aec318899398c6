// A shot: what the map shows, as plain data. A moment of a video is one.

import { msg, str } from '@lit/localize';
import type { OverlayName, OverlayStates } from '../overlays/overlay-types.ts';
import type { NetworkShape } from '../scene/network-shape.ts';

/** Where the camera is. Layers, heads, tokens and neurons count from 0. */
export type Target =
  | { readonly at: 'network' | 'embedding' | 'unembedding' }
  | { readonly at: 'block'; readonly layer: number }
  | { readonly at: 'head'; readonly layer: number; readonly head: number }
  | { readonly at: 'mlp'; readonly layer: number; readonly token: number }
  /** One vector of the residual stream, number by number: index among the stages of the network. */
  | { readonly at: 'vector'; readonly stage: number; readonly token: number };

/** How far the picture of a head is drawn. */
export const HEAD_STEPS = ['queries', 'keys', 'scores', 'mask', 'pattern', 'values', 'output'] as const;
export type HeadStep = (typeof HEAD_STEPS)[number];
/** How far the picture of an MLP at a token is drawn. */
export const MLP_STEPS = ['rows', 'activations', 'columns', 'output'] as const;
export type MlpStep = (typeof MLP_STEPS)[number];

/** What is drawn step by step where the camera is near. */
export type Detail = 'head' | 'mlp';
/** Numbers of steps. */
export const DETAIL_STEPS: Readonly<Record<Detail, number>> = {
  head: HEAD_STEPS.length,
  mlp: MLP_STEPS.length,
};

/**
 * What a moment speaks of: the two ends or the MLPs of the whole network, whose other parts are dim; every head of a block alike; or
 * the whole grid of a head, no column of which is dim.
 */
export type Spotlight = 'ends' | 'mlps' | 'heads' | 'grid';

export interface Shot {
  readonly target: Target;
  /** `values` by default. */
  readonly overlay?: OverlayName;
  /** The selected token, the last one by default: its column is bright. */
  readonly token?: number;
  /** The selected head of the target's layer, for a shot of its block. */
  readonly head?: number;
  /** The selected neuron, for a shot of its MLP. */
  readonly neuron?: number;
  /** In a shot of a head: how far it is drawn; all of it by default. */
  readonly headStep?: HeadStep;
  /** The same in a shot of an MLP. */
  readonly mlpStep?: MlpStep;
  readonly spotlight?: Spotlight;
  /** In a shot of a head: what the selected query asks. */
  readonly question?: string;
  /** Weights alone have colours: data, which differ from text to text, are grey. */
  readonly isDataGrey?: boolean;
  /** Heads, by layer and head, and neurons, by layer and neuron, that are switched off. */
  readonly ablated?: Ablated;
  /** What each overlay has of its own: it opens with it. */
  readonly overlays?: OverlayStates;
  /** Node and edge that are chosen of the graph of the overlay, by their keys. */
  readonly picked?: { readonly node?: string; readonly edge?: string };
  /** Depth of the forward front, 0 to 1: what lies below is not yet computed. `play` sweeps once. All is shown without it. */
  readonly front?: number | 'play';
}

export interface Ablated {
  readonly heads?: readonly { readonly layer: number; readonly head: number }[];
  /** Whole MLPs. */
  readonly mlps?: readonly number[];
}

/** Overlays have colours of their own. */
export const isGrey = ({ isDataGrey, overlay = 'values' }: Shot): boolean =>
  isDataGrey === true && overlay === 'values';

export const detailOf = ({ target: { at } }: Shot): Detail | undefined =>
  at === 'head' || at === 'mlp' ? at : undefined;

/** Index of the step up to which a detail is drawn; undefined if all of it is. */
export function stepOf({ headStep, mlpStep }: Shot, detail: Detail): number | undefined {
  if (detail === 'head') return headStep && HEAD_STEPS.indexOf(headStep);
  return mlpStep && MLP_STEPS.indexOf(mlpStep);
}

export const OVERVIEW: Shot = { target: { at: 'network' } };

/** The layer a target lies in; undefined outside the blocks. */
const layerOf = (target: Target): number | undefined => ('layer' in target ? target.layer : undefined);

/** Names from the whole network to the target, each with its target. Numbers count from 1. */
export function breadcrumb(
  target: Target,
  labels: readonly string[],
  { stages, zones }: NetworkShape,
): { name: string; target: Target }[] {
  const path: { name: string; target: Target }[] = [{ name: msg('Network'), target: { at: 'network' } }];
  const stage = target.at === 'vector' ? stages[target.stage] : undefined;
  const layer = stage ? zones[stage.zone].layer : layerOf(target);
  if (layer !== undefined) path.push({ name: msg(str`Block ${layer + 1}`), target: { at: 'block', layer } });
  if (target.at === 'head')
    path.push({ name: msg(str`Head ${target.layer + 1}.${target.head + 1}`), target });
  if (target.at === 'mlp') path.push({ name: msg(str`MLP at “${labels[target.token] ?? ''}”`), target });
  if (target.at === 'embedding') path.push({ name: msg('Embedding'), target });
  if (target.at === 'unembedding') path.push({ name: msg('Unembedding'), target });
  if (target.at === 'vector')
    path.push({ name: msg(str`Vector at “${labels[target.token] ?? ''}”, ${stage?.meaning}`), target });
  return path;
}
