// The picture of a moment with what the visitor operates it by: a line of controls above it and a drawer of panels over it.

import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { DrawerEvent } from '../../events/index.ts';
import type { Rendered, Scene } from '../../stage/scene.ts';
import '../../stage/stage.ts';

interface StageFrame {
  readonly scene: Scene;
  /** Whether the controls are in view. */
  readonly isExploring: boolean;
  /** In the picture's place; undefined for the scene. */
  readonly figure?: Rendered;
  /** Whether all of the figure is shown, with what operates it: the visitor or an address has asked for it. */
  readonly isWhole?: boolean;
  /** Undefined while the drawer is closed. */
  readonly drawer?: Rendered;
  /** Above the picture. */
  readonly top: Rendered;
  /** For the scene's own slots. */
  readonly slotted?: Rendered;
}

/** Dispatches `lab-drawer`, for its host. */
export function stageFrame({
  scene,
  isExploring,
  figure,
  isWhole = false,
  drawer,
  top,
  slotted,
}: StageFrame): TemplateResult {
  const toggle = ({ currentTarget }: Event) =>
    currentTarget?.dispatchEvent(new DrawerEvent(drawer === undefined));
  return html`<lab-stage .scene=${scene} ?quiet=${!isExploring} ?covered=${figure !== undefined}>
    <div slot="top" class="reading">${top}</div>
    <button slot="end" aria-expanded=${drawer !== undefined} aria-controls="drawer" @click=${toggle}>${msg('Figures')}</button>
    ${figure === undefined ? nothing : html`<div slot="figure" class="panel figure ${isWhole ? 'whole' : ''}">${figure}</div>`}
    ${drawer === undefined ? nothing : html`<div slot="drawer" id="drawer" class="panel drawer">${drawer}</div>`}
    ${slotted ?? nothing}
  </lab-stage>`;
}
