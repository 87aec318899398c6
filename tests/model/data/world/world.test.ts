// The corpus of the world: its vocabulary, what it holds out, its lists and measures.

import { describe, expect, it } from 'vitest';
import { IGNORE_INDEX, type Split } from '../../../../src/model/data/dataset.ts';
import { sampleDocument } from '../../../../src/model/data/world/documents.ts';
import { factDocument } from '../../../../src/model/data/world/facts.ts';
import { ADJECTIVE_SENTENCES } from '../../../../src/model/data/world/held-out/adjectives.ts';
import { MOLE_BEGINNINGS } from '../../../../src/model/data/world/held-out/moles.ts';
import { bestNameRule } from '../../../../src/model/data/world/held-out/owners.ts';
import { PRONOUN_SENTENCES } from '../../../../src/model/data/world/held-out/pronouns.ts';
import { OWN_WORDINGS } from '../../../../src/model/data/world/held-out/wordings.ts';
import { BOYS, GIRLS } from '../../../../src/model/data/world/lexicon.ts';
import { listShares } from '../../../../src/model/data/world/lists.ts';
import { SENSES, trainedMoles } from '../../../../src/model/data/world/senses.ts';
import { WORDS } from '../../../../src/model/data/world/words.ts';
import { world } from '../../../../src/model/data/world/world.ts';
import { worldFacts } from '../../../../src/model/data/world/world-facts.ts';
import { random } from '../../../../src/shared/random.ts';

const FACTS = worldFacts();
const dataset = world();
const { tokenizer } = dataset;
const { vocabulary } = tokenizer;
const STEPS = 200;
/** Behind the curriculum of the lists. */
const FIRST_STEP = dataset.curriculumSteps as number;
const T = 64;
const B = 16;

const rowsOf = (split: Split) =>
  Array.from({ length: STEPS }, (_, i) =>
    dataset.batch({ split, step: FIRST_STEP + i, seed: 0, B, T }),
  ).flatMap(({ tokens, targets }) =>
    Array.from({ length: B }, (_, b) => ({
      tokens: [...tokens.subarray(b * T, (b + 1) * T)],
      targets: [...targets.subarray(b * T, (b + 1) * T)],
    })),
  );
const training = rowsOf('train');
const measure = (name: string) => {
  const found = dataset.measures.find((each) => each.name === name);
  if (!found) throw new Error(`no measure ${name}`);
  return found;
};

it('asks no fact in one of the new wordings', () => {
  const text = training.map(({ tokens }) => tokenizer.decode(tokens)).join(' ');
  const questions = (dataset.relations ?? []).flatMap(({ name, newWordings = [], ownWordings = [] }) =>
    FACTS.facts
      .filter(({ relation }) => relation === name)
      .flatMap(({ subject }) =>
        [...newWordings, ...ownWordings].map((wording) => ` ${wording.replaceAll('{subject}', subject)} `),
      ),
  );
  expect(questions.length).toBeGreaterThan(3000);
  expect(questions.filter((question) => text.includes(question))).toEqual([]);
});

describe('sentences that were written by hand', () => {
  const sentences = [...ADJECTIVE_SENTENCES, ...PRONOUN_SENTENCES].map((sentence) => sentence.text);
  const moles = Object.values(MOLE_BEGINNINGS);
  const wordings = Object.values(OWN_WORDINGS).flatMap((of) =>
    of.map((each) => each.replace('{subject}', '')),
  );

  it('are many, all different, and in words of the vocabulary', () => {
    const texts = [...sentences, ...moles.flat(), ...wordings];
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(tokenizer.encode(text).spelled, text).toEqual([]);
    expect(ADJECTIVE_SENTENCES.length).toBeGreaterThanOrEqual(20);
    expect(PRONOUN_SENTENCES.length).toBeGreaterThanOrEqual(20);
    expect(moles.map(({ length }) => length)).toEqual([10, 10, 10]);
    expect(wordings).toHaveLength(20);
  });

  it('are not those of the corpus', () => {
    const known = new Set(trainedMoles().flatMap(([, beginnings]) => beginnings));
    expect(known.size).toBeGreaterThan(15);
    expect(moles.flat().filter((beginning) => known.has(beginning))).toEqual([]);
    const text = training.map(({ tokens }) => tokenizer.decode(tokens)).join(' ');
    expect([...sentences, ...moles.flat()].filter((sentence) => text.includes(sentence))).toEqual([]);
  });

  it('end with a mole whose sense is that of nothing behind it', () => {
    const senses = measure('senses of mole');
    if (senses.kind !== 'senses') throw new Error('it is a measure of senses');
    for (const { tokens, position } of [...senses.probes, ...(senses.heldOut ?? [])])
      expect(position).toBe(tokens.length - 1);
    // A sentence twice would have its own double as the nearest.
    expect(new Set(senses.probes.map(({ tokens }) => tokens.join())).size).toBe(senses.probes.length);
  });
});

describe('vocabulary', () => {
  it('has every word of the documents, and no other', () => {
    const rng = random(7, 'vocabulary');
    const texts = [
      ...Array.from({ length: 12_000 }, () => sampleDocument(rng, FACTS, 'validation')),
      ...FACTS.statements.map(({ text }) => text),
      ...SENSES.flatMap(({ sentences }) => sentences),
    ];
    const used = new Set(['\n']);
    const unknown: string[] = [];
    for (const text of texts) {
      const { pieces, spelled } = tokenizer.encode(text);
      unknown.push(...(spelled ?? []));
      for (const piece of pieces) used.add(piece);
    }
    expect(unknown).toEqual([]);
    expect(WORDS.filter((word) => !used.has(word))).toEqual([]);
    expect(used.size).toBe(WORDS.length);
  });

  it.each([
    'king queen uncle aunt tower mole model',
    'A fluffy blue creature roamed the verdant forest.',
    'The glass ball fell on the steel table.',
    'Harry Potter Snape sushi bratwurst one two three four cats',
    'Michael Jordan plays the sport of basketball.',
  ])('has the words of “%s”', (text) => {
    expect(tokenizer.encode(text).spelled).toEqual([]);
  });
});

describe('split', () => {
  it('never trains a held-out statement', () => {
    const heldOut = new Set(
      FACTS.statements.filter((each) => FACTS.splitOf(each) === 'validation').map(({ text }) => text),
    );
    expect(heldOut.size).toBe(168);
    const rng = random(0, 'facts');
    const trained = new Set(
      Array.from({ length: 8000 }, () => factDocument(rng, FACTS).split(/(?<=\.) /)).flat(),
    );
    expect([...heldOut].filter((sentence) => trained.has(sentence))).toEqual([]);
  });

  it('asks for owners in combinations that are never trained', () => {
    const owners = measure('last recipient among later names');
    const question = (tokens: readonly number[]) =>
      tokenizer.decode(tokens).split('. ').slice(0, 3).join('. ');
    const asked = new Set(owners.probes.map(({ tokens }) => question(tokens)));
    expect(asked.size).toBeGreaterThan(50);
    const trained = training.map(({ tokens }) => tokenizer.decode(tokens)).join('\n');
    for (const story of asked) expect(trained.includes(story)).toBe(false);
  });
});

describe('lists', () => {
  const masked = training.filter(
    ({ targets }) => targets.filter((target) => target === IGNORE_INDEX).length > 8,
  );

  it('are an eighth of the rows', () => {
    expect(masked.length / training.length).toBeGreaterThan(0.1);
    expect(masked.length / training.length).toBeLessThan(0.14);
  });

  it('begin with letters alone, and give way to other kinds and to documents', () => {
    const { tokens } = dataset.batch({ split: 'train', step: 199, seed: 0, B, T });
    for (const token of tokens) expect(vocabulary[token]).toMatch(/^<[a-z]>$/);
    expect(listShares(0)).toEqual({ lists: 1, letters: 1 });
    expect(listShares(250)).toEqual({ lists: 1, letters: 0.65 });
    expect(listShares(FIRST_STEP)).toEqual(listShares(Number.POSITIVE_INFINITY));
  });

  it('of the validation have their final share from the first step', () => {
    const early = dataset.batch({ split: 'validation', step: 0, seed: 0, B: 64, T });
    const words = early.tokens.filter((token) => token < WORDS.length);
    expect(words.length / early.tokens.length).toBeGreaterThan(0.8);
  });

  it('ask only for tokens that followed the same token before', () => {
    const wrong = masked.slice(0, 500).flatMap(({ tokens, targets }) => {
      const first = targets.indexOf(IGNORE_INDEX);
      return targets.filter((target, t) => {
        if (target === IGNORE_INDEX || t < first) return false;
        return !tokens.some((token, i) => i < t && token === tokens[t] && tokens[i + 1] === target);
      });
    });
    expect(wrong).toEqual([]);
  });

  it('of the measure are longer than any in training, and their names differ', () => {
    const induction = measure('induction');
    for (const { tokens } of induction.probes) {
      expect(new Set(tokens).size).toBe(17);
      expect(tokens.slice(17)).toEqual(tokens.slice(2, 17));
    }
  });
});

describe('measures', () => {
  it('have a chance beside each, but facts', () => {
    for (const { name, chance } of dataset.measures) {
      if (name === 'recall') continue;
      expect(chance).toBeGreaterThan(0);
      expect(chance).toBeLessThan(1);
    }
  });

  it('ask for a last recipient whom the newest name is not, and a rule about the order of names is', () => {
    const owners = measure('last recipient among later names');
    if (owners.kind !== 'recall') throw new Error('the owner is asked for by recall');
    const wordings = new Set<number>();
    for (const { tokens, answer, wording } of owners.probes) {
      wordings.add(wording);
      const named = tokens.filter((id) => [...GIRLS, ...BOYS].includes(vocabulary[id]));
      expect(named).toContain(answer);
      expect(named.at(-1)).not.toBe(answer);
    }
    expect(wordings.size).toBe(10);
    expect(owners.rule).toEqual({ label: 'the last person introduced before the last sentence', value: 1 });
    expect(owners.chance).toBeGreaterThan(1 / 3);
    expect(owners.chance).toBeLessThan(1 / 2);
  });

  it('the newest name alone answers stories that name nobody later', () => {
    const newestFirst = [
      { named: ['Mia', 'Max'], owner: 'Mia' },
      { named: ['Leo', 'Mia', 'Max'], owner: 'Leo' },
    ].map((story) => ({ ...story, introduced: ['Max', 'Mia'], introducedBefore: ['Max'] }));
    expect(bestNameRule(newestFirst)).toEqual({ label: 'the newest name', value: 1 });
  });

  it('the best rule about the order of names counts, whether by their last mention or by their first', () => {
    const none = { named: ['Max', 'Mia'], introducedBefore: ['Leo'] };
    const stories = [
      { ...none, introduced: ['Leo', 'Mia', 'Max'], owner: 'Mia' },
      { ...none, introduced: ['Max', 'Mia', 'Leo'], owner: 'Mia' },
      { ...none, introduced: ['Max', 'Leo'], owner: 'Leo', named: ['Leo', 'Max'] },
    ];
    expect(bestNameRule(stories)).toEqual({ label: 'the second person introduced', value: 1 });
  });

  it('attend from nouns to adjectives and from pronouns to nouns, at distances that vary', () => {
    for (const name of ['noun to adjective', 'pronoun to noun']) {
      const attention = measure(name);
      if (attention.kind !== 'attention') throw new Error(`${name} is a measure of attention`);
      expect(attention.rule?.value).toBeLessThan(0.4);
      for (const { pairs, tokens } of attention.probes) {
        for (const { query, key } of pairs) {
          expect(query).toBeGreaterThan(key);
          expect(tokens.slice(key, query)).not.toContain(0);
        }
      }
    }
  });
});

it('analogies are pairs of words in the vocabulary', () => {
  const words = new Set(WORDS);
  for (const { pairs } of dataset.analogies ?? []) {
    expect(pairs.length).toBeGreaterThan(9);
    for (const word of pairs.flat()) expect(words).toContain(word);
  }
});
