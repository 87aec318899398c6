// The field of a question that asks for values for which something holds.

import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { baseStyles } from '../../../styles/base.styles.ts';
import { fieldStyles } from './field.styles.ts';
import { Field } from './field.ts';
import { slider, sliderStyles } from './slider.ts';

@customElement('lab-adjust-field')
export class AdjustField extends Field<'adjust'> {
  static override styles = [
    baseStyles,
    fieldStyles,
    sliderStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-s);
      }
    `,
  ];

  protected override render() {
    const { question, solution } = this;
    const { response: values = [] } = this;
    return html`${question.sliders.map((scale, i) =>
      slider({
        ...{ label: scale.label, scale, value: values[i], right: solution?.right[i] },
        change: (value) => this.respond(values.map((other, j) => (i === j ? value : other))),
      }),
    )}
    ${solution ? html`<p class="hint">${solution.attempt(values).outcome}</p>` : ''}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-adjust-field': AdjustField;
  }
}
