// The current model's name, and behind it all one can do with it: save it, open another, begin anew.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import {
  DownloadDialogEvent,
  ModelChangeEvent,
  ModelOpenEvent,
  ModelSaveEvent,
  RunActionEvent,
} from '../../../events.ts';
import { formatCompact } from '../../../format/quantities.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { chevronUpIcon } from '../../../styles/icons.ts';
import { INITIAL_LAB, isBundledModel, isPristine, type LabState } from '../../../types/lab.ts';
import { BUNDLED_MODEL_TEXT } from '../../status/model-status.ts';
import { runStatusText } from '../../status/run-text.ts';
import { modelMenuStyles } from './model-menu.styles.ts';

/**
 * A button that opens the menu.
 *
 * @property lab - what the worker has told so far
 * @fires lab-model - the trained model that came with the page is wanted
 * @fires lab-model-save - the current one is wanted as a file
 * @fires lab-model-open - files were picked
 * @fires lab-download-dialog-open - a model is to be opened by its address
 * @fires lab-run - `reset`: fresh weights
 */
@customElement('lab-model-menu')
export class ModelMenu extends LitElement {
  static override styles = [baseStyles, modelMenuStyles];

  @property({ attribute: false }) lab: LabState = INITIAL_LAB;

  @query('[popover]') private menu!: HTMLElement;
  @query('input') private picker!: HTMLInputElement;

  protected override render() {
    const { run, step } = this.lab;
    if (!run) return nothing;
    const { preset, parameterCount } = run;
    const isBundled = isBundledModel(this.lab, preset);
    return html`<button class="plain" popovertarget="menu" title="About this model: save it, open another, begin anew">
        <b>${preset}</b><span class="optional"> · ${formatCompact(parameterCount)} weights</span
        >${isPristine(this.lab) ? html`<span class="wide"> · ${isBundled ? BUNDLED_MODEL_TEXT : 'from a file'}</span>` : nothing}
        ${chevronUpIcon}
      </button>
      <div id="menu" popover>
        <h2>The model: ${preset}, ${formatCompact(parameterCount)} weights</h2>
        <p>${runStatusText(this.lab)}</p>
        <div class="buttons">
          ${run.isReadOnly ? nothing : html`<button @click=${() => this.#closeAndDispatch(new ModelSaveEvent())}>Save as file</button>`}
          <button @click=${() => this.picker.click()}>Open files …</button>
          <button @click=${() => this.#closeAndDispatch(new DownloadDialogEvent())}>Open by address …</button>
          ${
            this.lab.bundledModels.some((model) => model.preset === preset) && !isBundled
              ? html`<button @click=${() => this.#closeAndDispatch(new ModelChangeEvent(preset, 'trained'))}>Open the trained one</button>`
              : nothing
          }
          ${step > 0 ? html`<button @click=${() => this.#closeAndDispatch(new RunActionEvent('reset'))}>Reset to fresh weights</button>` : nothing}
        </div>
        <p class="note">
          A model saved here is one file. GPT-2, or any model of its layout, is opened with its model.safetensors,
          config.json and tokenizer.json, chosen together, or fetched by its address. Files can also be dropped
          anywhere on the page; nothing of them leaves this device.
        </p>
        <input type="file" accept=".safetensors,.json,.txt" multiple aria-label="A model’s files" hidden @change=${this.#pick} />
      </div>`;
  }

  #closeAndDispatch(event: Event): void {
    this.menu.hidePopover();
    this.dispatchEvent(event);
  }

  #pick(): void {
    const files = [...(this.picker.files ?? [])];
    if (files.length > 0) this.#closeAndDispatch(new ModelOpenEvent(files));
    this.picker.value = ''; // so that the same file can be chosen again
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-model-menu': ModelMenu;
  }
}
