// Glossary: each term in a sentence or two for readers who are new to the field.

export const GLOSSARY = {
  ablation:
    'Switching off a part of the network, such as an attention head, to measure its effect on the output.',
  activation: 'The output of a neuron for the current input.',
  attention:
    'The operation in which each token collects information from earlier tokens, weighted by relevance.',
  backpropagation:
    'The algorithm that computes the gradient of the cost, layer by layer from the output back to the input.',
  batch: 'The examples that one training step processes together.',
  bias: 'A number added to a neuron’s weighted sum. It sets the threshold at which the neuron becomes active.',
  cosine:
    'Cosine similarity, a measure of how alike two directions are: 1 same, 0 perpendicular, −1 opposite.',
  cost: 'One number for the error of the network: 0 is perfect, and training minimizes it. Also called loss.',
  derivative: 'The rate of change of one quantity with respect to another: the ratio of two small changes.',
  embedding: 'The vector that represents a token: a list of numbers learned in training.',
  feature: 'A direction in activation space that stands for a concept, such as “basketball”.',
  gradient:
    'The derivative of the cost with respect to each weight. Training moves the weights against the gradient.',
  head: 'One of several attention operations that run in parallel in a layer, each with its own weights.',
  key: 'The vector that a token is found by. A large dot product with a query gives the token a large attention weight.',
  layer: 'One stage of the network; its output is the input of the next layer.',
  logit:
    'The score of a token before softmax turns scores into probabilities. A higher logit is a higher probability.',
  loss: 'Cross-entropy of the correct answer, in nats: 0 if the network gave it a probability of 100 %. Training minimizes it.',
  mlp: 'Multilayer perceptron: two layers of neurons applied to each token separately. Facts are probably stored here.',
  nat: 'Unit of information, with the natural logarithm: an event of probability 1/e (37 %) carries 1 nat, one of 1/e² (14 %) 2 nats.',
  neuron:
    'A unit of the network: a weighted sum of its inputs plus a bias, passed through an activation function.',
  probability:
    'The likelihood that the network assigns to an outcome. Over all outcomes it adds up to 100 %.',
  query:
    'The vector that states what a token looks for. Its dot products with the keys of earlier tokens are the attention scores.',
  relu: 'Activation function max(0, x): negative numbers become 0, others are unchanged.',
  'residual stream':
    'The vector of each token that runs through all layers. Each layer adds its output to it.',
  sigmoid: 'Activation function σ(x) = 1 / (1 + e⁻ˣ), which maps any number to the range from 0 to 1.',
  softmax:
    'Turns scores into probabilities: each between 0 and 100 %, together 100 %, the highest score the largest.',
  step: 'One update of all weights, computed from one batch.',
  temperature:
    'Controls the randomness of sampling: 0 always picks the most probable token, higher values flatten the distribution.',
  token:
    'A unit of text that the network processes: here a word, in other models a part of a word or a character.',
  value: 'The vector that a token contributes to the tokens that attend to it.',
  vector: 'A list of numbers, drawn as a point or as an arrow.',
  weight: 'The strength of a connection between two neurons. Training changes the weights.',
} as const satisfies Readonly<Record<string, string>>;

export type TermName = keyof typeof GLOSSARY;

/** Terms that the stage of a chapter uses without explanation, by chapter number. */
export const CHAPTER_TERMS: Readonly<Record<number, readonly TermName[]>> = {
  1: ['neuron', 'activation', 'layer', 'weight', 'bias', 'sigmoid', 'relu'],
  2: ['cost', 'gradient', 'step', 'batch', 'weight', 'bias', 'activation'],
  3: ['backpropagation', 'gradient', 'cost', 'activation', 'weight', 'bias', 'batch'],
  4: ['derivative', 'cost', 'activation', 'weight', 'bias', 'gradient', 'sigmoid'],
  5: [
    'token',
    'vector',
    'embedding',
    'cosine',
    'attention',
    'mlp',
    'residual stream',
    'logit',
    'softmax',
    'temperature',
  ],
  6: ['attention', 'head', 'query', 'key', 'value', 'softmax', 'embedding', 'ablation'],
  7: ['mlp', 'neuron', 'residual stream', 'logit', 'feature', 'relu', 'cosine', 'ablation'],
};

const DISPLAY_NAMES: Readonly<Partial<Record<TermName, string>>> = { mlp: 'MLP', relu: 'ReLU' };

export const displayName = (name: TermName): string => DISPLAY_NAMES[name] ?? name;
