// Placeholder of a stage without a model.

import { msg } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ViewChangeEvent } from '../../../events/index.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { LabState } from '../../../types/lab.ts';

/**
 * @summary States why there is no model, and links to the train view.
 *
 * @property lab - `pending` while a model is being prepared; `fatalError` if the lab failed.
 * @fires lab-view - The train view is requested.
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
      <p>${pending ? msg('Preparing model …') : msg('No model yet. Choose one to train.')}</p>
      ${pending ? nothing : html`<button class="primary" @click=${choose}>${msg('Choose a model')}</button>`}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-empty-state': EmptyState;
  }
}
