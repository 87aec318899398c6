// What the lab's words mean, each in a sentence or two for someone who knows none of them yet.

export const GLOSSARY = {
  ablation: 'Switching a part of the network off, to see what changes without it.',
  activation: 'The number that a neuron holds for the input at hand; another input gives another.',
  attention: 'The step in which each token gathers from earlier tokens what it needs to know of them.',
  backpropagation:
    'Going through the network backwards, layer by layer, to find how each weight should change to lower the cost.',
  batch: 'The examples that one training step looks at together.',
  bias: 'A number that is added to a neuron’s weighted sum: it decides how easily the neuron becomes active.',
  cosine: 'How alike two directions are: 1 the same, 0 nothing in common, −1 opposite.',
  cost: 'One number for how wrong the network is: 0 is perfect. Training makes it smaller. Also called loss.',
  derivative: 'How fast one number moves when another is nudged: the ratio of the two small changes.',
  embedding: 'The vector that stands for a token: a list of numbers, learnt in training.',
  feature: 'A direction among the network’s vectors that stands for something, as “speaks of basketball”.',
  gradient:
    'A number for each weight: which way, and how strongly, it moves the cost. Training goes against it.',
  head: 'One of several attentions that work side by side in a layer, each with weights of its own.',
  key: 'What a token offers to be found by. Where it fits a query, that query looks here.',
  layer: 'One stage of the network; what it computes, the next layer works on.',
  logit: 'The score a token gets before softmax makes a probability of it: the higher, the likelier.',
  loss: 'How surprised the network is by the right answer, in nats: 0 means it was sure of it. Training makes it smaller.',
  mlp: 'Multilayer perceptron: two layers of neurons that work on each token’s vector alone, where facts seem to be kept.',
  nat: 'The unit of surprise: what has a chance of 1 in e, about 37 %, surprises by 1 nat, what has 1 in e², about 14 %, by 2.',
  neuron: 'A place that holds a number: a weighted sum of numbers before it, plus a bias, through a curve.',
  probability: 'How likely the network thinks something is; over all possibilities it adds up to 100 %.',
  query: 'What a token asks of those before it. It is compared with their keys.',
  relu: 'A curve that makes 0 of every negative number, and leaves the others as they are.',
  'residual stream': 'The vector that runs through all layers; each adds to it what it found.',
  sigmoid: 'A curve, σ, that squeezes any number between 0 and 1.',
  softmax: 'Makes shares of scores: each between 0 and 100 %, together 100 %, the highest score the largest.',
  step: 'One round of training: look at some examples, then change every weight a little.',
  temperature:
    'How freely the next token is drawn: 0 always takes the likeliest, higher gives others a chance.',
  token: 'A piece of text that the network handles as one: here a word, elsewhere a part of one or a letter.',
  value: 'What a token hands on to those that look at it.',
  vector: 'A list of numbers, or the same thing drawn: a point, or an arrow to it.',
  weight: 'A number that says how strongly one neuron counts for the next. Training changes them.',
} as const satisfies Readonly<Record<string, string>>;

export type TermName = keyof typeof GLOSSARY;

/** What each chapter’s stage takes for known, by the chapter’s number. */
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
