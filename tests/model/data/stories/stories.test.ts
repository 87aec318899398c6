// The grammar: agreement, pairs for analogies, probes.

import { describe, expect, it } from 'vitest';
import { allSentences } from '../../../../src/model/data/stories/grammar.ts';
import { ANIMALS, COUNTRIES, PEOPLE, THINGS } from '../../../../src/model/data/stories/lexicon.ts';
import { ANALOGIES, stories } from '../../../../src/model/data/stories/stories.ts';
import { decodeSentences, recallProbes } from '../decode-batches.ts';

const dataset = stories();
const sentences = allSentences().map(({ words }) => words.join(' '));
const around = (word: string) =>
  new Set(
    sentences
      .filter((sentence) => sentence.split(' ').includes(word))
      .flatMap((sentence) => sentence.split(' ')),
  );

describe('stories', () => {
  it('has the pairs of the analogies', () => {
    expect(ANALOGIES.map(({ name, pairs }) => [name, pairs.length])).toEqual([
      ['gender', 10],
      ['plural', 12],
      ['capital', 20],
    ]);
    expect(ANALOGIES[0].pairs).toContainEqual(['king', 'queen']);
    expect(ANALOGIES[0].pairs).toContainEqual(['man', 'woman']);
    expect(ANIMALS.length + THINGS.length).toBe(18);
    const words = ANALOGIES.flatMap(({ pairs }) => pairs.flat());
    for (const word of words) expect(dataset.tokenizer.encode(word).ids).toHaveLength(1);
  });

  it('gives each pair a word that both share and no other pair has', () => {
    const pairs: [string, string, string][] = [
      ...PEOPLE.map(({ male, female, object }): [string, string, string] => [male, female, object]),
      ...[...ANIMALS, ...THINGS].map(({ one, many, place }): [string, string, string] => [one, many, place]),
      ...COUNTRIES.map(({ country, capital, dish }): [string, string, string] => [country, capital, dish]),
    ];
    for (const [one, other, own] of pairs) {
      expect(around(one)).toContain(own);
      expect(around(other)).toContain(own);
      for (const [another] of pairs.filter((pair) => pair[0] !== one))
        expect(around(another)).not.toContain(own);
    }
  });

  it('keeps agreement in every sentence', () => {
    const male = new Set(PEOPLE.map((person) => person.male));
    const many = new Set([...ANIMALS, ...THINGS].map((noun) => noun.many));
    for (const sentence of sentences) {
      const words = sentence.split(' ');
      const noun = words.find((word) => male.has(word) || PEOPLE.some(({ female }) => female === word));
      if (noun) expect(words.some((word) => word === (male.has(noun) ? 'she' : 'he'))).toBe(false);
      if (words.includes('were'))
        expect(
          words.some((word) => many.has(word)),
          sentence,
        ).toBe(true);
      if (words.includes('was'))
        expect(
          words.some((word) => many.has(word)),
          sentence,
        ).toBe(false);
    }
    expect(sentences).toContain('the happy king smiles because he rules the palace .');
    expect(sentences).toContain('the sleepy cats sleep in the sofa .');
  });

  it('samples all sentences', () => {
    const drawn = new Set(
      Array.from({ length: 150 }, (_, step) => decodeSentences(dataset, 'train', step)).flat(),
    );
    expect(drawn.size).toBe(new Set(sentences).size);
  });

  it('probes agreement at the first position where it is determined', () => {
    for (const { tokens, answer, subject } of recallProbes(dataset)) {
      const question = tokens.map((token) => dataset.tokenizer.vocabulary[token]);
      expect(question).toContain(subject);
      const start = `${question.join(' ')} `;
      const nexts = new Set(
        sentences
          .filter((sentence) => sentence.startsWith(start))
          .map((sentence) => sentence.slice(start.length).split(' ')[0]),
      );
      expect([...nexts], start).toEqual([dataset.tokenizer.vocabulary[answer]]);
    }
  });

  it('has attention probes from nouns to adjectives and from pronouns to nouns', () => {
    const people = new Map(
      PEOPLE.flatMap(({ male, female }) => [
        [male, ['he', 'his']],
        [female, ['she', 'her']],
      ]),
    );
    const adjectives =
      /^(happy|sad|angry|tired|merry|polite|sleepy|noisy|hungry|quick|thirsty|playful|shiny|loose|fragile)$/;
    const [toAdjective, toNoun] = dataset.measures.filter((measure) => measure.kind === 'attention');
    for (const { tokens, pairs } of toAdjective.probes) {
      for (const { key } of pairs) {
        // What determines the verb stands first.
        expect(dataset.tokenizer.vocabulary[tokens[key - 1]]).toBe('the');
        expect(dataset.tokenizer.vocabulary[tokens[key]]).toMatch(adjectives);
      }
    }
    for (const { tokens, pairs } of toNoun.probes) {
      for (const { query, key } of pairs) {
        const [pronoun, noun] = [query, key].map((place) => dataset.tokenizer.vocabulary[tokens[place]]);
        expect(people.get(noun)).toContain(pronoun);
      }
    }
    for (const { rule, chance } of [toAdjective, toNoun]) {
      // A head that always looks as far back has a third of them.
      expect(rule?.value).toBeLessThan(0.4);
      expect(rule?.value).toBeGreaterThan(chance);
    }
    expect(toAdjective.probes.flatMap(({ pairs }) => pairs).length).toBeGreaterThan(50);
    expect(toNoun.probes.flatMap(({ pairs }) => pairs).length).toBeGreaterThan(50);
  });
});
