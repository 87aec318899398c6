// Chapter 6: attention, first in one head, then in many.

import { msg } from '@lit/localize';
import type { Chapter } from '../chapter.ts';

/** The noun of the example, and the head in which nouns look for the adjective that decides their verb. */
const NOUN = { role: 'noun to adjective', word: 'creature' } as const;

/** Both adjectives have much of the head's weight, and each points to words of its own. */
const TWO_ADJECTIVES = 'A noisy red creature';

export const chapter: Chapter = {
  number: 6,
  slug: 'attention',
  title: msg('Attention in transformers, step-by-step'),
  videoId: 'eMlx5fFNoYc',
  duration: 1570,
  summary: msg(
    'How words exchange information: queries match keys, and matching words pass on their values.',
  ),
  activities: [
    msg('follow one head from the embeddings to its output'),
    msg('remove the mask and see which attention leaks'),
    msg('compare all heads and turn any of them off'),
  ],
  // Without the film's forest, which in this model's head would look at blue.
  prompt: 'A fluffy blue creature roamed the verdant',
  models: [
    { preset: 'world', shows: msg('fluffy blue creatures, moles in three senses') },
    { preset: 'stories', shows: msg('nouns that attend to their adjectives') },
    { preset: 'repeats', shows: msg('an induction head') },
  ],
  sections: [
    { startTime: 0, title: msg('Recap: embeddings') },
    { startTime: 99, title: msg('Words that change other words') },
    { startTime: 269, title: msg('Queries, keys, pattern') },
    { startTime: 668, title: msg('The mask') },
    { startTime: 762, title: msg('Context size') },
    { startTime: 790, title: msg('Values') },
    { startTime: 944, title: msg('Counting weights') },
    { startTime: 1101, title: msg('Cross-attention') },
    { startTime: 1159, title: msg('Many heads') },
    { startTime: 1336, title: msg('The output matrix') },
    { startTime: 1399, title: msg('Layer upon layer') },
    { startTime: 1494, title: msg('Parallel computation') },
  ],
  moments: [
    {
      startTime: 0,
      endTime: 26.1,
      title: msg('The purpose of attention'),
      text: msg('Attention is the key mechanism of transformers. This chapter explains it step by step.'),
      view: 'blocks',
      shot: { at: 'network', front: 'play' },
    },
    {
      startTime: 26.1,
      endTime: 120.1,
      title: msg('Vectors with directions'),
      text: msg(
        'Each token has a vector whose directions carry meaning. Attention should change it so that it also encodes the context.',
      ),
      view: 'words',
      shot: { at: 'embedding', roles: { word: 'creature' } },
    },
    {
      startTime: 120.1,
      endTime: 173.3,
      title: msg('One word, three meanings'),
      text: msg(
        'A mole can be an animal, a unit or a spot on the skin. Its embedding is the same each time; the context must change it.',
      ),
      prompt: 'In the garden the mole dug a',
      contexts: ['The formula needs one mole', 'The doctor looked at the mole'],
      view: 'senses',
      shot: { at: 'network', overlay: 'logit-lens', roles: { word: 'mole' } },
      isPanelOpen: true,
    },
    {
      startTime: 173.3,
      endTime: 209.5,
      title: msg('Tower, Eiffel, miniature'),
      text: msg('The word before can make a vector more specific, and the word before that can do so again.'),
      prompt: 'He bought a miniature Eiffel tower',
      view: 'growing',
      shot: { at: 'network', overlay: 'logit-lens', roles: { word: 'tower' } },
      isPanelOpen: true,
    },
    {
      startTime: 209.5,
      endTime: 269.5,
      title: msg('Information over long distances'),
      text: msg(
        'The prediction depends only on the last vector. So all relevant information in a long text must reach it.',
      ),
      prompt: 'Michael Jordan plays the sport of',
      view: 'transfer',
      shot: { at: 'network', overlay: 'attribution' },
    },
    {
      startTime: 269.5,
      endTime: 296.1,
      title: msg('One head, one task'),
      text: msg(
        'Imagine one head with one task: adjectives update the meaning of nouns. A real head learns its own task.',
      ),
      view: 'task',
      shot: { at: 'block', roles: NOUN },
    },
    {
      startTime: 296.1,
      endTime: 374.1,
      title: msg('From E to E′'),
      text: msg(
        'Vectors of words and positions go in, refined vectors of the same size come out. In between are mostly products with learned matrices.',
      ),
      view: 'refined',
      shot: { at: 'block', roles: NOUN },
      isPanelOpen: true,
    },
    {
      startTime: 374.1,
      endTime: 397,
      title: msg('A query for each word'),
      text: msg(
        'Imagine the noun asking whether there are adjectives before it. This question is encoded as a vector, the query.',
      ),
      view: 'question',
      shot: { at: 'head', headStep: 'queries', question: msg('any adjectives before me?'), roles: NOUN },
    },
    {
      startTime: 397,
      endTime: 467.3,
      title: msg('Queries'),
      text: msg('One matrix maps each embedding to its query, a much shorter vector: 128 numbers in GPT-3.'),
      view: 'query',
      shot: { at: 'head', headStep: 'queries', roles: NOUN },
    },
    {
      startTime: 467.3,
      endTime: 507.2,
      title: msg('Keys'),
      text: msg(
        'A second matrix gives each word a key of the same length. A key matches a query if both point in similar directions.',
      ),
      view: 'key',
      shot: { at: 'head', headStep: 'keys', roles: NOUN },
    },
    {
      startTime: 507.2,
      endTime: 523.3,
      title: msg('A grid of dot products'),
      text: msg(
        'One dot product for each pair of key and query. Rows are keys, columns are queries, and larger dots mean larger products.',
      ),
      view: 'scores',
      shot: { at: 'head', headStep: 'scores', spotlight: 'grid', roles: NOUN },
    },
    {
      startTime: 523.3,
      endTime: 557.7,
      title: msg('Who attends to whom'),
      text: msg('A large product in a column means that the embedding on the left attends to the one above.'),
      view: 'attends',
      shot: { at: 'head', headStep: 'scores', roles: NOUN },
    },
    {
      startTime: 557.7,
      endTime: 606.8,
      title: msg('Softmax, column by column'),
      text: msg(
        'The products can be any numbers. Softmax turns each column into numbers between 0 and 1 that add up to 1.',
      ),
      view: 'softmax',
      shot: { at: 'head', headStep: 'pattern', roles: NOUN },
    },
    {
      startTime: 606.8,
      endTime: 618.1,
      title: msg('The attention pattern'),
      text: msg('The finished grid. Each column shows how relevant each word is to the word above.'),
      view: 'pattern',
      shot: { at: 'head', headStep: 'pattern', spotlight: 'grid', roles: NOUN },
    },
    {
      startTime: 618.1,
      endTime: 669,
      title: msg('The formula'),
      text: msg(
        'All steps in one line. The division by √D, the square root of the key dimension, keeps the softmax numerically stable.',
      ),
      view: 'formula',
      shot: { at: 'head', headStep: 'pattern', roles: NOUN },
      isPanelOpen: true,
    },
    {
      startTime: 669,
      endTime: 706.1,
      title: msg('Every prefix is a training example'),
      text: msg(
        'In training the network predicts the next token after every prefix of the text at the same time.',
      ),
      view: 'prefixes',
      shot: { at: 'network', overlay: 'logit-lens' },
      isPanelOpen: true,
    },
    {
      startTime: 706.1,
      endTime: 762.5,
      title: msg('Masking'),
      text: msg(
        'Later words would reveal the answer. So their scores are set to −∞ before softmax and become 0.',
      ),
      view: 'mask',
      shot: { at: 'head', headStep: 'mask', roles: NOUN },
    },
    {
      startTime: 762.5,
      endTime: 790.6,
      title: msg('The cost of context'),
      text: msg(
        'The size of the grid is the square of the context length. Twice the text means four times the work.',
      ),
      view: 'context',
      shot: { at: 'head', headStep: 'pattern', roles: NOUN },
      isPanelOpen: true,
    },
    {
      startTime: 790.6,
      endTime: 862.1,
      title: msg('Values'),
      text: msg(
        'A third matrix computes a value for each word: the vector added to words that attend to it.',
      ),
      view: 'value',
      shot: { at: 'head', headStep: 'values', roles: NOUN },
    },
    {
      startTime: 862.1,
      endTime: 944.9,
      title: msg('Summing the values'),
      text: msg(
        'In each column the values are multiplied by the weights and added. The sum ΔE is added to the embedding.',
      ),
      prompt: TWO_ADJECTIVES,
      view: 'change',
      shot: { at: 'head', headStep: 'output', roles: NOUN },
      isPanelOpen: true,
    },
    {
      startTime: 944.9,
      endTime: 984.9,
      title: msg('Counting queries and keys'),
      text: msg('Each of the two matrices has 128 rows and 12,288 columns: 1,572,864 weights.'),
      view: 'count-query-key',
      settings: { show: 'query-key' },
      shot: { at: 'head', headStep: 'keys', roles: NOUN },
      isPanelOpen: true,
    },
    {
      startTime: 984.9,
      endTime: 1091.4,
      title: msg('Value down, value up'),
      text: msg(
        'A full value matrix would have 150,994,944 weights. The product of two smaller matrices needs far fewer.',
      ),
      view: 'factors',
      shot: { at: 'head', headStep: 'values', roles: NOUN },
      isPanelOpen: true,
    },
    {
      startTime: 1091.4,
      endTime: 1102,
      title: msg('One head: the count'),
      text: msg('Four matrices of the same size: 6,291,456 weights for each head of GPT-3.'),
      view: 'count-head',
      settings: { show: 'head' },
      shot: { at: 'head', headStep: 'output', roles: NOUN },
      isPanelOpen: true,
    },
    {
      startTime: 1102,
      endTime: 1157.2,
      title: msg('Cross-attention'),
      text: msg(
        'Keys come from one text, queries from another, as in translation. The grid is a rectangle and usually has no mask.',
      ),
      view: 'cross',
      shot: { at: 'head', headStep: 'pattern', roles: NOUN },
      isPanelOpen: true,
    },
    {
      startTime: 1157.2,
      endTime: 1231.4,
      title: msg('Many kinds of context'),
      text: msg(
        'Adjectives are one of many ways in which context changes meaning. Each needs its own queries, keys and values.',
      ),
      prompt: 'The king said that he',
      view: 'kinds',
      shot: { at: 'block', roles: { role: 'pronoun to noun', word: 'he' } },
      isPanelOpen: true,
    },
    {
      startTime: 1231.4,
      endTime: 1277.5,
      title: msg('Multi-headed attention'),
      text: msg('A block runs many heads in parallel, 96 in GPT-3, each with its own pattern.'),
      view: 'grid',
      shot: { at: 'block', spotlight: 'heads', roles: NOUN },
    },
    {
      startTime: 1277.5,
      endTime: 1336.4,
      title: msg('The outputs are added'),
      text: msg(
        'Each head proposes a change at each position. Their sum is added to the embedding: about 600 million weights per block.',
      ),
      view: 'sum',
      shot: { at: 'block', roles: NOUN },
      isPanelOpen: true,
    },
    {
      startTime: 1336.4,
      endTime: 1399.2,
      title: msg('The output matrix'),
      text: msg(
        'In papers the value-up matrices of all heads form one output matrix. “Value matrix” then means value-down alone.',
      ),
      view: 'output',
      shot: { at: 'head', headStep: 'output', roles: NOUN },
      isPanelOpen: true,
    },
    {
      startTime: 1399.2,
      endTime: 1456.7,
      title: msg('Many layers'),
      text: msg(
        'Attention and MLP alternate many times. Later layers can encode more abstract context: sentiment, tone, topic.',
      ),
      view: 'depth',
      shot: { at: 'network', overlay: 'logit-lens' },
    },
    {
      startTime: 1456.7,
      endTime: 1525.3,
      title: msg('A third of all weights'),
      text: msg(
        '96 layers of attention have 57,982,058,496 weights, a third of GPT-3. Part of the success of attention is that it runs in parallel.',
      ),
      view: 'count-all',
      settings: { show: 'attention' },
      shot: { at: 'network' },
      isPanelOpen: true,
    },
  ],
};
