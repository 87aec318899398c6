// The panels of a chapter as a table: groups, keys and labels.

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

/** For the panel bar. */
export const groupsOf = (groups: PanelGroups<StagePanel>): readonly PanelGroup[] =>
  Object.entries(groups).map(([label, panels]) => ({
    label,
    panels: Object.fromEntries(Object.entries(panels).map(([key, { label }]) => [key, label])),
  }));

/** Key of the panel that shows a view; undefined if none does. */
export const panelOfView = (
  panels: Readonly<Record<string, StagePanel>>,
  view: string,
): string | undefined =>
  view in panels ? view : Object.keys(panels).find((key) => panels[key].views?.includes(view));
