// The controls around the map: where it is, its overlay, the forward pass, and the steps of a head.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { segmentedControl, selectControl } from '../../controls/segmented-control/segmented-control.ts';
import {
  breadcrumb,
  type Detail,
  detailOf,
  HEAD_STEPS,
  type HeadStep,
  MLP_STEPS,
  type MlpStep,
  OVERVIEW,
  type Shot,
} from './camera/shot.ts';
import { renderLegend } from './legend.ts';
import type { MapMotion } from './motion/map-motion.ts';
import type { OverlayName } from './overlays/overlay-types.ts';
import { overlayLabels, overlayOf } from './overlays/overlays.ts';
import type { Words } from './text/describe.ts';
import { ablatedText, shotLine } from './text/summary.ts';
import { shotTable } from './text/table.ts';

export interface ControlsContext {
  readonly shot: Shot;
  readonly words: Words | undefined;
  readonly labels: readonly string[];
  readonly motion: MapMotion;
  readonly hasOverlays: boolean;
  readonly hasTokens: boolean;
  /** Whether the camera shows the whole network, and has not been moved. */
  readonly isWhole: boolean;
  /** @param again flies also to the target that the shot has, after panning */
  readonly emit: (shot: Shot, again?: boolean) => void;
  readonly togglePlay: () => void;
  readonly scrub: (sweep: number) => void;
  readonly appendToken: () => void;
}

const STEP_LABELS: Record<HeadStep, string> = {
  queries: msg('queries'),
  keys: msg('keys'),
  scores: 'q · k',
  mask: msg('mask'),
  pattern: msg('softmax'),
  values: msg('values'),
  output: msg('ΔE'),
};

const MLP_STEP_LABELS: Record<MlpStep, string> = {
  rows: msg('rows'),
  activations: msg('activations'),
  columns: msg('columns'),
  output: msg('sum'),
};

const PLAY_LABELS: Record<Detail, string> = { head: msg('Play this head'), mlp: msg('Play this MLP') };

/** Where the camera is. */
export function renderPath({ shot, words, labels, emit }: ControlsContext): TemplateResult {
  const path = words
    ? breadcrumb(shot.target, labels, words.shape)
    : [{ name: msg('Network'), target: OVERVIEW.target }];
  return html`<nav class="path" aria-label=${msg('Position in the network')}>
    <ol>
      ${path.map(
        ({ name, target }, i) => html`<li>
          <button aria-current=${i === path.length - 1 ? 'location' : nothing} @click=${() => emit({ ...shot, target }, true)}>${name}</button>
        </li>`,
      )}
    </ol>
  </nav>`;
}

export function renderOverlays({ shot, emit }: ControlsContext): TemplateResult {
  const setOverlay = (overlay: OverlayName) => emit({ ...shot, overlay, picked: {} });
  const labelOf = Object.fromEntries(overlayLabels()) as Record<OverlayName, string>;
  return selectControl(msg('Overlay'), shot.overlay ?? 'values', labelOf, setOverlay);
}

/** The picture in words, and what its colours mean. */
export const renderStrip = ({ shot, words }: ControlsContext): TemplateResult => html`
  <div class="strip" part="strip">
    <p>${words ? shotLine(words, shot) : msg('Loading activations …')}</p>
    ${renderLegend(shot)}
  </div>
`;

export function renderTransport(context: ControlsContext): TemplateResult {
  const { shot, words, motion, hasTokens, isWhole, togglePlay, appendToken } = context;
  const detail = detailOf(shot);
  const { isBackward } = overlayOf(shot);
  return html`
    <div class="transport" part="transport">
      <button class="primary" @click=${togglePlay} ?disabled=${!words}>
        ${motion.isPlaying ? msg('Stop') : detail ? PLAY_LABELS[detail] : isBackward ? msg('Backward pass') : msg('Forward pass')}
      </button>
      ${resetButton(context)} ${detail ? detailSteps(context, detail) : scrubber(context)}
      ${hasTokens && !detail ? html`<button @click=${appendToken} ?disabled=${!words}>${msg('Next token')}</button>` : nothing}
      ${isWhole ? nothing : html`<button @click=${() => context.emit({ ...shot, target: OVERVIEW.target }, true)}>${msg('Fit')}</button>`}
      ${words ? html`<lab-data-table label=${msg('Numbers')} .data=${() => shotTable(words, shot)}></lab-data-table>` : nothing}
    </div>
  `;
}

/** What is switched off stays so under every overlay and for every prompt: it is named until it is reset. */
function resetButton({ shot, emit }: ControlsContext): TemplateResult | typeof nothing {
  const { ablated: _, ...whole } = shot;
  const names = ablatedText(shot);
  return names
    ? html`<button @click=${() => emit(whole)}>${msg(str`Without ${names}: reset`)}</button>`
    : nothing;
}

function scrubber({ motion, scrub }: ControlsContext): TemplateResult {
  const handleInput = (event: Event) => scrub(Number((event.target as HTMLInputElement).value));
  return html`
    <label>
      <span class="visually-hidden">${msg('Progress of the pass')}</span>
      <input
        type="range" min="0" max="1" step="0.002"
        .value=${String(motion.sweep)}
        aria-valuetext=${msg(str`${Math.round(100 * motion.sweep)} % computed`)}
        @input=${handleInput}
      />
    </label>
  `;
}

/** The step that is drawn now, as a choice of any. */
function detailSteps({ shot, motion, emit }: ControlsContext, detail: Detail): TemplateResult {
  const drawn = Math.max(0, Math.ceil(motion.progress[detail]) - 1);
  return detail === 'head'
    ? segmentedControl(msg('Step of the head'), HEAD_STEPS[drawn], STEP_LABELS, (headStep) =>
        emit({ ...shot, headStep }, true),
      )
    : segmentedControl(msg('Step of the MLP'), MLP_STEPS[drawn], MLP_STEP_LABELS, (mlpStep) =>
        emit({ ...shot, mlpStep }, true),
      );
}
