// What is told above the stage: what is offered, what went wrong, what is not kept. Each can be dismissed.

import { html, nothing, type TemplateResult } from 'lit';
import { isAsBrought } from '../controllers/lab-state.ts';
import type { LabStore } from '../controllers/lab-store.ts';
import type { PageStore } from '../controllers/page-store.ts';
import { closeIcon } from '../styles/icons.ts';
import '../views/run-offer/run-offer.ts';
import type { DeviceKeeper } from './device-keeper.ts';

interface Stores {
  readonly lab: LabStore;
  readonly page: PageStore;
}

interface Parts {
  readonly device: DeviceKeeper;
  /** Saves the model as a file. */
  save(): void;
  /** Called when something was dismissed that no store knows of. */
  changed(): void;
}

export class Notices {
  readonly #stores: Stores;
  readonly #parts: Parts;
  /** Why nothing is kept, where the visitor has read it. */
  #dismissed?: string;

  /** @param stores read when something is drawn: the element that has them gets them late */
  constructor(stores: Stores, parts: Parts) {
    this.#stores = stores;
    this.#parts = parts;
  }

  /** @param network the one that is on the page */
  render(network: 'model' | 'digits'): TemplateResult {
    const { lab, page } = this.#stores;
    const { device } = this.#parts;
    const { error } = lab.value;
    const { error: runsError } = lab.runs.value;
    const { error: digitsError } = lab.digits.value;
    const { addressProblems } = page;
    return html`${this.#offer(network)} ${this.#notKept()}
    ${runsError ? notice([runsError], () => lab.runs.dismissError()) : nothing}
    ${error ? notice([error], () => lab.dismissError(), this.#openAgain()) : nothing}
    ${digitsError ? notice([digitsError], () => lab.digits.dismissError()) : nothing}
    ${addressProblems.length > 0 ? notice(addressProblems, () => page.dismissAddressProblems()) : nothing}
    ${device.notices.length > 0 ? notice(device.notices, () => device.dismiss()) : nothing}
    ${device.updateOffered ? newer(device) : nothing}`;
  }

  /** What was trained here before, of this network. */
  #offer(network: 'model' | 'digits'): TemplateResult | typeof nothing {
    const card = this.#stores.lab.runs.value.offers[network];
    return card && this.#stores.page.value.view !== 'runs'
      ? html`<lab-run-offer .card=${card}></lab-run-offer>`
      : nothing;
  }

  /** Where what is trained is not kept, there is a file to keep it in. */
  #notKept(): TemplateResult | typeof nothing {
    const { lab } = this.#stores;
    const { keeping } = lab.runs.value;
    const { run, step } = lab.value;
    if (keeping.state === 'kept' || this.#dismissed === keeping.state) return nothing;
    const own = run && step > 0 && !isAsBrought(lab.value);
    const dismiss = () => {
      this.#dismissed = keeping.state;
      this.#parts.changed();
    };
    return html`<div class="notice" role="status">
      <p>${keeping.sentence}</p>
      <span class="buttons">
        ${own ? html`<button @click=${() => this.#parts.save()}>Save it as a file</button>` : nothing}
        <button class="plain" @click=${dismiss}>${closeIcon} Dismiss</button>
      </span>
    </div>`;
  }

  /** A model of its own files, where a crash took it along. */
  #openAgain(): TemplateResult | typeof nothing {
    const { lab } = this.#stores;
    if (!lab.value.lost) return nothing;
    return html`<button @click=${() => void lab.openLost()}>Open its files again</button>`;
  }
}

function newer(device: DeviceKeeper): TemplateResult {
  return html`<div class="notice newer" role="status">
    <p>A newer version of the lab is here. Updating loads the page anew; otherwise it is used once every tab of the lab has been closed.</p>
    <span class="buttons">
      <button @click=${() => void device.update()}>Update now</button>
      <button class="plain" @click=${() => device.putOff()}>${closeIcon} Later</button>
    </span>
  </div>`;
}

function notice(
  sentences: readonly string[],
  dismiss: () => void,
  instead: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<div class="notice" role="alert">
    <div>${sentences.map((sentence) => html`<p>${sentence}</p>`)}</div>
    <span class="buttons">${instead}<button class="plain" @click=${dismiss}>${closeIcon} Dismiss</button></span>
  </div>`;
}
