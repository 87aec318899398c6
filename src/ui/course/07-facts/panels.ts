// The panels of chapter 7's stage, and the panel of each moment.

import type { Moment } from '../chapter.ts';
import type { PanelGroup } from '../panel-bar/panel-bar.ts';
import type { ToySettings } from './toy.ts';

/** In the order of the video, then tools. */
const GROUPS = {
  Facts: {
    next: 'Next token',
    layers: 'Logit lens',
    directions: 'Vector arithmetic',
    toy: 'Three directions',
  },
  Neurons: {
    block: 'Inside the MLP',
    gate: 'The AND gate',
    curve: 'Activation function',
    columns: 'Columns',
    counts: 'Counting',
  },
  Features: { squeeze: 'Superposition', angles: 'Angles', features: 'Sparse features' },
  Tools: {
    facts: 'All facts',
    trace: 'Causal trace',
    parts: 'Logit attribution',
    neuron: 'One neuron',
    edit: 'Edit a fact',
  },
} as const;

type Groups = typeof GROUPS;
export type Panel = { [G in keyof Groups]: keyof Groups[G] }[keyof Groups];

export const PANEL_GROUPS: readonly PanelGroup[] = Object.entries(GROUPS).map(([label, panels]) => ({
  label,
  panels,
}));
export const PANEL_NAMES = PANEL_GROUPS.flatMap(({ panels }) => Object.keys(panels)) as Panel[];

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

/** Settings of the video's example at a moment; omitted ones are those of the finished neuron. */
export function toySettingsOf({ settings = {} }: Moment): Partial<ToySettings> {
  const { row, bias, curve } = settings;
  return {
    ...(row !== undefined && { row: row as ToySettings['row'] }),
    ...(bias !== undefined && { bias: Number(bias) }),
    ...(curve !== undefined && { curve: curve as ToySettings['curve'] }),
  };
}
