// What each view of a chapter without a stage will show, in words.

const OUTLOOK: Readonly<Record<string, string>> = {
  'cost-average': 'costs of single examples and their average',
  'gradient-vector': 'the components of the gradient beside the connections they belong to',
  'chain-graph': 'one neuron a layer, and how the numbers depend on each other',
  'chain-rule-factors': 'the factors of the chain rule, with live values',
  'multi-neuron-indices': 'two small layers with the indices j and k',
};

/** What a view will show, as the object of a sentence. */
export const outlookOf = (view: string): string | undefined => OUTLOOK[view];
