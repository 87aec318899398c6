// What each view of a chapter without a stage will show, in words.

const OUTLOOK: Readonly<Record<string, string>> = {
  'mnist-gallery': 'handwritten digits with their labels, and where two of the same digit differ',
  'network-forward': 'the digit network, 784-16-16-10, with live activations of your own drawing',
  'relu-plot': 'ReLU, GELU and the sigmoid in one plot, with a marker to move',
  'matrix-notation': 'a matrix times a vector, with one row and its result picked out',
  'cost-breakdown': 'the ten squared differences that make the cost of one example',
  'cost-average': 'costs of single examples and their average',
  'gradient-vector': 'the components of the gradient beside the connections they belong to',
  'training-run': 'the digit network learning, with cost and accuracy',
  'backprop-nudges': 'what each neuron wishes of the layer before it, and the sum of these wishes',
  'minibatch-sgd': 'the path of small batches and the path of all data, on one landscape',
  'chain-graph': 'one neuron a layer, and how the numbers depend on each other',
  'chain-rule-factors': 'the factors of the chain rule, with live values',
  'multi-neuron-indices': 'two small layers with the indices j and k',
  'generation-loop': 'a prompt and the probabilities of what comes next',
  'transformer-pipeline': 'the whole transformer, block after block',
  analogy: 'arithmetic with the vectors of words',
  'fact-toy': 'the three directions of the example, and dot products with them',
  'mlp-block': 'the three steps of an MLP on a vector of your own model',
  'relu-and-gate': 'a table of names through row, bias and ReLU',
  'down-columns': 'the columns that active neurons add',
  'param-ledger': 'the weights of GPT-3, kind by kind, beside those of your model',
  superposition: 'more features than neurons, and how they get in each other’s way',
  'angle-histogram': 'the angles between random vectors in as many dimensions as you like',
  interlude: 'what it showed before',
};

/** What a view will show, as the object of a sentence. */
export const outlookOf = (view: string): string | undefined => OUTLOOK[view];
