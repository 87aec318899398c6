// The panels of a stage as a row of buttons, and when the video tells of the one on it.

import { html, nothing, type TemplateResult } from 'lit';
import { SeekEvent } from '../events.ts';
import { clockTime } from './clock-time.ts';

export interface PanelBar<Panel extends string> {
  readonly panels: Readonly<Record<Panel, string>>;
  readonly shown: Panel;
  /** In seconds, where that is another time than the one the stage is at. */
  readonly told?: number;
  choose(panel: Panel): void;
}

/** `host` sends `lab-seek` when the visitor wants to hear what the video says about the panel. */
export function panelBar<Panel extends string>(
  host: EventTarget,
  { panels, shown, told, choose }: PanelBar<Panel>,
): TemplateResult {
  const names = Object.keys(panels) as Panel[];
  return html`<div class="pills panel-bar" role="group" aria-label="What to look at">
    ${names.map((name) => html`<button aria-pressed=${name === shown} @click=${() => choose(name)}>${panels[name]}</button>`)}
    ${
      told === undefined
        ? nothing
        : html`<button class="plain told" @click=${() => host.dispatchEvent(new SeekEvent(told))}>at ${clockTime(told)} in the video</button>`
    }
  </div>`;
}
