// Activations of several rows of tokens in one run.

import type { ActivationName } from '../../model/architecture/activations.ts';
import { lastTokensInContext, paddedLength } from '../../model/architecture/context-window.ts';
import type { NDArray } from '../../model/inspection/inspector.ts';
import type { Run } from '../../model/training/run.ts';

/** Rows are padded to one length; of a row longer than the context the last tokens count. */
export async function readActivationsOfRows(
  run: Run,
  rows: readonly (readonly number[])[],
  names: readonly ActivationName[],
): Promise<(name: ActivationName) => NDArray> {
  const { config } = run.plan;
  const visible = rows.map((row) => lastTokensInContext(row, config));
  const T = paddedLength(Math.max(...visible.map(({ length }) => length)), config.T);
  const tokens = new Int32Array(rows.length * T);
  visible.forEach((row, r) => {
    tokens.set(row, r * T);
  });
  const { activations } = await run.inspector.run({ B: rows.length, T, tokens, names: [...names] });
  return (name) => activations.get(name) as NDArray;
}
