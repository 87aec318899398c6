// Actions on saved runs.

import type { QuarantineEvent, SavedRunEvent } from '../events/index.ts';
import { saveFile } from '../files/save-file.ts';
import type { PageStore } from '../state/page/page-store.ts';
import { diffFromPreset } from '../state/page/settings-diff.ts';
import type { LabStore } from '../state/runs/lab-store.ts';

interface Stores {
  readonly lab: LabStore;
  readonly page: PageStore;
}

/** @param stores - read lazily: the host element gets its stores after construction */
export class RunLibraryController {
  readonly #stores: Stores;
  #persistenceRequested = false;

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  async handleAction({ action, run }: SavedRunEvent): Promise<void> {
    const { runs } = this.#stores.lab;
    switch (action) {
      case 'resume':
        runs.dismissOffer(run.network);
        if ((await this.open(run)) && run.step < run.steps) await this.#train(run);
        return;
      case 'open':
        runs.dismissOffer(run.network);
        await this.open(run);
        return;
      case 'dismiss':
        return runs.declineOffer(run);
      case 'duplicate':
        return runs.duplicate(run.id);
      case 'delete':
        return runs.remove(run);
      case 'undo':
        return runs.restore();
      case 'export': {
        const bytes = await runs.export(run.id);
        if (bytes) saveFile(`${run.name}-step-${run.step}.safetensors`, 'application/octet-stream', bytes);
        return;
      }
      default:
        return action satisfies never;
    }
  }

  async handleQuarantine({ action, run }: QuarantineEvent): Promise<void> {
    const { runs } = this.#stores.lab;
    if (action === 'recover') return runs.recover(run);
    if (action === 'delete') return runs.removeQuarantined(run);
    const bytes = await runs.exportQuarantined(run);
    const [ending, type] = run.hasFile
      ? ['safetensors', 'application/octet-stream']
      : ['json', 'application/json'];
    if (bytes) saveFile(`${run.id}.${ending}`, type, bytes);
  }

  /** Opens the newest intact checkpoint of the damaged run. */
  async openIntactCheckpoint(): Promise<void> {
    const { runs } = this.#stores.lab;
    const { damaged } = runs.value;
    runs.dismissDamaged();
    if (damaged?.intactStep !== undefined) await this.open(damaged.run, damaged.intactStep);
  }

  /** Requests persistent storage once, at the first training, so that the browser does not evict saved runs. */
  requestPersistentStorage(): void {
    if (this.#persistenceRequested) return;
    this.#persistenceRequested = true;
    void navigator.storage?.persist?.().catch(() => false);
  }

  /** Opens a saved run, or its checkpoint of a step; false on failure. */
  async open(saved: SavedRunEvent['run'], step?: number): Promise<boolean> {
    const { lab, page } = this.#stores;
    const { id, network } = saved;
    const { prompt } = page.value;
    const isDigits = network === 'digits';
    const isNewest = isDigits ? () => true : lab.prepareReplacement();
    if (step === undefined && !(await lab.runs.verify(saved))) return false;
    if (isDigits) return lab.digits.openSaved(() => lab.runs.open(id, step));
    if (!isNewest() || !(await lab.openSaved(id, step))) return false;
    // The page names the model that is on its way.
    if (lab.loading) return false;
    const { run, presets } = lab.value;
    const presetInfo = presets.find(({ name }) => name === run?.preset);
    if (run && presetInfo) page.update({ settings: diffFromPreset(run.settings, presetInfo) });
    // What was asked meanwhile is meant for this model.
    if (page.value.prompt === prompt) page.update({ prompt: '' });
    await lab.runs.refresh();
    return true;
  }

  #train({ network }: SavedRunEvent['run']): Promise<void> {
    const { lab } = this.#stores;
    return network === 'digits' ? lab.digits.trainOpened() : lab.trainOpened();
  }
}
