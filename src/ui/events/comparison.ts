// Events about the comparison: what differs, training, saving.

import type { ComparisonDraft } from '../types/comparison.ts';
import { ElementEvent } from './element-event.ts';

/** Changes what to compare; trains nothing. */
export class ComparisonDraftEvent extends ElementEvent<'lab-comparison-draft'> {
  readonly draft: ComparisonDraft;

  constructor(draft: ComparisonDraft) {
    super('lab-comparison-draft');
    this.draft = draft;
  }
}

/** `create` trains new variants, in place of those of the current comparison; `close` ends it. */
export type ComparisonAction = 'create' | 'train' | 'pause' | 'close';

export class ComparisonActionEvent extends ElementEvent<'lab-comparison'> {
  readonly action: ComparisonAction;

  constructor(action: ComparisonAction) {
    super('lab-comparison');
    this.action = action;
  }
}

/** Saves a variant among the runs of this device. */
export class VariantSaveEvent extends ElementEvent<'lab-variant-save'> {
  readonly variant: number;

  constructor(variant: number) {
    super('lab-variant-save');
    this.variant = variant;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-comparison-draft': ComparisonDraftEvent;
    'lab-comparison': ComparisonActionEvent;
    'lab-variant-save': VariantSaveEvent;
  }
}
