// The steps of one head, and which panel and step each moment of the video shows.

import type { Moment } from '../chapter.ts';

export const STEPS = {
  embedding: 'embedding',
  projection: 'q and k',
  scores: 'q · k',
  scaled: '÷ √d',
  mask: 'mask',
  softmax: 'softmax',
  values: '× values',
  change: 'E + ΔE',
} as const;

export type Step = keyof typeof STEPS;

/** `head`: one head step by step; the others are what the video tells around it. */
export type Panel = 'head' | 'lines' | 'heads' | 'counts' | 'cross';

export const PANELS: Readonly<Record<Panel, string>> = {
  head: 'One head',
  lines: 'Lines over the text',
  heads: 'All heads',
  counts: 'Counting',
  cross: 'Cross-attention',
};

export interface Shown {
  readonly panel: Panel;
  readonly step: Step;
}

/** By the view a moment names; where one has several states, by `view/setting`. */
const SHOWN: Readonly<Record<string, Partial<Shown>>> = {
  'transformer-pipeline': { panel: 'lines' },
  'embedding-space-3d': { step: 'embedding' },
  'residual-stack': { step: 'change' },
  'residual-stack/blocks': { panel: 'heads' },
  'attention-pattern/phrase': { panel: 'lines' },
  'attention-pattern/embeddings': { step: 'embedding' },
  'attention-pattern/scores': { step: 'scores' },
  'attention-pattern/scaled': { step: 'scaled' },
  'attention-pattern/softmax': { step: 'softmax' },
  'qk-projection': { step: 'projection' },
  masking: { step: 'mask' },
  'context-window': { panel: 'counts' },
  'value-update/values': { step: 'values' },
  'value-update/change': { step: 'change' },
  'param-ledger': { panel: 'counts' },
  'value-factorisation': { panel: 'counts' },
  'cross-attention': { panel: 'cross' },
  'multi-head': { panel: 'heads' },
  'multi-head/sum': { step: 'change' },
};

/** What the stage shows at a moment; undefined for a view it does not know. */
export function shownAt({ view, settings = {} }: Moment): Shown | undefined {
  const states = Object.values(settings).map((value) => SHOWN[`${view}/${value}`]);
  const found = states.find((state) => state !== undefined) ?? SHOWN[view];
  return found && { panel: 'head', step: 'softmax', ...found };
}
