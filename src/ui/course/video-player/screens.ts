// The screens without a video: the poster before it is loaded, and the timeline that replaces it.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { formatTimestamp } from '../../format/timestamp.ts';
import { pauseIcon, playIcon } from '../../styles/icons.ts';
import { posterLines } from './poster-lines.ts';

const SPEEDS = [0.5, 1, 1.25, 1.5, 2];

export interface PosterState {
  label: string;
  /** Seconds. */
  time: number;
  /** Seconds. */
  duration: number;
  captions: boolean;
  play(): void;
  setCaptions(wanted: boolean): void;
  runWithoutVideo(): void;
}

export interface TimelineState {
  /** Why the video is not available. */
  errorMessage?: string;
  /** Seconds. */
  time: number;
  /** Seconds. */
  duration: number;
  rate: number;
  paused: boolean;
  toggle(): void;
  seek(seconds: number): void;
  setRate(rate: number): void;
  loadVideo(): void;
}

export function poster(state: PosterState): TemplateResult {
  const { label, time, duration } = state;
  const captions = (event: Event) => state.setCaptions((event.target as HTMLInputElement).checked);
  return html`<div class="screen poster">
      <svg class="drawing" viewBox="0 0 160 90" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
        ${posterLines}
      </svg>
      <button class="start" aria-label=${msg(str`Play the video: ${label}`)} @click=${state.play}>${playIcon}</button>
      <div class="caption">
        <p class="label numbers">${label} · ${positionText(time, duration)}</p>
        <p class="privacy">${msg(html`“Play” loads YouTube’s player, without cookies<span>; until then, YouTube isn’t contacted</span>.`)}</p>
      </div>
      <div class="choices">
        <label><input type="checkbox" .checked=${state.captions} @change=${captions} /> ${msg('Captions')}</label>
        <button class="plain" title=${msg('Steps through the moments without the video')} @click=${state.runWithoutVideo}>
          ${msg('Run without video')}
        </button>
      </div>
    </div>
    <progress max=${duration} value=${time} aria-label=${msg('Position in the video')}></progress>`;
}

export function timeline(state: TimelineState): TemplateResult {
  const { errorMessage, time, duration, rate, paused } = state;
  const seek = (event: Event) => state.seek((event.target as HTMLInputElement).valueAsNumber);
  const speed = (event: Event) => state.setRate(Number((event.target as HTMLSelectElement).value));
  return html`<div class="timeline">
    ${errorMessage ? html`<p role="alert">${msg(str`${errorMessage} The timeline replaces it.`)}</p>` : nothing}
    <div class="controls">
      <button aria-label=${paused ? msg('Play') : msg('Pause')} @click=${state.toggle}>${paused ? playIcon : pauseIcon}</button>
      <input
        type="range"
        aria-label=${msg('Position in the video')}
        aria-valuetext=${positionText(time, duration)}
        min="0"
        max=${duration}
        step="0.1"
        .value=${String(time)}
        @input=${seek}
      />
      <select aria-label=${msg('Speed')} @change=${speed}>
        ${SPEEDS.map((one) => html`<option value=${one} ?selected=${one === rate}>${one}×</option>`)}
      </select>
    </div>
    <p class="place numbers">
      <span>${positionText(time, duration)}</span>
      <button class="plain" @click=${state.loadVideo}>${msg('Load the video')}</button>
    </p>
  </div>`;
}

const positionText = (time: number, duration: number) =>
  msg(str`${formatTimestamp(time)} of ${formatTimestamp(duration)}`);
