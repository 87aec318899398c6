// The menu of the current model: save, open another, re-initialize.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import {
  DownloadDialogEvent,
  ModelChangeEvent,
  ModelOpenEvent,
  ModelSaveEvent,
  RunActionEvent,
} from '../../../events/index.ts';
import { formatCompact } from '../../../format/quantities.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { chevronUpIcon } from '../../../styles/icons.ts';
import { INITIAL_LAB, isBundledModel, isPristine, type LabState } from '../../../types/lab.ts';
import { BUNDLED_MODEL_TEXT } from '../../status/model-status.ts';
import { runStatusText } from '../../status/run-text.ts';
import { modelMenuStyles } from './model-menu.styles.ts';

/**
 * @summary A button with the model's name that opens its menu.
 *
 * @property lab - State of the language model; nothing is shown without a run.
 * @fires lab-model - The pretrained model of the preset is requested.
 * @fires lab-model-save - The current model is to be saved as a file.
 * @fires lab-model-open - Model files are selected.
 * @fires lab-download-dialog-open - The dialog to open a model from a URL is requested.
 * @fires lab-run - `reset`: the weights are to be re-initialized.
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
    return html`<button class="plain" popovertarget="menu" title="Save, open or re-initialize the model">
        <b>${preset}</b><span class="optional"> · ${formatCompact(parameterCount)} weights</span
        >${isPristine(this.lab) ? html`<span class="wide"> · ${isBundled ? BUNDLED_MODEL_TEXT : 'from a file'}</span>` : nothing}
        ${chevronUpIcon}
      </button>
      <div id="menu" popover role="group" aria-label="Model menu">
        <h2>${preset}, ${formatCompact(parameterCount)} weights</h2>
        <p>${runStatusText(this.lab)}</p>
        <div class="buttons">
          ${run.isReadOnly ? nothing : html`<button @click=${() => this.#closeAndDispatch(new ModelSaveEvent())}>Save as file</button>`}
          <button @click=${() => this.picker.click()}>Open files …</button>
          <button @click=${() => this.#closeAndDispatch(new DownloadDialogEvent())}>Open from URL …</button>
          ${
            this.lab.bundledModels.some((model) => model.preset === preset) && !isBundled
              ? html`<button @click=${() => this.#closeAndDispatch(new ModelChangeEvent(preset, 'trained'))}>Load pretrained</button>`
              : nothing
          }
          ${step > 0 ? html`<button @click=${() => this.#closeAndDispatch(new RunActionEvent('reset'))}>Re-initialize weights</button>` : nothing}
        </div>
        <p class="note">
          A saved model is one file. For GPT-2, or a model of its architecture, select model.safetensors, config.json
          and tokenizer.json together, or open it from a URL. Files can also be dropped anywhere on the page; they stay
          on this device.
        </p>
        <input type="file" accept=".safetensors,.json,.txt" multiple aria-label="Model files" hidden @change=${this.#pick} />
      </div>`;
  }

  #closeAndDispatch(event: Event): void {
    this.menu.hidePopover();
    this.dispatchEvent(event);
  }

  #pick(): void {
    const files = [...(this.picker.files ?? [])];
    if (files.length > 0) this.#closeAndDispatch(new ModelOpenEvent(files));
    this.picker.value = ''; // otherwise selecting the same file again fires no event
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-model-menu': ModelMenu;
  }
}
