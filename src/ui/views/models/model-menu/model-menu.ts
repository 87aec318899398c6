// The menu of models: which one is open, which others there are, and save, open, re-initialize.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { RunSummary } from '../../../../workers/rpc/api/lab-api.ts';
import {
  DownloadDialogEvent,
  ModelChangeEvent,
  ModelOpenEvent,
  ModelSaveEvent,
  RunActionEvent,
  SavedRunEvent,
} from '../../../events/index.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatCompact } from '../../../format/quantities.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { checkIcon, chevronUpIcon } from '../../../styles/icons.ts';
import { INITIAL_LAB, isBundledModel, isPristine, type LabState } from '../../../types/lab.ts';
import { BUNDLED_MODEL_TEXT, runStatusText } from '../../status/run-text.ts';
import { type ListedModel, modelGroups } from './model-list.ts';
import { modelMenuStyles } from './model-menu.styles.ts';

/** Between button and menu, and between menu and the edges of the window, in CSS pixels. */
const [GAP, EDGE] = [8, 12];

/**
 * @summary A button with the model's name that opens the menu of models.
 *
 * @property lab - State of the language model; nothing is shown without a run.
 * @property saved - Runs saved on this device.
 * @property openRun - Id of the open run, if it is saved.
 * @property brief - The button says “Model”: its name stands beside it.
 * @fires lab-model - A pretrained model is requested.
 * @fires lab-saved-run - A saved run is to be opened.
 * @fires lab-model-save - The current model is to be saved as a file.
 * @fires lab-model-open - Model files are selected.
 * @fires lab-download-dialog-open - The dialog to open a model from a URL is requested.
 * @fires lab-run - `reset`: the weights are to be re-initialized.
 */
@customElement('lab-model-menu')
export class ModelMenu extends LitElement {
  static override styles = [baseStyles, modelMenuStyles];

  @property({ attribute: false }) lab: LabState = INITIAL_LAB;
  @property({ attribute: false }) saved: readonly RunSummary[] = [];
  @property({ attribute: false }) openRun?: string;
  @property({ type: Boolean }) brief = false;

  @query('button') private button!: HTMLElement;
  @query('[popover]') private menu!: HTMLElement;
  @query('input') private picker!: HTMLInputElement;

  protected override render() {
    const { run, step } = this.lab;
    if (!run) return nothing;
    const { preset, parameterCount } = run;
    const isBundled = isBundledModel(this.lab, preset);
    return html`<button class="plain" popovertarget="menu" title=${msg('Switch, save or re-initialize the model')}>
        ${
          this.brief
            ? msg('Model')
            : html`<b>${preset}</b><span class="optional"> ${msg(str`· ${formatCompact(parameterCount)} weights`)}</span
              >${isPristine(this.lab) ? html`<span class="wide"> · ${isBundled ? BUNDLED_MODEL_TEXT : msg('from a file')}</span>` : nothing}`
        }
        ${chevronUpIcon}
      </button>
      <div id="menu" popover role="group" aria-label=${msg('Model menu')} @beforetoggle=${this.#place}>
        <h2>${msg(html`${preset}, ${formatCompact(parameterCount)} weights${run.isReadOnly ? nothing : msg(str`, step ${formatInteger(step)}`)}`)}</h2>
        <p>${runStatusText(this.lab)}</p>
        ${modelGroups(this.lab, this.saved, this.openRun).map(
          ({ label, models }, i) => html`<h3 id="group-${i}">${label}</h3>
            <ul aria-labelledby="group-${i}">${models.map((model) => html`<li>${this.#listed(model)}</li>`)}</ul>`,
        )}
        <div class="buttons">
          ${run.isReadOnly ? nothing : html`<button @click=${() => this.#closeAndDispatch(new ModelSaveEvent())}>${msg('Save as file')}</button>`}
          <button @click=${() => this.picker.click()}>${msg('Open files …')}</button>
          <button @click=${() => this.#closeAndDispatch(new DownloadDialogEvent())}>${msg('Open from URL …')}</button>
          ${
            this.lab.bundledModels.some((model) => model.preset === preset) && !isBundled
              ? html`<button @click=${() => this.#closeAndDispatch(new ModelChangeEvent(preset, 'trained'))}>${msg('Load pretrained')}</button>`
              : nothing
          }
          ${step > 0 ? html`<button ?disabled=${this.lab.pending !== undefined} @click=${() => this.#closeAndDispatch(new RunActionEvent('reset'))}>${msg('Re-initialize weights')}</button>` : nothing}
        </div>
        <p class="note">
          ${msg('A saved model is one file. For GPT-2, or a model of its architecture, select model.safetensors, config.json and tokenizer.json together, or open it from a URL. Files can also be dropped anywhere on the page; they stay on this device.')}
        </p>
        <input type="file" accept=".safetensors,.bin,.json,.txt" multiple aria-label=${msg('Model files')} hidden @change=${this.#pick} />
      </div>`;
  }

  #listed({ name, about, isOpen, preset, saved }: ListedModel) {
    const open = () => {
      if (isOpen) this.menu.hidePopover();
      else if (saved) this.#closeAndDispatch(new SavedRunEvent('open', saved));
      else if (preset) this.#closeAndDispatch(new ModelChangeEvent(preset, 'trained'));
    };
    return html`<button class="plain" aria-current=${isOpen ? 'true' : nothing} @click=${open}>
      <b>${name}</b> <span>${about}</span>${isOpen ? checkIcon : nothing}
    </button>`;
  }

  /** Beside the button, where the window has more room. */
  #place({ newState }: ToggleEvent): void {
    if (newState !== 'open') return;
    const { top, bottom, left } = this.button.getBoundingClientRect();
    const isAbove = top > window.innerHeight - bottom;
    const { style } = this.menu;
    style.top = isAbove ? 'auto' : `${bottom + GAP}px`;
    style.bottom = isAbove ? `${window.innerHeight - top + GAP}px` : 'auto';
    style.left = `max(${EDGE}px, min(${left}px, 100vw - 28rem))`;
    style.maxHeight = `${(isAbove ? top : window.innerHeight - bottom) - GAP - EDGE}px`;
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
