// An applied edit as a model file stores it.

import type * as v from 'valibot';
import { boolean, boundedArray, integerBetween, looseObject, oneOf } from '../../shared/validation.ts';
import { FACT_KEY_ENTRIES, FACT_TEXT } from '../data/facts/fact-schema.ts';

const EDIT_SITE_SCHEMA = looseObject({
  /** Layer of the edited MLP, from 0. */
  layer: integerBetween(0, 999),
  /** Token at which the neurons are read: the one that predicts the answer, or the subject's last. */
  at: oneOf(['answer', 'subject']),
});

export const EDIT_RECORDS_SCHEMA = boundedArray(
  looseObject({
    ...FACT_KEY_ENTRIES,
    oldAnswer: FACT_TEXT,
    newAnswer: FACT_TEXT,
    site: EDIT_SITE_SCHEMA,
    /** Whether the edit preserves the answers to other facts. */
    protect: boolean,
    /** Step of the run at the time of the edit. */
    step: integerBetween(0, Number.MAX_SAFE_INTEGER),
  }),
  10_000,
);

export type EditSite = v.InferOutput<typeof EDIT_SITE_SCHEMA>;
export type EditRecord = v.InferOutput<typeof EDIT_RECORDS_SCHEMA>[number];
