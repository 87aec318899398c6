// The field of a question whose answer is a number.

import { msg } from '@lit/localize';
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { baseStyles } from '../../../styles/base.styles.ts';
import { fieldStyles } from './field.styles.ts';
import { Field } from './field.ts';
import { slider, sliderStyles } from './slider.ts';

@customElement('lab-estimate-field')
export class EstimateField extends Field<'estimate'> {
  static override styles = [baseStyles, fieldStyles, sliderStyles];

  protected override render() {
    const { scale } = this.question;
    const { response: value = scale.min } = this;
    const change = (value: number) => this.respond(value);
    return html`${slider({ label: msg('Your estimate'), scale, value, right: this.solution?.right, change })}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-estimate-field': EstimateField;
  }
}
