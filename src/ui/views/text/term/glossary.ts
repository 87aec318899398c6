// Glossary: each term in a sentence or two for readers who are new to the field.

import { msg } from '@lit/localize';
import type { TermName } from './terms.ts';

export const GLOSSARY: Readonly<Record<TermName, string>> = {
  ablation: msg(
    'Switching off a part of the network, such as an attention head, to measure its effect on the output.',
  ),
  activation: msg('The output of a neuron for the current input.'),
  attention: msg(
    'The operation in which each token collects information from earlier tokens, weighted by relevance.',
  ),
  backpropagation: msg(
    'The algorithm that computes the gradient of the cost, layer by layer from the output back to the input.',
  ),
  batch: msg('The examples that one training step processes together.'),
  bias: msg(
    'A number added to a neuron’s weighted sum. It sets the threshold at which the neuron becomes active.',
  ),
  cosine: msg(
    'Cosine similarity, a measure of how alike two directions are: 1 same, 0 perpendicular, −1 opposite.',
  ),
  cost: msg(
    'One number for the error of the network: 0 is perfect, and training minimizes it. Also called loss.',
  ),
  derivative: msg(
    'The rate of change of one quantity with respect to another: the ratio of two small changes.',
  ),
  embedding: msg('The vector that represents a token: a list of numbers learned in training.'),
  feature: msg('A direction in activation space that stands for a concept, such as “basketball”.'),
  gradient: msg(
    'The derivative of the cost with respect to each weight. Training moves the weights against the gradient.',
  ),
  head: msg(
    'One of several attention operations that run in parallel in a layer, each with its own weights.',
  ),
  key: msg(
    'The vector that a token is found by. A large dot product with a query gives the token a large attention weight.',
  ),
  layer: msg('One stage of the network; its output is the input of the next layer.'),
  logit: msg(
    'The score of a token before softmax turns scores into probabilities. A higher logit is a higher probability.',
  ),
  loss: msg(
    'Cross-entropy of the correct answer, in nats: 0 if the network gave it a probability of 100 %. Training minimizes it.',
  ),
  mlp: msg(
    'Multilayer perceptron: two layers of neurons applied to each token separately. In large models facts are thought to be stored here.',
  ),
  nat: msg(
    'Unit of information, with the natural logarithm: an event of probability 1/e (37 %) carries 1 nat, one of 1/e² (14 %) 2 nats.',
  ),
  neuron: msg(
    'A unit of the network: a weighted sum of its inputs plus a bias, passed through an activation function.',
  ),
  probability: msg(
    'The likelihood that the network assigns to an outcome. Over all outcomes it adds up to 100 %.',
  ),
  query: msg(
    'The vector that states what a token looks for. Its dot products with the keys of earlier tokens are the attention scores.',
  ),
  relu: msg('Activation function max(0, x): negative numbers become 0, others are unchanged.'),
  'residual stream': msg(
    'The vector of each token that runs through all layers. Each layer adds its output to it.',
  ),
  sigmoid: msg('Activation function σ(x) = 1 / (1 + e⁻ˣ), which maps any number to the range from 0 to 1.'),
  softmax: msg(
    'Turns scores into probabilities: each between 0 and 100 %, together 100 %, the highest score the largest.',
  ),
  step: msg('One update of all weights, computed from one batch.'),
  temperature: msg(
    'Controls the randomness of sampling: 0 always picks the most probable token, higher values flatten the distribution.',
  ),
  token: msg(
    'A unit of text that the network processes: here a word, in other models a part of a word or a character.',
  ),
  value: msg('The vector that a token contributes to the tokens that attend to it.'),
  vector: msg('A list of numbers, drawn as a point or as an arrow.'),
  weight: msg('The strength of a connection between two neurons. Training changes the weights.'),
};
