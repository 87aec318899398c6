// Facts from outside (files, URLs, requests to the worker): schemas with limits on their size.

import * as v from 'valibot';
import { boundedArray, boundedString, strictObject } from '../../../shared/validation.ts';

/** A table of this size still renders, and its sentences are built in well under a minute. */
export const MAX_FACT_ROWS = 1000;
/** Characters of a subject, relation or answer. */
const MAX_FACT_LENGTH = 200;

export const FACT_TEXT = boundedString(MAX_FACT_LENGTH);

export const FACT_KEY_ENTRIES = { subject: FACT_TEXT, relation: FACT_TEXT };

export const FACT_ROWS_SCHEMA = boundedArray(
  strictObject({ ...FACT_KEY_ENTRIES, answer: v.optional(FACT_TEXT) }),
  MAX_FACT_ROWS,
);
