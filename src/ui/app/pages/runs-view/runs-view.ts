// The runs saved on this device: open, compare, rename, export, delete.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { RunSummary } from '../../../../workers/rpc/api/lab-api.ts';
import { SavedRunEvent, SavedRunImportEvent, SavedRunRenameEvent } from '../../../events/index.ts';
import { formatRelativeTime } from '../../../format/relative-time.ts';
import { currentLanguage } from '../../../languages/current-language.ts';
import { runLibraryContext } from '../../../state/contexts.ts';
import { StoreController } from '../../../state/store-controller.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import '../../../views/charts/line-chart/line-chart.ts';
import '../../../views/runs/quarantine-list/quarantine-list.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatBytes, formatCompact, formatLoss } from '../../../format/quantities.ts';
import { lossCurves, MAX_COMPARED } from './loss-curves.ts';
import { runsViewStyles } from './runs-view.styles.ts';

/**
 * @summary Lists the saved runs and compares their loss curves. Reads the run library from its context.
 *
 * @fires lab-saved-run - An action on a run: open, duplicate, export, delete or undo.
 * @fires lab-saved-run-rename - A run is renamed.
 * @fires lab-saved-run-import - A run file is selected.
 * @fires lab-quarantine - A damaged record is recovered, exported or deleted.
 */
@customElement('lab-runs-view')
export class RunsView extends LitElement {
  static override styles = [baseStyles, runsViewStyles];

  /** Ids of the compared runs, in the order of selection. */
  @state() private comparedIds: readonly string[] = [];
  /** Id of the run that is being renamed. */
  @state() private renamingId?: string;

  @query('input[type="file"]') private picker!: HTMLInputElement;

  readonly #runs = new StoreController(this, runLibraryContext);

  override connectedCallback(): void {
    super.connectedCallback();
    // Autosave may have updated the current run since the list was loaded.
    this.updateComplete.then(() => this.#runs.store.refresh());
  }

  protected override render() {
    const { runs, quarantined = [], deleted } = this.#runs.value;
    return html`
      <div class="head">
        <div>
          <h1>${msg('Runs')}</h1>
          <p>${this.#storageText()}</p>
        </div>
        <button @click=${() => this.picker.click()}>${msg('Import …')}</button>
        <input type="file" accept=".safetensors" aria-label=${msg('Run file')} hidden @change=${this.#pick} />
      </div>
      ${
        deleted
          ? html`<div class="deleted" role="status">
              <span>${msg(str`“${deleted.name}” was deleted.`)}</span>
              <button @click=${this.#act('undo', deleted)}>${msg('Undo')}</button>
            </div>`
          : nothing
      }
      ${this.#comparison()} ${runs && runs.length > 0 ? this.#table(runs) : this.#emptyState()}
      <lab-quarantine-list .runs=${quarantined}></lab-quarantine-list>
    `;
  }

  #storageText(): string {
    const { storageEstimate, runs = [] } = this.#runs.value;
    if (!storageEstimate || runs.length === 0) return msg('Runs are saved on this device only.');
    const quota = storageEstimate.quota ? msg(str` of ${formatBytes(storageEstimate.quota)}`) : '';
    const count = runs.length === 1 ? msg('1 run') : msg(str`${formatInteger(runs.length)} runs`);
    return msg(
      str`${count}, ${formatBytes(storageEstimate.used)}${quota} used. Runs are saved on this device only.`,
    );
  }

  #emptyState(): TemplateResult {
    const { autosave, runs } = this.#runs.value;
    if (!runs) return html`<p class="empty">${msg('Loading runs …')}</p>`;
    return html`<p class="empty">
      ${autosave.state === 'saved' ? msg('No runs yet. A run appears here when you train a model.') : autosave.message}
    </p>`;
  }

  #comparison(): TemplateResult | typeof nothing {
    const { runs = [] } = this.#runs.value;
    const compared = this.comparedIds.flatMap((id) => runs.find((run) => run.id === id) ?? []);
    if (compared.length === 0) return nothing;
    const finalLosses = compared.map(({ name, curve }) =>
      msg(str`${name} ends at ${formatLoss(curve.at(-1)?.loss)}`),
    );
    return html`<section class="card" aria-labelledby="comparison">
      <h2 id="comparison">${msg('Training loss')}</h2>
      <lab-line-chart
        .lines=${lossCurves(compared)}
        .steps=${Math.max(...compared.map(({ step }) => step), 1)}
        .format=${formatLoss}
        summary=${msg(str`Training loss by step: ${finalLosses.join('; ')}.`)}
      ></lab-line-chart>
    </section>`;
  }

  #table(runs: readonly RunSummary[]): TemplateResult {
    return html`<section class="card">
      <table aria-label=${msg('Saved runs')}>
        <thead>
          <tr>
            <th>${msg('Compare')}</th>
            <th>${msg('Name')}</th>
            <th>${msg('Model')}</th>
            <th class="number">${msg('Step')}</th>
            <th class="number">${msg('Size')}</th>
            <th>${msg('Updated')}</th>
            <th><span class="visually-hidden">${msg('Actions')}</span></th>
          </tr>
        </thead>
        <tbody>${runs.map((run) => this.#row(run))}</tbody>
      </table>
    </section>`;
  }

  #row(run: RunSummary): TemplateResult {
    const { id, name, preset, network, step, steps, parameterCount, changed } = run;
    const isCurrent = this.#runs.value.current[network].id === id;
    const isCompared = this.comparedIds.includes(id);
    return html`<tr class=${isCurrent ? 'current' : ''}>
      <td>
        <input
          type="checkbox"
          aria-label=${msg(str`Compare ${name}`)}
          .checked=${isCompared}
          ?disabled=${run.curve.length === 0 || (!isCompared && this.comparedIds.length >= MAX_COMPARED)}
          title=${run.curve.length === 0 ? msg('No loss history') : msg('Show in the loss chart')}
          @change=${() => this.#compare(id)}
        />
      </td>
      <td class="name">${this.renamingId === id ? this.#nameField(run) : name}${isCurrent ? html` <small>${msg('· current')}</small>` : nothing}</td>
      <td class="kind">${msg(str`${preset} · ${formatCompact(parameterCount)} weights`)}</td>
      <td class="number step numbers">${msg(html`<span class="visually-hidden">step </span>${formatInteger(step)} of ${formatInteger(steps)}`)}</td>
      <td class="number numbers">${formatBytes(run.bytes)}</td>
      <td class="date" title=${new Date(changed).toLocaleString(currentLanguage())}>${formatRelativeTime(changed, Date.now())}</td>
      <td class="actions-cell"><div class="actions">
        <button ?disabled=${isCurrent} @click=${this.#act('open', run)}>${msg('Open')}</button>
        <button @click=${() => this.#startRename(id)}>${msg('Rename')}</button>
        <button @click=${this.#act('duplicate', run)}>${msg('Duplicate')}</button>
        <button title=${msg('Downloads a safetensors file with weights and optimizer state')} @click=${this.#act('export', run)}>${msg('Export')}</button>
        <button @click=${this.#act('delete', run)}>${msg('Delete')}</button>
      </div></td>
    </tr>`;
  }

  #nameField(run: RunSummary): TemplateResult {
    const onKeydown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') this.renamingId = undefined;
      if (event.key === 'Enter') (event.target as HTMLInputElement).blur();
    };
    return html`<input
      type="text"
      class="new-name"
      aria-label=${msg('Run name')}
      maxlength="80"
      .value=${run.name}
      @keydown=${onKeydown}
      @blur=${(event: Event) => this.#rename(run, (event.target as HTMLInputElement).value)}
    />`;
  }

  async #startRename(id: string): Promise<void> {
    this.renamingId = id;
    await this.updateComplete;
    const field = this.renderRoot.querySelector<HTMLInputElement>('.new-name');
    field?.focus();
    field?.select();
  }

  #rename(run: RunSummary, name: string): void {
    if (this.renamingId !== run.id) return;
    this.renamingId = undefined;
    if (name.trim() && name !== run.name) this.dispatchEvent(new SavedRunRenameEvent(run, name));
  }

  #compare(id: string): void {
    this.comparedIds = this.comparedIds.includes(id)
      ? this.comparedIds.filter((other) => other !== id)
      : [...this.comparedIds, id];
  }

  #act(action: SavedRunEvent['action'], run: RunSummary): () => void {
    return () => this.dispatchEvent(new SavedRunEvent(action, run));
  }

  #pick(): void {
    const file = this.picker.files?.[0];
    if (file) this.dispatchEvent(new SavedRunImportEvent(file));
    this.picker.value = ''; // otherwise selecting the same file again fires no event
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-runs-view': RunsView;
  }
}
