// The request of an edit, tried or applied.

import type { ModelConfig } from '../../model/architecture/config.ts';
import { FACT_KEY_ENTRIES } from '../../model/data/facts/fact-schema.ts';
import type { EditSite } from '../../model/editing/edit-record.ts';
import type { LensOptions, TableModel } from '../shared/lens-table.ts';
import * as v from '../shared/schemas.ts';

export const LEGACY_EDIT_KEYS = { protect: 'preserveOthers' };

/** Entries of every request that edits. */
export const EDIT_ENTRIES = {
  /** By default the site that works best at this size: the last MLP if the embeddings are tied, else the first; at the answer. */
  site: v.optional(v.strictObject({ layer: v.anyNumber, at: v.oneOf(['answer', 'subject']) })),
  /** Constrain the answers to other prompts, at some cost in how well the edit generalises. */
  preserveOthers: v.optional(v.boolean),
  seed: v.optional(v.SEED),
};

/** `newAnswer`: one word of the vocabulary. */
export const EDIT_REQUEST = v.withLegacyKeys(
  LEGACY_EDIT_KEYS,
  v.strictObject({ ...FACT_KEY_ENTRIES, newAnswer: v.WORD, ...EDIT_ENTRIES }),
);

export type EditRequest = v.InferOutput<typeof EDIT_REQUEST>;

export function defaultSite({ L, tied }: Pick<ModelConfig, 'L' | 'tied'>): EditSite {
  return { layer: tied ? L - 1 : 0, at: 'answer' };
}

/** Undefined if the options do not name a site. */
export function editSite({ layer, site }: LensOptions, { model }: TableModel): EditSite | undefined {
  if (layer === undefined && site === undefined) return undefined;
  const usual = defaultSite(model);
  return { layer: layer ?? usual.layer, at: site ?? usual.at };
}
