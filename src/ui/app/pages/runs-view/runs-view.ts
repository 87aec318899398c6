// All runs kept on this device: to open, to compare, to name and to part with.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { RunSummary } from '../../../../workers/rpc/api/lab-api.ts';
import { SavedRunEvent, SavedRunImportEvent, SavedRunRenameEvent } from '../../../events.ts';
import { formatRelativeTime } from '../../../format/relative-time.ts';
import { runLibraryContext } from '../../../state/contexts.ts';
import { StoreController } from '../../../state/store-controller.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import '../../../views/charts/line-chart/line-chart.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatBytes, formatCompact, formatLoss } from '../../../format/quantities.ts';
import { lossCurves, MAX_COMPARED } from './loss-curves.ts';
import { runsViewStyles } from './runs-view.styles.ts';

/**
 * The list of runs.
 *
 * @fires lab-saved-run - something is to be done with one
 * @fires lab-saved-run-rename - one gets another name
 * @fires lab-saved-run-import - a file was picked
 */
@customElement('lab-runs-view')
export class RunsView extends LitElement {
  static override styles = [baseStyles, runsViewStyles];

  /** Ids of those that are compared, in the order they were chosen. */
  @state() private comparedIds: readonly string[] = [];
  /** Id of the one whose name is being written. */
  @state() private renamingId?: string;

  @query('input[type="file"]') private picker!: HTMLInputElement;

  readonly #runs = new StoreController(this, runLibraryContext);

  override connectedCallback(): void {
    super.connectedCallback();
    // What is being trained was written a few times since the list was made.
    this.updateComplete.then(() => this.#runs.store.refresh());
  }

  protected override render() {
    const { runs, deleted } = this.#runs.value;
    return html`
      <div class="head">
        <div>
          <h1>Your runs</h1>
          <p>${this.#storageText()}</p>
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
      ${this.#comparison()} ${runs && runs.length > 0 ? this.#table(runs) : this.#emptyState()}
    `;
  }

  #storageText(): string {
    const { storageEstimate, runs = [] } = this.#runs.value;
    if (!storageEstimate || runs.length === 0)
      return 'Whatever you train is kept on this device, and nowhere else.';
    const of = storageEstimate.quota
      ? ` of the ${formatBytes(storageEstimate.quota)} this browser gives`
      : '';
    const count = runs.length === 1 ? 'One run takes' : `${formatInteger(runs.length)} runs take`;
    return `${count} ${formatBytes(storageEstimate.used)}${of}; kept on this device, and nowhere else.`;
  }

  #emptyState(): TemplateResult {
    const { autosave, runs } = this.#runs.value;
    if (!runs) return html`<p class="empty">Looking for what is kept …</p>`;
    return html`<p class="empty">
      ${autosave.state === 'saved' ? 'Nothing yet: train a network, and it will be here from then on.' : autosave.message}
    </p>`;
  }

  #comparison(): TemplateResult | typeof nothing {
    const { runs = [] } = this.#runs.value;
    const chosen = this.comparedIds.flatMap((id) => runs.find((card) => card.id === id) ?? []);
    if (chosen.length === 0) return nothing;
    const names = chosen.map(({ name, curve }) => `${name} ends at ${formatLoss(curve.at(-1)?.loss)}`);
    return html`<section class="card" aria-labelledby="comparison">
      <h2 id="comparison">Loss over training, side by side</h2>
      <lab-line-chart
        .lines=${lossCurves(chosen)}
        .steps=${Math.max(...chosen.map(({ step }) => step), 1)}
        .format=${formatLoss}
        summary="Training loss by step: ${names.join('; ')}."
      ></lab-line-chart>
    </section>`;
  }

  #table(cards: readonly RunSummary[]): TemplateResult {
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

  #row(card: RunSummary): TemplateResult {
    const { id, name, preset, network, step, steps, parameterCount, changed } = card;
    const current = this.#runs.value.current[network].id === id;
    const isCompared = this.comparedIds.includes(id);
    return html`<tr class=${current ? 'current' : ''}>
      <td>
        <input
          type="checkbox"
          aria-label="Compare ${name}"
          .checked=${isCompared}
          ?disabled=${card.curve.length === 0 || (!isCompared && this.comparedIds.length >= MAX_COMPARED)}
          title=${card.curve.length === 0 ? 'Its losses are not known.' : 'Draw its losses above'}
          @change=${() => this.#compare(id)}
        />
      </td>
      <td class="name">${this.renamingId === id ? this.#nameField(card) : name}${current ? html` <small>· open now</small>` : nothing}</td>
      <td class="kind">${preset} · ${formatCompact(parameterCount)} weights</td>
      <td class="number step numbers"><span class="visually-hidden">step </span>${formatInteger(step)} of ${formatInteger(steps)}</td>
      <td class="number numbers">${formatBytes(card.bytes)}</td>
      <td class="date" title=${new Date(changed).toLocaleString('en')}>${formatRelativeTime(changed, Date.now())}</td>
      <td class="act"><div class="actions">
        <button ?disabled=${current} @click=${this.#act('open', card)}>Open</button>
        <button @click=${() => this.#startRename(id)}>Rename</button>
        <button @click=${this.#act('duplicate', card)}>Duplicate</button>
        <button title="A safetensors file with all it takes to go on exactly" @click=${this.#act('export', card)}>Export</button>
        <button @click=${this.#act('delete', card)}>Delete</button>
      </div></td>
    </tr>`;
  }

  #nameField(card: RunSummary): TemplateResult {
    const onKeydown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') this.renamingId = undefined;
      if (event.key === 'Enter') (event.target as HTMLInputElement).blur();
    };
    return html`<input
      type="text"
      class="new-name"
      aria-label="Name of the run"
      maxlength="80"
      .value=${card.name}
      @keydown=${onKeydown}
      @blur=${(event: Event) => this.#rename(card, (event.target as HTMLInputElement).value)}
    />`;
  }

  async #startRename(id: string): Promise<void> {
    this.renamingId = id;
    await this.updateComplete;
    const field = this.renderRoot.querySelector<HTMLInputElement>('.new-name');
    field?.focus();
    field?.select();
  }

  #rename(card: RunSummary, name: string): void {
    if (this.renamingId !== card.id) return;
    this.renamingId = undefined;
    if (name.trim() && name !== card.name) this.dispatchEvent(new SavedRunRenameEvent(card, name));
  }

  #compare(id: string): void {
    this.comparedIds = this.comparedIds.includes(id)
      ? this.comparedIds.filter((other) => other !== id)
      : [...this.comparedIds, id];
  }

  #act(action: SavedRunEvent['action'], card: RunSummary): () => void {
    return () => this.dispatchEvent(new SavedRunEvent(action, card));
  }

  #pick(): void {
    const file = this.picker.files?.[0];
    if (file) this.dispatchEvent(new SavedRunImportEvent(file));
    this.picker.value = ''; // so that the same file can be chosen again
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-runs-view': RunsView;
  }
}
