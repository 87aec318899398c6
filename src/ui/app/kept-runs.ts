// What the visitor wants done with the runs kept on this device, turned into calls.

import type { LabStore } from '../controllers/lab-store.ts';
import { leanSettings } from '../controllers/page-state.ts';
import type { PageStore } from '../controllers/page-store.ts';
import type { KeptRunEvent } from '../events.ts';
import { saveFile } from '../views/save-file.ts';

interface Stores {
  readonly lab: LabStore;
  readonly page: PageStore;
}

/** @param stores read when something is done: the element that has them gets them late */
export class KeptRuns {
  readonly #stores: Stores;
  #asked = false;

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  async act({ action, card }: KeptRunEvent): Promise<void> {
    const { runs } = this.#stores.lab;
    switch (action) {
      case 'go-on':
        runs.dismissOffer(card.network);
        if ((await this.#open(card)) && card.training) await this.#train(card);
        return;
      case 'open':
        runs.dismissOffer(card.network);
        await this.#open(card);
        return;
      case 'later':
        return runs.dismissOffer(card.network);
      case 'duplicate':
        return runs.duplicate(card.id);
      case 'delete':
        return runs.remove(card);
      case 'undo':
        return runs.restore();
      case 'export': {
        const bytes = await runs.export(card.id);
        if (bytes) saveFile(`${card.name}-step-${card.step}.safetensors`, 'application/octet-stream', bytes);
        return;
      }
      default:
        return action satisfies never;
    }
  }

  /** Asked once, when the visitor trains something: then there is something a browser should not clear away unasked. */
  askToPersist(): void {
    if (this.#asked) return;
    this.#asked = true;
    void navigator.storage?.persist?.().catch(() => false);
  }

  async #open({ id, network }: KeptRunEvent['card']): Promise<boolean> {
    const { lab, page } = this.#stores;
    if (network === 'digits') return lab.digits.openKept(() => lab.runs.open(id));
    if (!(await lab.openKept(id))) return false;
    const { run, presets } = lab.value;
    const usual = presets.find(({ name }) => name === run?.preset);
    if (run && usual) page.update({ settings: leanSettings(run.settings, usual), prompt: '' });
    await lab.runs.refresh();
    return true;
  }

  #train({ network }: KeptRunEvent['card']): Promise<void> {
    const { lab } = this.#stores;
    return network === 'digits' ? lab.digits.train() : lab.train();
  }
}
