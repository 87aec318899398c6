// What a stage shows while there is no model to look into: why, and the way to one.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ViewChangeEvent } from '../../../events.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { LabState } from '../../../types/lab.ts';

/**
 * @property lab - what the worker has told
 * @fires lab-view - to where a model is made
 */
@customElement('lab-empty-state')
export class EmptyState extends LitElement {
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

  @property({ attribute: false }) lab!: Pick<LabState, 'pending' | 'fatalError'>;

  override render() {
    const { pending, fatalError } = this.lab;
    if (fatalError) return html`<div class="card"><p>${fatalError}</p></div>`;
    const choose = () => this.dispatchEvent(new ViewChangeEvent('train'));
    return html`<div class="card">
      <p>${pending ? 'The model is being made …' : 'There is no model yet: choose what it is to learn.'}</p>
      ${pending ? nothing : html`<button class="primary" @click=${choose}>Choose a model</button>`}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-empty-state': EmptyState;
  }
}
