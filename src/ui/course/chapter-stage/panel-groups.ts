// The panels of a chapter as a table: groups, keys and labels.

import { msg } from '@lit/localize';
import type { DigitInput } from '../../../workers/rpc/api/lab-api.ts';
import type { PanelGroup } from '../panel-bar/panel-bar.ts';

export interface StagePanel {
  readonly label: string;
  /** Views of moments that show it, besides the panel's own key. */
  readonly views?: readonly string[];
  /** Seconds, where the video shows it although no moment does. */
  readonly startTime?: number;
}

/** By group, in the order of the buttons. Keys are as in the address. */
export type PanelGroups<TPanel extends StagePanel> = Readonly<
  Record<string, Readonly<Record<string, TPanel>>>
>;

/** The keys of its panels. */
export type PanelKey<TGroups> = { [Group in keyof TGroups]: keyof TGroups[Group] & string }[keyof TGroups];

export const panelsOf = <TPanel extends StagePanel>(
  groups: PanelGroups<TPanel>,
): Readonly<Record<string, TPanel>> => Object.assign({}, ...Object.values(groups));

/** Names of groups in the language of the page. */
const GROUP_LABELS: Readonly<Record<string, string>> = {
  Images: msg('Images'),
  'A neuron': msg('A neuron'),
  'All weights': msg('All weights'),
  Cost: msg('Cost'),
  Descent: msg('Descent'),
  Training: msg('Training'),
  'One image': msg('One image'),
  'Many images': msg('Many images'),
  Generation: msg('Generation'),
  'Whole network': msg('Whole network'),
  Weights: msg('Weights'),
  Words: msg('Words'),
  Context: msg('Context'),
  Prediction: msg('Prediction'),
  'One head': msg('One head'),
  'All heads': msg('All heads'),
  'Value matrices': msg('Value matrices'),
  Counting: msg('Counting'),
  'Cross-attention': msg('Cross-attention'),
  Facts: msg('Facts'),
  Neurons: msg('Neurons'),
  Features: msg('Features'),
  Tools: msg('Tools'),
};

/** For the panel bar. */
export const groupsOf = (groups: PanelGroups<StagePanel>): readonly PanelGroup[] =>
  Object.entries(groups).map(([name, panels]) => ({
    label: GROUP_LABELS[name] ?? name,
    panels: Object.fromEntries(Object.entries(panels).map(([key, { label }]) => [key, label])),
  }));

/** Key of the panel that shows a view; undefined if none does. */
export const panelOfView = (
  panels: Readonly<Record<string, StagePanel>>,
  view: string,
): string | undefined =>
  view in panels ? view : Object.keys(panels).find((key) => panels[key].views?.includes(view));

/** Those that a lesson offers; all without one, and where it names none of them. */
export function offeredGroups(
  groups: readonly PanelGroup[],
  offered: readonly string[] | undefined,
): readonly PanelGroup[] {
  const chosen = groups.flatMap(({ panels, ...group }) => {
    const own = Object.entries(panels).filter(([key]) => offered?.includes(key));
    return own.length > 0 ? [{ ...group, panels: Object.fromEntries(own) }] : [];
  });
  return chosen.length > 0 ? chosen : groups;
}

/** The keys, from one of them on, if it is there, and around. */
export function panelsFrom(groups: readonly PanelGroup[], first: string | undefined): readonly string[] {
  const keys = groups.flatMap(({ panels }) => Object.keys(panels));
  const at = first === undefined ? 0 : Math.max(0, keys.indexOf(first));
  return [...keys.slice(at), ...keys.slice(0, at)];
}

/** A stage, as the page of its chapter operates it. */
export interface StageElement extends HTMLElement {
  readonly panelGroups: readonly PanelGroup[];
  /** The panel's name in the address. */
  readonly panelParam: string;
  readonly openPanel: string | undefined;
  /** Keys of the panels that can be opened, the one that the moment speaks of first. */
  readonly offeredPanels: readonly string[];
  showPanel(panel: string | undefined): void;
  /** What the visitor has set that outlasts the moment, in words. */
  readonly differences: readonly string[];
  /** Takes back all that the visitor has set. */
  reset(): void;
  /** Takes back what the visitor has set for the moment. */
  restore(): void;
  /** What is on the pad of a stage with one. */
  readonly shownImage?: DigitInput | undefined;
}
