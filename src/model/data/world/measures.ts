// What the model of the world is measured by: facts, attention to adjectives, nouns and earlier occurrences, owners, senses.

import { type Random, random } from '../../../shared/random.ts';
import type { Tokenizer } from '../../tokenizers/tokenizer.ts';
import type { AttentionProbe, Measure, RecallProbe, SenseProbe } from '../dataset.ts';
import { hasQuestion, toRecallProbe } from '../facts/fact-dataset.ts';
import { uniformAttention } from '../uniform-attention.ts';
import { sampleDocument } from './documents.ts';
import { ANIMALS, COLOURS, CREATURES, LANDSCAPES, MOODS, PEOPLE, PLACES, TEXTURES } from './lexicon.ts';
import { FIRST_NAMES } from './lists.ts';
import { SENSES } from './senses.ts';
import { gift } from './stories/possession.ts';
import { pick, scene } from './stories/scene.ts';
import type { WorldFacts } from './world-facts.ts';

const PROBE_ROWS = 64;
/** Tokens of context before a probed sentence, at most. */
const MAX_LEAD = 24;
/** Longer than the chunks of the lists, and never trained. */
const LIST_LENGTH = 15;

export function worldMeasures(tokenizer: Tokenizer, facts: WorldFacts): Measure[] {
  return [
    recallMeasure(tokenizer, facts),
    ownerMeasure(tokenizer),
    attentionMeasure(
      {
        name: 'noun to adjective',
        description:
          'Mean attention of the best head from a noun to its adjective, which determines the verb.',
      },
      tokenizer,
      facts,
      moods,
    ),
    attentionMeasure(
      {
        name: 'creature to adjectives',
        description:
          'Mean attention of the best head from a creature to each of its two adjectives, at most 0.5.',
      },
      tokenizer,
      facts,
      creatures,
    ),
    attentionMeasure(
      {
        name: 'pronoun to noun',
        description:
          'Mean attention of the best head from he or she to its noun, which determines the next word.',
      },
      tokenizer,
      facts,
      pronouns,
    ),
    ...listMeasures(tokenizer),
    senseMeasure(tokenizer),
  ];
}

const rows = <Row>(name: string, create: (r: Random) => Row) =>
  Array.from({ length: PROBE_ROWS }, (_, row) => create(random(0, 'world', 'probe', name, row)));

function recallMeasure(tokenizer: Tokenizer, { statements, splitOf }: WorldFacts): Measure {
  return {
    kind: 'recall',
    name: 'recall',
    description: 'Fraction of facts whose answer is the most probable next word.',
    probes: statements
      .filter(hasQuestion)
      .map((statement) => toRecallProbe(statement, tokenizer, splitOf(statement))),
  };
}

/** Stories of gifts in combinations of people and things that were never trained. */
function ownerMeasure(tokenizer: Tokenizer): Measure {
  const probes = rows('owner', (r): RecallProbe => {
    for (;;) {
      const text = gift(scene(r, 'validation')).join(' ');
      const question = /^.*(?:Now|has the \w+\?) (?=(\w+) has )/.exec(text);
      if (question === null) continue;
      const [answer] = tokenizer.encode(question[1]).ids;
      const tokens = tokenizer.encode(question[0]).ids;
      return { subject: question[1], relation: 'owner', wording: 0, tokens, answer, split: 'validation' };
    }
  });
  return {
    kind: 'recall',
    name: 'owner',
    description:
      'Who has the thing at the end of a story whose people and things never occurred together in training.',
    probes,
    // Two or three people a story.
    chance: 0.5,
  };
}

/** A sentence with pairs of words, from the later to the earlier. */
interface Dependency {
  readonly text: string;
  readonly pairs: readonly (readonly [query: string, key: string])[];
}

const moods = (r: Random): Dependency => {
  const { adjective, past } = r.choice(MOODS);
  const noun = r.choice(ANIMALS).one;
  return { text: `The ${adjective} ${noun} ${past} in the ${r.choice(PLACES)}.`, pairs: [[noun, adjective]] };
};

const creatures = (r: Random): Dependency => {
  const [texture, colour, land, being] = [
    r.choice(TEXTURES),
    r.choice(COLOURS),
    r.choice(LANDSCAPES),
    r.choice(CREATURES),
  ];
  return {
    text: `A ${texture.adjective} ${colour.adjective} ${being} ${colour.verb} the ${land.adjective} ${land.noun}.`,
    pairs: [
      [being, texture.adjective],
      [being, colour.adjective],
    ],
  };
};

const pronouns = (r: Random): Dependency => {
  const { male, female, deed, object } = r.choice(PEOPLE);
  const [who, he] = r.choice([
    [male, 'he'],
    [female, 'she'],
  ]);
  return { text: `The ${who} said that ${he} ${deed} the ${object}.`, pairs: [[he, who]] };
};

/** The best head's attention between the words of sentences that stand behind another document. */
function attentionMeasure(
  about: Pick<Measure, 'name' | 'description'>,
  tokenizer: Tokenizer,
  facts: WorldFacts,
  dependency: (r: Random) => Dependency,
): Measure {
  const idOf = (word: string) => tokenizer.encode(word).ids[0];
  const probes = rows(about.name, (r): AttentionProbe => {
    const lead = tokenizer.encode(sampleDocument(r, facts, 'validation')).ids.slice(0, MAX_LEAD);
    const { text, pairs } = dependency(r);
    const tokens = [...lead, ...tokenizer.encode(`\n${text}`).ids];
    return {
      tokens,
      pairs: pairs.map(([query, key]) => ({
        query: tokens.lastIndexOf(idOf(query)),
        key: tokens.lastIndexOf(idOf(key)),
      })),
    };
  });
  return {
    kind: 'attention',
    ...about,
    probes,
    chance: uniformAttention(probes),
  };
}

/** Lists of names that occur twice: a longer run than any in training. */
function listMeasures(tokenizer: Tokenizer): Measure[] {
  const lists = rows('list', (r) => {
    const names = pick(r, FIRST_NAMES, LIST_LENGTH + 2);
    return [...names, ...names.slice(2)].map((name) => tokenizer.encode(name).ids[0]);
  });
  const start = LIST_LENGTH + 2;
  const repeated = Array.from({ length: LIST_LENGTH }, (_, i) => start + i);
  const probes = lists.map((tokens) => ({
    tokens,
    pairs: repeated.map((query) => ({ query, key: query - LIST_LENGTH + 1 })),
  }));
  return [
    {
      kind: 'attention',
      name: 'induction',
      description: `Mean attention of the best head from a repeated name to the one after its previous occurrence, in lists of ${LIST_LENGTH}.`,
      probes,
      chance: uniformAttention(probes),
    },
    {
      kind: 'recall',
      name: 'copying',
      description: 'How often a repeated list of names continues as before.',
      probes: lists.flatMap((tokens) =>
        [4, 8, 12].map((i) => ({
          subject: `name ${i} of the list`,
          relation: 'copy',
          wording: 0,
          tokens: tokens.slice(0, start + i),
          answer: tokens[start + i],
          split: 'validation' as const,
        })),
      ),
      chance: 1 / LIST_LENGTH,
    },
  ];
}

/** The senses of `mole`, by the nearest other occurrence. */
function senseMeasure(tokenizer: Tokenizer): Measure {
  const senses = SENSES.filter(({ word }) => word === 'mole');
  const [mole] = tokenizer.encode('mole').ids;
  const probes = senses.flatMap(({ sense, sentences }) =>
    sentences.map((sentence): SenseProbe => {
      const { ids } = tokenizer.encode(sentence);
      return { tokens: ids, position: ids.indexOf(mole), sense };
    }),
  );
  const shares = senses.map(({ sentences }) => sentences.length / probes.length);
  return {
    kind: 'senses',
    name: 'senses of mole',
    description:
      'How often the nearest other “mole” in the residual stream, by cosine, has the same sense, in the best layer.',
    probes,
    // A random other occurrence.
    chance: shares.reduce(
      (sum, share) => sum + share * ((share * probes.length - 1) / (probes.length - 1)),
      0,
    ),
  };
}
