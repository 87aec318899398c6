// Which edits are in the weights: with the step it says of which weights a result is, since an edit keeps the step.

import type { LabState } from '../../types/lab.ts';

export const editsKey = ({ edits }: Pick<LabState, 'edits'>): string => edits.map(({ id }) => id).join();
