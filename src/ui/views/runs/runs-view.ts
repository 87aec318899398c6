// All runs kept on this device: to open, to compare, to name and to part with.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { RunCard } from '../../../workers/lab-api.ts';
import { runsContext } from '../../controllers/contexts.ts';
import { StoreReader } from '../../controllers/store-reader.ts';
import { KeptRunEvent, KeptRunImportEvent, KeptRunRenameEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { ago } from '../ago.ts';
import '../line-chart/line-chart.ts';
import { whole } from '../numbers.ts';
import { bytes, loss, short } from '../quantities.ts';
import { lossCurves, MOST_COMPARED } from './curves.ts';
import { runsViewStyles } from './runs-view.styles.ts';

/**
 * The list of runs.
 *
 * @fires lab-kept-run - something is to be done with one
 * @fires lab-kept-run-rename - one gets another name
 * @fires lab-kept-run-import - a file was picked
 */
@customElement('lab-runs-view')
export class RunsView extends LitElement {
  static override styles = [baseStyles, runsViewStyles];

  /** Ids of those that are compared, in the order they were chosen. */
  @state() private compared: readonly string[] = [];
  /** Id of the one whose name is being written. */
  @state() private naming?: string;

  @query('input[type="file"]') private picker!: HTMLInputElement;

  readonly #runs = new StoreReader(this, runsContext);

  override connectedCallback(): void {
    super.connectedCallback();
    // What is being trained was written a few times since the list was made.
    this.updateComplete.then(() => this.#runs.store.refresh());
  }

  protected override render() {
    const { cards, deleted } = this.#runs.value;
    return html`
      <div class="head">
        <div>
          <h1>Your runs</h1>
          <p>${this.#roomWords()}</p>
        </div>
        <button @click=${() => this.picker.click()}>Add from a file …</button>
        <input type="file" accept=".safetensors" aria-label="A run’s file" hidden @change=${this.#pick} />
      </div>
      ${
        deleted
          ? html`<div class="deleted" role="status">
              <span>“${deleted.name}” was deleted.</span>
              <button @click=${this.#act('undo', deleted)}>Undo</button>
            </div>`
          : nothing
      }
      ${this.#comparison()} ${cards && cards.length > 0 ? this.#table(cards) : this.#nothing()}
    `;
  }

  #roomWords(): string {
    const { room, cards = [] } = this.#runs.value;
    if (!room || cards.length === 0) return 'Whatever you train is kept on this device, and nowhere else.';
    const of = room.quota ? ` of the ${bytes(room.quota)} this browser gives` : '';
    const count = cards.length === 1 ? 'One run takes' : `${whole(cards.length)} runs take`;
    return `${count} ${bytes(room.used)}${of}; kept on this device, and nowhere else.`;
  }

  #nothing(): TemplateResult {
    const { keeping, cards } = this.#runs.value;
    if (!cards) return html`<p class="empty">Looking for what is kept …</p>`;
    return html`<p class="empty">
      ${keeping.state === 'kept' ? 'Nothing yet: train a network, and it will be here from then on.' : keeping.sentence}
    </p>`;
  }

  #comparison(): TemplateResult | typeof nothing {
    const { cards = [] } = this.#runs.value;
    const chosen = this.compared.flatMap((id) => cards.find((card) => card.id === id) ?? []);
    if (chosen.length === 0) return nothing;
    const names = chosen.map(({ name, curve }) => `${name} ends at ${loss(curve.at(-1)?.loss)}`);
    return html`<section class="card" aria-labelledby="comparison">
      <h2 id="comparison">Loss over training, side by side</h2>
      <lab-line-chart
        .lines=${lossCurves(chosen)}
        .steps=${Math.max(...chosen.map(({ step }) => step), 1)}
        .format=${loss}
        summary="Training loss by step: ${names.join('; ')}."
      ></lab-line-chart>
    </section>`;
  }

  #table(cards: readonly RunCard[]): TemplateResult {
    return html`<section class="card" aria-label="The runs">
      <table>
        <thead>
          <tr>
            <th>Compare</th>
            <th>Name</th>
            <th>Trained on</th>
            <th class="number">Step</th>
            <th class="number">Size</th>
            <th>Last change</th>
            <th><span class="visually-hidden">What to do</span></th>
          </tr>
        </thead>
        <tbody>${cards.map((card) => this.#row(card))}</tbody>
      </table>
    </section>`;
  }

  #row(card: RunCard): TemplateResult {
    const { id, name, preset, network, step, steps, parameterCount, changed } = card;
    const current = this.#runs.value.current[network].id === id;
    const isCompared = this.compared.includes(id);
    return html`<tr class=${current ? 'current' : ''}>
      <td>
        <input
          type="checkbox"
          aria-label="Compare ${name}"
          .checked=${isCompared}
          ?disabled=${card.curve.length === 0 || (!isCompared && this.compared.length >= MOST_COMPARED)}
          title=${card.curve.length === 0 ? 'Its losses are not known.' : 'Draw its losses above'}
          @change=${() => this.#compare(id)}
        />
      </td>
      <td class="name">${this.naming === id ? this.#nameField(card) : name}${current ? html` <small>· open now</small>` : nothing}</td>
      <td class="kind">${preset} · ${short(parameterCount)} weights</td>
      <td class="number step numbers"><span class="visually-hidden">step </span>${whole(step)} of ${whole(steps)}</td>
      <td class="number numbers">${bytes(card.bytes)}</td>
      <td class="date" title=${new Date(changed).toLocaleString('en')}>${ago(changed, Date.now())}</td>
      <td class="act"><div class="actions">
        <button ?disabled=${current} @click=${this.#act('open', card)}>Open</button>
        <button @click=${() => this.#beginNaming(id)}>Rename</button>
        <button @click=${this.#act('duplicate', card)}>Duplicate</button>
        <button title="A safetensors file with all it takes to go on exactly" @click=${this.#act('export', card)}>Export</button>
        <button @click=${this.#act('delete', card)}>Delete</button>
      </div></td>
    </tr>`;
  }

  #nameField(card: RunCard): TemplateResult {
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') this.naming = undefined;
      if (event.key === 'Enter') (event.target as HTMLInputElement).blur();
    };
    return html`<input
      type="text"
      class="new-name"
      aria-label="Name of the run"
      maxlength="80"
      .value=${card.name}
      @keydown=${leave}
      @blur=${(event: Event) => this.#rename(card, (event.target as HTMLInputElement).value)}
    />`;
  }

  async #beginNaming(id: string): Promise<void> {
    this.naming = id;
    await this.updateComplete;
    const field = this.renderRoot.querySelector<HTMLInputElement>('.new-name');
    field?.focus();
    field?.select();
  }

  #rename(card: RunCard, name: string): void {
    if (this.naming !== card.id) return;
    this.naming = undefined;
    if (name.trim() && name !== card.name) this.dispatchEvent(new KeptRunRenameEvent(card, name));
  }

  #compare(id: string): void {
    this.compared = this.compared.includes(id)
      ? this.compared.filter((other) => other !== id)
      : [...this.compared, id];
  }

  #act(action: KeptRunEvent['action'], card: RunCard): () => void {
    return () => this.dispatchEvent(new KeptRunEvent(action, card));
  }

  #pick(): void {
    const file = this.picker.files?.[0];
    if (file) this.dispatchEvent(new KeptRunImportEvent(file));
    this.picker.value = ''; // so that the same file can be chosen again
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-runs-view': RunsView;
  }
}
