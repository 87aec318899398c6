// The panels of chapter 4's stage, and the settings of each moment.

import { msg } from '@lit/localize';
import { LAYERS_QUANTITIES } from '../../scenes/chain/networks.ts';
import type { ChainShot } from '../../scenes/chain/shot.ts';
import type { Moment } from '../chapter.ts';

export const PANELS = {
  graph: msg('Dependencies'),
  factors: msg('The chain rule'),
  average: msg('Many examples'),
  gradient: msg('The full gradient'),
  layers: msg('Several neurons'),
} as const;

export type Panel = keyof typeof PANELS;
export const PANEL_NAMES = Object.keys(PANELS) as [Panel, ...Panel[]];

/** Details shown beside the layered network. */
export const DETAILS = {
  indices: msg('Indices'),
  cost: msg('The cost'),
  matrix: msg('Weights as a matrix'),
  sums: msg('Weighted sums'),
  paths: msg('The derivative'),
} as const;

export type Detail = keyof typeof DETAILS;
export const DETAIL_NAMES = Object.keys(DETAILS) as [Detail, ...Detail[]];

/** The cost of all weights and biases, the last two layers, the cost, the equations of a step, a derivative, its quotient, its ratios. */
export type Formulas = 'function' | 'layers' | 'cost' | 'all' | 'question' | 'quotient' | 'ratios';

/** Settings of the stage, from the moment and from the visitor's choices. */
export interface StageSettings {
  readonly panel: Panel;
  /** Key of the quantity whose derivative is shown; it also selects the network. */
  readonly of: string;
  /** The symbol highlighted while the pointer is on no other. */
  readonly lit?: string;
  /** Index of the factor that the moment explains, from the one nearest to the quantity. */
  readonly factor?: number;
  /** Formulas below the picture; those of the panel by default. */
  readonly formulas?: Formulas;
  readonly tell: Detail;
}

const PANEL_OF_VIEW: Readonly<Record<string, Panel>> = {
  'chain-graph': 'graph',
  'chain-rule-factors': 'factors',
  'cost-average': 'average',
  'gradient-vector': 'gradient',
  'multi-neuron-indices': 'layers',
};

/** A moment's panel and settings. */
export function settingsAt({ view, settings = {} }: Moment): StageSettings {
  return { ...defaultsOf(PANEL_OF_VIEW[view] ?? 'graph'), ...settings };
}

/** Default settings of a panel. */
export const defaultsOf = (panel: Panel): StageSettings => ({
  ...{ panel, of: panel === 'layers' ? 'a1j1' : 'w3', tell: 'paths' },
});

/** The picture of a panel that is not the moment's. */
export const PANEL_SHOTS: Readonly<Record<Panel, ChainShot>> = {
  graph: { at: 'chain' },
  factors: { at: 'last', parts: ['nudge', 'curves'], play: 'nudge' },
  average: { at: 'examples', play: 'terms' },
  gradient: { at: 'chain', parts: ['gradient'], play: 'backward' },
  layers: { at: 'layers', parts: ['products'], play: 'terms' },
};

/** Whether a key belongs to the network with several neurons per layer. */
export const isLayeredKey = (key: string): boolean => LAYERS_QUANTITIES.has(key);
