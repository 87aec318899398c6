// What a stage shows while there is no model to look into: why, and the way to one.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LabState } from '../../controllers/lab-state.ts';
import { ViewChangeEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';

/**
 * @property lab - what the worker has told
 * @fires lab-view - to where a model is made
 */
@customElement('lab-no-model')
export class NoModel extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
      }

      .card {
        display: grid;
        justify-items: start;
        gap: var(--space-s);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Pick<LabState, 'waiting' | 'failure'>;

  override render() {
    const { waiting, failure } = this.lab;
    if (failure) return html`<div class="card"><p>${failure}</p></div>`;
    const choose = () => this.dispatchEvent(new ViewChangeEvent('train'));
    return html`<div class="card">
      <p>${waiting ? 'The model is being made …' : 'There is no model yet: choose what it is to learn.'}</p>
      ${waiting ? nothing : html`<button class="primary" @click=${choose}>Choose a model</button>`}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-no-model': NoModel;
  }
}
