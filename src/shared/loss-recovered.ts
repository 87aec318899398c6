// How much of a model's loss a reconstruction of its activations saves.

/** Mean cross-entropy of held-out text. */
export interface SplicedLoss {
  clean: number;
  /** With reconstructions in place of the activations. */
  spliced: number;
  /** With the activations ablated: to zero, and to their mean. */
  zero: number;
  mean: number;
}

/** Share of what an ablation costs that the reconstruction saves: 1 is all. */
export const lossRecovered = ({ clean, spliced, ...ablated }: SplicedLoss, by: 'zero' | 'mean'): number =>
  (ablated[by] - spliced) / (ablated[by] - clean);
