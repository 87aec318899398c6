// The panels of chapter 7's stage, and which one a moment of the video shows.

import type { Moment } from '../chapter.ts';
import type { ToySettings } from './toy.ts';

/** By key; the first group goes along with the video, the second is there to work with. */
export const PANELS = {
  video: {
    next: 'What it says',
    layers: 'Layer by layer',
    directions: 'Directions',
    toy: 'Three directions',
    block: 'Inside the MLP',
    gate: 'The AND gate',
    curve: 'ReLU and GELU',
    columns: 'What is added',
    counts: 'Counting',
    squeeze: 'Too many features',
    angles: 'Angles',
    features: 'Features found',
  },
  tools: {
    facts: 'All facts',
    trace: 'Trace one',
    parts: 'What makes it say so',
    neuron: 'One neuron',
    edit: 'Rewrite one',
  },
} as const;

type Group = keyof typeof PANELS;
export type Panel = { [G in Group]: keyof (typeof PANELS)[G] }[Group];
export const PANEL_NAMES = Object.values(PANELS).flatMap((group) => Object.keys(group)) as Panel[];

const PANEL_OF_VIEW: Readonly<Record<string, Panel>> = {
  'generation-loop': 'next',
  'transformer-pipeline': 'layers',
  analogy: 'directions',
  'fact-toy': 'toy',
  'mlp-block': 'block',
  'relu-and-gate': 'gate',
  'relu-plot': 'curve',
  'down-columns': 'columns',
  'param-ledger': 'counts',
  superposition: 'squeeze',
  'angle-histogram': 'angles',
  'sparse-features': 'features',
};

export function panelOf({ view }: Moment): Panel {
  return PANEL_OF_VIEW[view] ?? 'next';
}

/** What a moment sets in the video's example; what it leaves out is as in the video's finished neuron. */
export function toySettingsOf({ settings = {} }: Moment): Partial<ToySettings> {
  const { row, bias, curve } = settings;
  return {
    ...(row !== undefined && { row: row as ToySettings['row'] }),
    ...(bias !== undefined && { bias: Number(bias) }),
    ...(curve !== undefined && { curve: curve as ToySettings['curve'] }),
  };
}
