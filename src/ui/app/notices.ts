// What is told above the stage: what is offered, what went wrong, what is not kept. Each can be dismissed.

import { html, nothing, type TemplateResult } from 'lit';
import type { PageStore } from '../state/page/page-store.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import { closeIcon } from '../styles/icons.ts';
import { isPristine } from '../types/lab.ts';
import '../views/runs/resume-banner/resume-banner.ts';
import type { DeviceController } from './device-controller.ts';

interface Stores {
  readonly lab: LabStore;
  readonly page: PageStore;
}

interface NoticeOptions {
  readonly device: DeviceController;
  /** Saves the model as a file. */
  save(): void;
  /** Called when something was dismissed that no store knows of. */
  onChange(): void;
}

export class Notices {
  readonly #stores: Stores;
  readonly #options: NoticeOptions;
  /** Why nothing is kept, where the visitor has read it. */
  #dismissedState?: string;

  /** @param stores read when something is drawn: the element that has them gets them late */
  constructor(stores: Stores, options: NoticeOptions) {
    this.#stores = stores;
    this.#options = options;
  }

  /** @param network the one that is on the page */
  render(network: 'model' | 'digits'): TemplateResult {
    const { lab, page } = this.#stores;
    const { device } = this.#options;
    const { error } = lab.value;
    const { error: runsError } = lab.runs.value;
    const { error: digitsError } = lab.digits.value;
    const { urlProblems } = page;
    return html`${this.#resumeOffer(network)} ${this.#autosaveNotice()}
    ${runsError ? errorNotice([runsError], () => lab.runs.dismissError()) : nothing}
    ${error ? errorNotice([error], () => lab.dismissError(), this.#reopenButton()) : nothing}
    ${digitsError ? errorNotice([digitsError], () => lab.digits.dismissError()) : nothing}
    ${urlProblems.length > 0 ? errorNotice(urlProblems, () => page.dismissUrlProblems()) : nothing}
    ${device.notices.length > 0 ? errorNotice(device.notices, () => device.dismiss()) : nothing}
    ${device.canUpdate ? updateNotice(device) : nothing}`;
  }

  /** What was trained here before, of this network. */
  #resumeOffer(network: 'model' | 'digits'): TemplateResult | typeof nothing {
    const card = this.#stores.lab.runs.value.offers[network];
    return card && this.#stores.page.value.view !== 'runs'
      ? html`<lab-resume-banner .run=${card}></lab-resume-banner>`
      : nothing;
  }

  /** Where what is trained is not kept, there is a file to keep it in. */
  #autosaveNotice(): TemplateResult | typeof nothing {
    const { lab } = this.#stores;
    const { autosave } = lab.runs.value;
    const { run, step } = lab.value;
    if (autosave.state === 'saved' || this.#dismissedState === autosave.state) return nothing;
    const isUserTrained = run && step > 0 && !isPristine(lab.value);
    const dismiss = () => {
      this.#dismissedState = autosave.state;
      this.#options.onChange();
    };
    return html`<div class="notice" role="status">
      <p>${autosave.message}</p>
      <span class="buttons">
        ${isUserTrained ? html`<button @click=${() => this.#options.save()}>Save it as a file</button>` : nothing}
        <button class="plain" @click=${dismiss}>${closeIcon} Dismiss</button>
      </span>
    </div>`;
  }

  /** A model of its own files, where a crash took it along. */
  #reopenButton(): TemplateResult | typeof nothing {
    const { lab } = this.#stores;
    if (!lab.value.lostFiles) return nothing;
    return html`<button @click=${() => void lab.reopenLostFiles()}>Open its files again</button>`;
  }
}

function updateNotice(device: DeviceController): TemplateResult {
  return html`<div class="notice newer" role="status">
    <p>A newer version of the lab is here. Updating loads the page anew; otherwise it is used once every tab of the lab has been closed.</p>
    <span class="buttons">
      <button @click=${() => void device.update()}>Update now</button>
      <button class="plain" @click=${() => device.postponeUpdate()}>${closeIcon} Later</button>
    </span>
  </div>`;
}

function errorNotice(
  messages: readonly string[],
  dismiss: () => void,
  action: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<div class="notice" role="alert">
    <div>${messages.map((sentence) => html`<p>${sentence}</p>`)}</div>
    <span class="buttons">${action}<button class="plain" @click=${dismiss}>${closeIcon} Dismiss</button></span>
  </div>`;
}
