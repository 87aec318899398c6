// The fields of questions whose answers are numbers: sliders with their values, and a mark at the right one.

import { msg } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { Scale } from '../question.ts';
import type { Field } from './field.ts';

interface SliderOptions {
  readonly label: string;
  readonly scale: Scale;
  readonly value: number;
  /** Shown once the answer is checked. */
  readonly right?: number;
  readonly change: (value: number) => void;
}

const shareOf = ({ min, max }: Scale, value: number): number =>
  Math.min(1, Math.max(0, (value - min) / (max - min)));

const slider = ({ label, scale, value, right, change }: SliderOptions) => html`<label class="slider">
  <span>${label}: <b class="numbers">${scale.format(value)}</b></span>
  <span class="track">
    <input
      type="range"
      min=${scale.min}
      max=${scale.max}
      step=${scale.step}
      aria-label=${label}
      aria-valuetext=${scale.format(value)}
      .value=${String(value)}
      ?disabled=${right !== undefined}
      @input=${({ target }: Event) => change((target as HTMLInputElement).valueAsNumber)}
    />
    ${right === undefined ? nothing : html`<i style=${styleMap({ '--share': String(shareOf(scale, right)) })} title=${scale.format(right)}></i>`}
  </span>
  <span class="ends numbers"><span>${scale.format(scale.min)}</span><span>${scale.format(scale.max)}</span></span>
</label>`;

/** Of a question whose answer is a number. */
export function estimateField({ question, response, solution, respond }: Field<'estimate'>): TemplateResult {
  const { scale } = question;
  const value = response ?? scale.min;
  return html`<div class="field estimate">${slider({ label: msg('Your estimate'), scale, value, right: solution?.right, change: respond })}</div>`;
}

/** Of a question that asks for values for which something holds. */
export function adjustField({
  question,
  response: values = [],
  solution,
  respond,
}: Field<'adjust'>): TemplateResult {
  return html`<div class="field adjust">
    ${question.sliders.map((scale, i) =>
      slider({
        ...{ label: scale.label, scale, value: values[i], right: solution?.right[i] },
        change: (value) => respond(values.with(i, value)),
      }),
    )}
    ${solution ? html`<p class="small">${solution.attempt(values).outcome}</p>` : ''}
  </div>`;
}

export const sliderStyles = css`
  .adjust {
    display: grid;
    gap: var(--space-s);
  }

  .slider {
    display: grid;
    gap: var(--space-3xs);
    color: var(--muted);
  }

  .slider b {
    color: var(--text);
    font-weight: 600;
  }

  .track {
    position: relative;
    display: grid;
  }

  .track input {
    width: 100%;
    margin: 0;
    accent-color: var(--accent);
  }

  /* Under the middle of the thumb, which is 1rem wide. */
  .track i {
    position: absolute;
    inset-block: 0;
    inset-inline-start: calc(0.5rem + var(--share) * (100% - 1rem));
    width: 2px;
    background: var(--good);
  }

  .ends {
    display: flex;
    justify-content: space-between;
    color: var(--faint);
    font-size: var(--size-fine);
  }
`;
