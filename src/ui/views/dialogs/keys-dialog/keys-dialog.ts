// A dialog that lists keys, from the tables that their handlers read.

import { msg } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { type KeyBinding, type KeyTable, withoutCharacters } from '../../../keyboard/key-table.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { dialogStyles } from '../../../styles/dialog.styles.ts';
import { characterKeysChoice } from './character-keys-choice.ts';
import { keyCaps } from './key-caps.ts';

/**
 * @summary A dialog of all keys.
 *
 * @property tables - One for each place where keys work.
 * @property characterKeys - Whether letters, digits and signs are shortcuts.
 * @fires lab-device-settings - The visitor switches them on or off.
 */
@customElement('lab-keys-dialog')
export class KeysDialog extends LitElement {
  static override styles = [
    baseStyles,
    dialogStyles,
    css`
      dialog {
        width: min(64rem, calc(100vw - 1.5rem));
      }

      .tables {
        columns: 19rem;
        column-gap: var(--space-xl);
        overflow-y: auto;
      }

      section {
        break-inside: avoid;
        padding-bottom: var(--space-l);
      }

      h3 {
        margin: 0 0 var(--space-xs);
        color: var(--muted);
        font-size: var(--size-compact);
      }

      dl {
        display: grid;
        grid-template-columns: 8.5rem minmax(0, 1fr);
        gap: var(--space-2xs) var(--space-m);
        font-size: var(--size-compact);
      }

      dt {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-3xs) var(--space-2xs);
        color: var(--muted);
      }

      dd {
        align-self: center;
      }

      kbd {
        min-width: 1.6rem;
        padding: 0 var(--space-xs);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-tiny);
        background: var(--raised);
        color: var(--text);
        font-family: var(--font-mono);
        font-size: var(--size-small);
        line-height: 1.5rem;
        text-align: center;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) tables: readonly KeyTable[] = [];
  @property({ attribute: false }) characterKeys = true;

  @query('dialog') private dialog!: HTMLDialogElement;

  async show(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
  }

  protected override render() {
    return html`<dialog aria-labelledby="title">
      <div class="head">
        <h2 id="title">${msg('Keyboard')}</h2>
        <button type="button" @click=${() => this.dialog.close()}>${msg('Close')}</button>
      </div>
      ${characterKeysChoice(this.characterKeys)}
      <div class="tables" role="region" tabindex="0" aria-labelledby="title">
        ${this.tables.map((table) => renderTable(this.characterKeys ? table : withoutCharacters(table)))}
      </div>
    </dialog>`;
  }
}

const renderTable = ({ title, bindings }: KeyTable): TemplateResult | typeof nothing =>
  bindings.length === 0
    ? nothing
    : html`<section>
        <h3>${title}</h3>
        <dl>${bindings.map(row)}</dl>
      </section>`;

const row = ({ keys, does }: KeyBinding): TemplateResult =>
  html`<dt>${keyCaps(keys).map((caps, i) => html`${i > 0 ? html` ${msg('or')} ` : ''}${caps.map((cap) => html`<kbd>${cap}</kbd>`)}`)}</dt>
    <dd>${does}</dd>`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-keys-dialog': KeysDialog;
  }
}
