// The views of the stage, in groups; each moment of the video names one of them.

import type { PanelGroup } from '../panel-bar/panel-bar.ts';
import { chapter } from './chapter.ts';

const GROUPS = {
  words: 'Words',
  network: 'Whole network',
  head: 'One head',
  heads: 'All heads',
  matrices: 'Value matrices',
  counts: 'Counting',
  cross: 'Cross-attention',
} as const;

type Group = keyof typeof GROUPS;

/** In the order of their buttons. */
export const PANELS = {
  words: { group: 'words', label: 'directions' },
  senses: { group: 'words', label: 'in three contexts' },
  growing: { group: 'words', label: 'word by word' },
  blocks: { group: 'network', label: 'where attention sits' },
  transfer: { group: 'network', label: 'into the last vector' },
  prefixes: { group: 'network', label: 'every prefix' },
  depth: { group: 'network', label: 'many layers' },
  task: { group: 'head', label: 'task' },
  refined: { group: 'head', label: 'E → E′' },
  question: { group: 'head', label: 'question' },
  query: { group: 'head', label: 'query' },
  key: { group: 'head', label: 'key' },
  scores: { group: 'head', label: 'q · k' },
  attends: { group: 'head', label: 'attending words' },
  formula: { group: 'head', label: '÷ √D' },
  mask: { group: 'head', label: 'mask' },
  softmax: { group: 'head', label: 'softmax' },
  pattern: { group: 'head', label: 'pattern' },
  value: { group: 'head', label: 'value' },
  change: { group: 'head', label: 'E + ΔE' },
  grid: { group: 'heads', label: 'gallery' },
  kinds: { group: 'heads', label: 'head patterns' },
  sum: { group: 'heads', label: 'sum' },
  factors: { group: 'matrices', label: 'value down, value up' },
  output: { group: 'matrices', label: 'output matrix' },
  'count-query-key': { group: 'counts', label: 'query and key' },
  'count-head': { group: 'counts', label: 'one head' },
  'count-all': { group: 'counts', label: 'all attention' },
  context: { group: 'counts', label: 'context, n²' },
  cross: { group: 'cross', label: 'two texts' },
} as const satisfies Record<string, { group: Group; label: string }>;

export type Panel = keyof typeof PANELS;

export const isPanel = (name: string): name is Panel => name in PANELS;

/** For the panel bar. */
export const PANEL_GROUPS: readonly PanelGroup[] = Object.entries(GROUPS).map(([group, label]) => ({
  label,
  panels: Object.fromEntries(
    Object.entries(PANELS).flatMap(([name, view]) => (view.group === group ? [[name, view.label]] : [])),
  ),
}));

/** Time at which the video shows a view, in seconds. */
export const startTimeOf = (view: Panel): number | undefined =>
  chapter.moments.find((moment) => moment.view === view)?.startTime;
