// Decodes batches to text.

import type { Dataset, RecallProbe, Split } from '../../../src/model/data/dataset.ts';

/** The rows of one training-sized batch, as text, one a row. */
export function decodeRows(dataset: Dataset, split: Split, step: number, T = 48): string[] {
  const B = 16;
  const { tokens } = dataset.batch({ split, step, seed: 0, B, T });
  return Array.from({ length: B }, (_, b) => dataset.tokenizer.decode(tokens.subarray(b * T, (b + 1) * T)));
}

/** Whole sentences of a batch; the cut ones at the rows' ends are left out. */
export function decodeSentences(dataset: Dataset, split: Split, step: number): string[] {
  return decodeRows(dataset, split, step)
    .flatMap((row) => row.match(/[^.]+\./g) ?? [])
    .map((sentence) => sentence.trim());
}

export function recallProbes(dataset: Dataset): RecallProbe[] {
  return dataset.measures.flatMap((measure) => (measure.kind === 'recall' ? measure.probes : []));
}

export function heldOutProbes(dataset: Dataset): RecallProbe[] {
  return recallProbes(dataset).filter(({ split }) => split === 'validation');
}
