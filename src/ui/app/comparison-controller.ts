// Actions on the comparison: training of its variants, and saving them as runs.

import type { ComparisonActionEvent, VariantSaveEvent } from '../events/index.ts';
import { toComparisonRequest } from '../state/page/comparison-draft.ts';
import type { PageStore } from '../state/page/page-store.ts';
import type { LabStore } from '../state/runs/lab-store.ts';

export class ComparisonController {
  readonly #stores: { readonly lab: LabStore; readonly page: PageStore };

  /** @param stores - read lazily: the host element gets its stores after construction */
  constructor(stores: { readonly lab: LabStore; readonly page: PageStore }) {
    this.#stores = stores;
  }

  /** The current run is paused where variants are trained: it would take turns with them. */
  async handleAction({ action }: ComparisonActionEvent): Promise<void> {
    const { lab, page } = this.#stores;
    const isTraining = action === 'create' || action === 'train';
    if (isTraining && lab.value.runState === 'training') await lab.pause();
    const handlers = {
      create: () => lab.comparison.start(toComparisonRequest(page.value.comparison)),
      train: () => lab.comparison.train(),
      pause: () => lab.comparison.pause(),
      close: () => lab.comparison.close(),
    };
    await handlers[action]();
  }

  async save({ variant }: VariantSaveEvent): Promise<void> {
    const { lab } = this.#stores;
    const { comparison, variants } = lab.comparison.value;
    const name = `${variants[variant]?.run?.preset}, ${comparison?.names[variant]}`;
    await lab.comparison.save(variant, (bytes) => lab.runs.import(new File([bytes], name)));
  }
}
