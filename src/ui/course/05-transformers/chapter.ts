// Chapter 5: the input and output of a transformer: tokens, embeddings, logits, sampling.

import { msg } from '@lit/localize';
import type { Chapter } from '../chapter.ts';

/** Several next words with similar probabilities, so that the sampled one varies. */
const SEVERAL_PROMPT = 'A fluffy blue';
/** Twelve places whose probabilities fall slowly. */
const PLACES_PROMPT = 'She went to the';
/** Frequent words, each of them one byte-pair token, and a rare one. */
const RARE_WORD_PROMPT = 'Once upon a time there was a grandmother';
const FASHION_PROMPT = 'In the fashion show the model wore a';

export const chapter: Chapter = {
  number: 5,
  slug: 'transformers',
  title: msg('Transformers, the tech behind LLMs'),
  videoId: 'wjZofJX0v4M',
  duration: 1634,
  summary: msg(
    'How text becomes vectors, how the last vector predicts the next word, and how predictions become text.',
  ),
  activities: [
    msg('let your model generate text, one sampled word at a time'),
    msg('explore its embeddings and do arithmetic with words'),
    msg('change the temperature and count every weight'),
  ],
  prompt: 'Once upon a time there was a',
  models: [
    { preset: 'world', shows: msg('stories, facts and analogies in one model') },
    { preset: 'stories', shows: msg('king − man + woman, plurals, capitals') },
  ],
  sections: [
    { startTime: 0, title: msg('Predict, sample, repeat') },
    { startTime: 183, title: msg('Overview of the network') },
    { startTime: 396, title: msg('Chapter layout') },
    { startTime: 440, title: msg('What deep learning is') },
    { startTime: 747, title: msg('Words as vectors') },
    { startTime: 1105, title: msg('Vectors that absorb context') },
    { startTime: 1222, title: msg('Back to words') },
    { startTime: 1342, title: msg('Softmax and its temperature') },
    { startTime: 1563, title: msg('Up next') },
  ],
  moments: [
    {
      startTime: 0,
      endTime: 82.7,
      title: msg('What GPT stands for'),
      text: msg(
        'Generative: it produces text. Pretrained: it first learned from much data. Transformer: the kind of network, and the main topic.',
      ),
      view: 'name',
      action: 'write',
      shot: { at: 'network' },
    },
    {
      startTime: 82.7,
      endTime: 105,
      title: msg('Predicting the next token'),
      text: msg('The network reads a text and assigns each token a probability of coming next.'),
      prompt: SEVERAL_PROMPT,
      view: 'predict',
      shot: { at: 'network', front: 'play' },
    },
    {
      startTime: 105,
      endTime: 133.4,
      title: msg('Predict, sample, append'),
      text: msg(
        'Sample one token from that distribution, append it to the text, and predict again. Repeated, this generates text.',
      ),
      prompt: SEVERAL_PROMPT,
      view: 'loop',
      action: 'write',
      shot: { at: 'network' },
      isPanelOpen: true,
    },
    {
      startTime: 133.4,
      endTime: 199.1,
      title: msg('Small model, large model'),
      text: msg(
        'The same loop produces nonsense with a small model and sensible text with a far larger one. Your model is small: try it.',
      ),
      view: 'auto',
      action: 'write',
      shot: { at: 'network' },
      isPanelOpen: true,
    },
    {
      startTime: 199.1,
      endTime: 235.3,
      title: msg('Tokens'),
      text: msg(
        'The text is split into tokens: words, parts of words, punctuation. Each has a vector, a list of numbers that encodes its meaning.',
      ),
      prompt: RARE_WORD_PROMPT,
      view: 'tokens',
      shot: { at: 'embedding' },
      isPanelOpen: true,
    },
    {
      startTime: 235.3,
      endTime: 269.2,
      title: msg('Attention connects vectors'),
      text: msg(
        'In attention the vectors exchange information. So “model” after “fashion” gets another meaning than in “machine learning model”.',
      ),
      prompt: FASHION_PROMPT,
      view: 'attention',
      shot: { at: 'block', roles: { role: ['fashion'], word: 'model' } },
    },
    {
      startTime: 269.2,
      endTime: 294.9,
      title: msg('MLPs process each vector separately'),
      text: msg(
        'A multi-layer perceptron (MLP) applies the same operation to each vector. It is a bit like asking each vector a long list of questions.',
      ),
      prompt: FASHION_PROMPT,
      view: 'mlp',
      shot: { at: 'mlp', mlpStep: 'output', roles: { answer: true } },
    },
    {
      startTime: 294.9,
      endTime: 328.9,
      title: msg('Many layers'),
      text: msg(
        'Attention and MLP alternate many times. At the end the last vector should encode what matters for the next token.',
      ),
      view: 'all',
      shot: { at: 'network', front: 'play' },
    },
    {
      startTime: 328.9,
      endTime: 395.7,
      title: msg('From last vector to chatbot'),
      text: msg(
        'The last vector gives probabilities over all tokens. A text that describes a helpful assistant turns the model into a chatbot.',
      ),
      prompt: 'The language model predicts the next',
      view: 'scene',
      shot: { at: 'unembedding' },
    },
    {
      startTime: 395.7,
      endTime: 449,
      title: msg('Outline'),
      text: msg(
        'This chapter covers the two ends of the network and some background. Attention and MLPs have their own chapters.',
      ),
      view: 'ends',
      shot: { at: 'network', spotlight: 'ends' },
    },
    {
      startTime: 449,
      endTime: 538.1,
      title: msg('Learning from examples'),
      text: msg(
        'Machine learning fits parameters to examples, without explicit rules. A line has two parameters, GPT-3 has 175 billion.',
      ),
      view: 'line',
      action: 'fit',
      shot: { at: 'network' },
      isPanelOpen: true,
    },
    {
      startTime: 538.1,
      endTime: 617.8,
      title: msg('Arrays in, arrays out'),
      text: msg(
        'The input must be an array of real numbers. Layer after layer transforms it into other arrays, up to the output.',
      ),
      view: 'shapes',
      shot: { at: 'vector', stage: 0 },
      isPanelOpen: true,
    },
    {
      startTime: 617.8,
      endTime: 666.3,
      title: msg('Weights act in weighted sums'),
      text: msg(
        'Parameters combine with data in weighted sums, usually written as the product of a matrix and a vector.',
      ),
      view: 'product',
      shot: { at: 'mlp', mlpStep: 'rows', isDataGrey: true, roles: { answer: true } },
      isPanelOpen: true,
    },
    {
      startTime: 666.3,
      endTime: 717.9,
      title: msg('175 billion, sorted'),
      text: msg(
        'The weights of GPT-3 form almost 28,000 matrices of eight kinds. Areas show how many each has. Your model is a dot.',
      ),
      view: 'counts',
      settings: { show: 'all' },
      shot: { at: 'network' },
      isPanelOpen: true,
    },
    {
      startTime: 717.9,
      endTime: 747.5,
      title: msg('Weights and data'),
      text: msg(
        'Blue and red are weights, fixed after training. Grey is data, different for each input text.',
      ),
      view: 'colours',
      shot: { at: 'mlp', mlpStep: 'columns', isDataGrey: true, roles: { answer: true } },
      isPanelOpen: true,
    },
    {
      startTime: 747.5,
      endTime: 803.6,
      title: msg('The embedding matrix'),
      text: msg(
        'Every token of the vocabulary has one column of this matrix. The embedding of a token is its column.',
      ),
      view: 'embedding',
      shot: { at: 'embedding' },
    },
    {
      startTime: 803.6,
      endTime: 861.3,
      title: msg('Words as points'),
      text: msg(
        'A vector is also a point in a space with very many dimensions. The picture shows only three of them.',
      ),
      view: 'points',
      action: 'turn',
      shot: { at: 'embedding' },
      isPanelOpen: true,
    },
    {
      startTime: 861.3,
      endTime: 898.3,
      title: msg('Neighbours'),
      text: msg(
        'Training moves words of similar meaning close together. Select a word to list its nearest neighbours.',
      ),
      view: 'neighbours',
      shot: { at: 'embedding' },
      isPanelOpen: true,
    },
    {
      startTime: 898.3,
      endTime: 994.7,
      title: msg('Directions with meaning'),
      text: msg(
        'The difference between two words can be added to another word: king − man + woman is near queen, approximately.',
      ),
      view: 'analogy',
      shot: { at: 'embedding' },
      isPanelOpen: true,
    },
    {
      startTime: 994.7,
      endTime: 1026.5,
      title: msg('The dot product'),
      text: msg(
        'The sum of the products of components: positive for similar directions, zero for perpendicular, negative for opposite ones.',
      ),
      view: 'angle',
      shot: { at: 'embedding' },
      isPanelOpen: true,
    },
    {
      startTime: 1026.5,
      endTime: 1070.2,
      title: msg('A plural direction'),
      text: msg(
        'The difference cats − cat is a direction. If it encodes plurals, plural words have larger dot products with it than singular words.',
      ),
      view: 'direction',
      shot: { at: 'embedding' },
      isPanelOpen: true,
    },
    {
      startTime: 1070.2,
      endTime: 1105.4,
      title: msg('Counting the embedding'),
      text: msg('50,257 tokens times 12,288 numbers: 617,558,016 weights, the first part of the count.'),
      view: 'counts',
      settings: { show: 'embedding' },
      shot: { at: 'embedding' },
      isPanelOpen: true,
    },
    {
      startTime: 1105.4,
      endTime: 1189.5,
      title: msg('Vectors absorb context'),
      text: msg(
        'A vector starts as the embedding of a word and its position. The blocks add context, so that it can encode a more specific meaning.',
      ),
      prompt: FASHION_PROMPT,
      view: 'stream',
      shot: { at: 'network', overlay: 'logit-lens', roles: { word: 'model' } },
    },
    {
      startTime: 1189.5,
      endTime: 1223,
      title: msg('The context window'),
      text: msg(
        'The network processes a fixed number of vectors at a time, 2,048 in GPT-3. Earlier text cannot affect the prediction.',
      ),
      view: 'window',
      shot: { at: 'network' },
      isPanelOpen: true,
    },
    {
      startTime: 1223,
      endTime: 1305.7,
      title: msg('Unembedding'),
      text: msg(
        'One last matrix maps the last vector to one number per token. Softmax turns these numbers into probabilities.',
      ),
      prompt: SEVERAL_PROMPT,
      view: 'unembedding',
      shot: { at: 'unembedding' },
    },
    {
      startTime: 1305.7,
      endTime: 1342.5,
      title: msg('Counting the unembedding'),
      text: msg(
        'One row per token, as many weights as the embedding. The count is now a little over a billion.',
      ),
      view: 'counts',
      settings: { show: 'unembedding' },
      shot: { at: 'unembedding' },
      isPanelOpen: true,
    },
    {
      startTime: 1342.5,
      endTime: 1435.1,
      title: msg('Softmax'),
      text: msg(
        'Raise e to the power of each number, then divide by the sum. The result is a distribution; the largest number gets the most.',
      ),
      prompt: PLACES_PROMPT,
      view: 'softmax',
      shot: { at: 'unembedding' },
      isPanelOpen: true,
    },
    {
      startTime: 1435.1,
      endTime: 1473.5,
      title: msg('Temperature'),
      text: msg(
        'Divide the numbers by T first. A large T makes them more alike, a small T favours the largest. At T = 0 only the largest counts.',
      ),
      prompt: PLACES_PROMPT,
      view: 'temperature',
      settings: { temperature: 0.3 },
      shot: { at: 'unembedding' },
      isPanelOpen: true,
    },
    {
      startTime: 1473.5,
      endTime: 1533.1,
      title: msg('Low and high temperature'),
      text: msg(
        'At T = 0 the story is the most predictable one. With a high T it is more original, but soon turns into nonsense.',
      ),
      view: 'stories',
      shot: { at: 'unembedding' },
      isPanelOpen: true,
    },
    {
      startTime: 1533.1,
      endTime: 1561.4,
      title: msg('Logits'),
      text: msg('The inputs of softmax are called logits, its outputs probabilities.'),
      prompt: PLACES_PROMPT,
      view: 'logits',
      shot: { at: 'unembedding' },
      isPanelOpen: true,
    },
  ],
};
