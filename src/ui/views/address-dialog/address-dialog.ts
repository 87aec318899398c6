// A model by its address: which host would be asked for what is told first, then asked for on request. What was fetched stays
// on this device and is listed here.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { bytesOf, isWhole, type KeptModel } from '../../../fetched/kept-model.ts';
import { fileName, KNOWN_MODELS, type WantedModel, wantedModel } from '../../../fetched/model-address.ts';
import { MODEL_HOST } from '../../../fetched/model-hosts.ts';
import { messageOf } from '../../../message-of.ts';
import type { FetchedState } from '../../controllers/fetched-store.ts';
import { FetchedModelEvent, FetchStopEvent, ModelFetchEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { dialogStyles } from '../../styles/dialog.styles.ts';
import { bytes } from '../quantities.ts';
import { addressDialogStyles } from './address-dialog.styles.ts';

const [SUGGESTED] = Object.keys(KNOWN_MODELS);

/**
 * A dialog that asks for an address, and the host for nothing before its button is pressed. Closing it stops what is being
 * fetched.
 *
 * @property fetched - what is here, and what is being fetched
 * @method show - opens it
 * @method close - closes it
 * @fires lab-model-fetch - a model is to be fetched
 * @fires lab-model-fetch-stop - fetching is to stop
 * @fires lab-fetched-model - one that is here is to be opened or forgotten
 */
@customElement('lab-address-dialog')
export class AddressDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles, addressDialogStyles];

  @property({ attribute: false }) fetched: FetchedState = {};

  @state() private address = SUGGESTED;

  @query('dialog') private dialog!: HTMLDialogElement;

  show(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  close(): void {
    this.dialog.close();
  }

  protected override render() {
    return html`<dialog aria-labelledby="title" @close=${() => this.dispatchEvent(new FetchStopEvent())}>
      <div class="head">
        <h2 id="title">Open a model by its address</h2>
        <button type="button" @click=${() => this.close()}>Close</button>
      </div>
      ${this.fetched.fetching ? this.#fetching(this.fetched.fetching) : this.#asking()}
      ${this.fetched.ended ? html`<p class="problem" role="alert">${this.fetched.ended}</p>` : nothing}
      ${this.#list()}
    </dialog>`;
  }

  #asking(): TemplateResult {
    const wanted = this.#wanted();
    const write = (event: Event) => {
      this.address = (event.target as HTMLInputElement).value;
    };
    return html`<form @submit=${(event: Event) => this.#submit(event, wanted)}>
      <label for="address">GPT-2, or a model of its layout: its name on Hugging Face, or the address of its model.safetensors</label>
      <input
        id="address"
        type="text"
        list="known"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        .value=${this.address}
        aria-describedby="what"
        @input=${write}
      />
      <datalist id="known">${Object.keys(KNOWN_MODELS).map((name) => html`<option value=${name}></option>`)}</datalist>
      <div id="what">${typeof wanted === 'string' ? html`<p class="refusal">${wanted}</p>` : this.#what(wanted)}</div>
      ${typeof wanted === 'string' ? nothing : this.#button(wanted)}
    </form>`;
  }

  /** Which host would be asked for what: told before anything is. */
  #what(wanted: WantedModel): TemplateResult {
    const here = this.#here(wanted);
    if (here && isWhole(here))
      return html`<p>It is on this device already, ${bytes(bytesOf(here).here)}: opening it asks nothing of the network.</p>`;
    const onHub = wanted.id.startsWith(MODEL_HOST);
    return html`<dl>
        <dt>host</dt>
        <dd>${wanted.host}${onHub ? html`, and the storage under hf.co that it sends downloads to` : nothing}</dd>
        <dt>files</dt>
        <dd>${wanted.files.map(({ url, optional }, i) => html`${i > 0 ? ', ' : ''}${fileName(url)}${optional ? ' (if there)' : ''}`)}</dd>
        <dt>size</dt>
        <dd>${sizeWords(wanted, here)}</dd>
      </dl>
      <p class="muted">
        Nothing is asked before you press the button. The host then learns your network address and this page’s, as with
        every download; no cookies go along. The files stay on this device until you forget them.
      </p>`;
  }

  #button(wanted: WantedModel): TemplateResult {
    const here = this.#here(wanted);
    const label =
      here && isWhole(here) ? 'Open it' : `${here ? 'Go on fetching' : 'Fetch'} from ${wanted.host}`;
    return html`<button class="primary">${label}</button>`;
  }

  #fetching({ name, host, here, total }: NonNullable<FetchedState['fetching']>): TemplateResult {
    return html`<p role="status">Fetching ${name} from ${host}.</p>
      <div class="row">
        <progress max=${total ?? 1} .value=${total === undefined ? 0 : here} aria-label="Fetched"></progress>
        <span class="numbers">${bytes(here)}${total === undefined ? '' : ` of ${bytes(total)}`}</span>
        <button type="button" @click=${() => this.dispatchEvent(new FetchStopEvent())}>Stop</button>
      </div>
      <p class="muted" role="status">${this.fetched.note}</p>`;
  }

  #list(): TemplateResult | typeof nothing {
    const { models = [], fetching } = this.fetched;
    if (models.length === 0 || fetching) return nothing;
    return html`<section>
      <h3>On this device</h3>
      <ul>${models.map((model) => this.#row(model))}</ul>
    </section>`;
  }

  #row(model: KeptModel): TemplateResult {
    const { here, total } = bytesOf(model);
    const act = (action: FetchedModelEvent['action']) => () =>
      this.dispatchEvent(new FetchedModelEvent(action, model));
    const whole = isWhole(model);
    return html`<li>
      <span class="name">${model.name}</span>
      <span class="muted numbers">${bytes(here)}${whole || total === undefined ? '' : ` of ${bytes(total)}`}${whole ? '' : ', not whole yet'}</span>
      <span class="buttons">
        ${whole ? html`<button type="button" aria-label="Open ${model.name}" @click=${act('open')}>Open</button>` : html`<button type="button" aria-label="Go on with ${model.name}" @click=${() => this.#choose(model)}>Go on …</button>`}
        <button type="button" aria-label="Forget ${model.name}" @click=${act('forget')}>Forget</button>
      </span>
    </li>`;
  }

  /** Into the field, where one reads what would be asked of whom. */
  #choose({ id }: KeptModel): void {
    this.address = id;
  }

  #wanted(): WantedModel | string {
    try {
      return wantedModel(this.address, document.baseURI);
    } catch (error) {
      return messageOf(error);
    }
  }

  #here({ id }: WantedModel): KeptModel | undefined {
    return this.fetched.models?.find((model) => model.id === id);
  }

  #submit(event: Event, wanted: WantedModel | string): void {
    event.preventDefault();
    if (typeof wanted === 'string') return;
    const here = this.#here(wanted);
    this.dispatchEvent(
      here && isWhole(here) ? new FetchedModelEvent('open', here) : new ModelFetchEvent(wanted),
    );
  }
}

function sizeWords({ bytes: known }: WantedModel, here?: KeptModel): string {
  const { here: arrived = 0, total = known } = here ? bytesOf(here) : {};
  if (arrived > 0)
    return `${bytes(arrived)}${total === undefined ? '' : ` of ${bytes(total)}`} are here already`;
  return total === undefined ? 'told by the host when it is asked' : `about ${bytes(total)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-address-dialog': AddressDialog;
  }
}
