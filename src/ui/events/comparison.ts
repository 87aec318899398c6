// Events about the comparison: what differs, training, saving.

import type { ComparisonDraft } from '../types/comparison.ts';
import { defineEvent } from './element-event.ts';

/** Changes what to compare; trains nothing. */
export class ComparisonDraftEvent extends defineEvent('lab-comparison-draft', 'draft')<[ComparisonDraft]> {}

/** `create` trains new variants, in place of those of the current comparison; `close` ends it. */
export type ComparisonAction = 'create' | 'train' | 'pause' | 'close';

export class ComparisonActionEvent extends defineEvent('lab-comparison', 'action')<[ComparisonAction]> {}
/** Saves a variant among the runs of this device. */
export class VariantSaveEvent extends defineEvent('lab-variant-save', 'variant')<[number]> {}
