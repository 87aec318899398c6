// Which edits are in the weights: with the step it says of which weights a result is, since an edit keeps the step.

import type { AppliedEdit } from '../../workers/rpc/api/lab-api.ts';

export const editsKey = ({ edits }: { readonly edits: readonly AppliedEdit[] }): string =>
  edits.map(({ id }) => id).join();
