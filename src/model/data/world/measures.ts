// What the model of the world is measured by: facts, owners, attention to adjectives, nouns and earlier occurrences, senses.

import { type Random, random } from '../../../shared/random.ts';
import type { Tokenizer } from '../../tokenizers/tokenizer.ts';
import { fixedDistance, uniformAttention } from '../attention-links.ts';
import { nearestBag } from '../bag-of-words.ts';
import type { AttentionProbe, Measure, SenseProbe } from '../dataset.ts';
import { hasQuestion, toRecallProbe } from '../facts/fact-dataset.ts';
import { type LinkedSentence, toAttentionProbe } from '../linked-sentences.ts';
import { sampleDocument } from './documents.ts';
import { ADJECTIVE_SENTENCES } from './held-out/adjectives.ts';
import { MOLE_BEGINNINGS } from './held-out/moles.ts';
import { bestNameRule, ownerStories } from './held-out/owners.ts';
import { PRONOUN_SENTENCES } from './held-out/pronouns.ts';
import { ADJECTIVES, ANIMALS, MOODS, PEOPLE, PLACES, TRAITS } from './lexicon.ts';
import { FIRST_NAMES } from './lists.ts';
import { trainedMoles } from './senses.ts';
import { pick } from './stories/scene.ts';
import type { WorldFacts } from './world-facts.ts';

const PROBE_ROWS = 64;
/** Each wording twenty times. */
const OWNER_STORIES = 200;
/** Tokens of context before a probed sentence, at most. */
const MAX_LEAD = 24;
/** Longer than the chunks of the lists, and never trained. */
const LIST_LENGTH = 15;

export function worldMeasures(tokenizer: Tokenizer, facts: WorldFacts): Measure[] {
  return [
    recallMeasure(tokenizer, facts),
    recipientMeasure(tokenizer),
    attentionMeasure(
      {
        name: 'noun to adjective',
        description:
          'Mean attention of the best head from a noun to the adjective that determines its verb, past up to two others. Held out: sentences of our own with several nouns.',
      },
      tokenizer,
      facts,
      moods,
      ADJECTIVE_SENTENCES,
    ),
    attentionMeasure(
      {
        name: 'pronoun to noun',
        description:
          'Mean attention of the best head from he or she to its noun, three to five words back, which determines the next word. Held out: sentences of our own with two nouns.',
      },
      tokenizer,
      facts,
      pronouns,
      PRONOUN_SENTENCES,
    ),
    ...listMeasures(tokenizer),
    senseMeasure(tokenizer),
  ];
}

const rows = <Row>(name: string, create: (r: Random, row: number) => Row) =>
  Array.from({ length: PROBE_ROWS }, (_, row) => create(random(0, 'world', 'probe', name, row), row));

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

/** Stories of gifts, after which somebody else is named. */
function recipientMeasure(tokenizer: Tokenizer): Measure {
  const stories = ownerStories(OWNER_STORIES, (row) => random(0, 'world', 'probe', 'owner', row));
  const shares = stories.map(({ named }) => 1 / named.length);
  return {
    kind: 'recall',
    name: 'last recipient among later names',
    description:
      'Who got the last gift of a story in which somebody else is named last, so that the newest name is always wrong. It does not ask who has which of two things. People and things never occurred together in training.',
    probes: stories.map(({ text, owner, wording }) => ({
      ...{ subject: owner, relation: 'last recipient', wording, split: 'validation' },
      tokens: tokenizer.encode(text).ids,
      answer: tokenizer.encode(owner).ids[0],
    })),
    // Two or three people a story.
    chance: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    rule: bestNameRule(stories),
  };
}

/** A sentence with pairs of words, from the later to the earlier. */
interface Dependency {
  readonly text: string;
  readonly pairs: readonly (readonly [query: string, key: string])[];
}

/** The adjective that determines the verb, with none to two others between it and the noun. */
const moods = (r: Random, row: number): Dependency => {
  const { adjective, past } = r.choice(MOODS);
  const noun = r.choice(ANIMALS).one;
  const words = [adjective, ...pick(r, ADJECTIVES, row % 3), noun];
  return { text: `The ${words.join(' ')} ${past} in the ${r.choice(PLACES)}.`, pairs: [[noun, adjective]] };
};

/** In turn three, four and five tokens behind the noun. */
const pronouns = (r: Random, row: number): Dependency => {
  const { male, female, deed, object } = r.choice(PEOPLE);
  const [who, he, himself] = r.choice([
    [male, 'he', 'himself'],
    [female, 'she', 'herself'],
  ]);
  const texts = [
    `The ${who} said that ${he} ${deed} the ${object}.`,
    `The ${who} was ${r.choice(TRAITS)}. ${he} ${deed} the ${object}.`,
    r.choice([
      `The ${who} ${deed} the ${object} because ${he} likes it.`,
      `The ${who} looked at ${himself}. ${he} ${deed} the ${object}.`,
    ]),
  ];
  return { text: texts[row % texts.length], pairs: [[he, who]] };
};

/** The best head's attention between the words of sentences that stand behind another document. Those written by hand stand alone. */
function attentionMeasure(
  about: Pick<Measure, 'name' | 'description'>,
  tokenizer: Tokenizer,
  facts: WorldFacts,
  dependency: (r: Random, row: number) => Dependency,
  ownSentences: readonly LinkedSentence[],
): Measure {
  const idOf = (word: string) => tokenizer.encode(word).ids[0];
  const probes = rows(about.name, (r, row): AttentionProbe => {
    const lead = tokenizer.encode(sampleDocument(r, facts, 'validation')).ids.slice(0, MAX_LEAD);
    const { text, pairs } = dependency(r, row);
    const tokens = [...lead, ...tokenizer.encode(`\n${text}`).ids];
    return {
      tokens,
      pairs: pairs.map(([query, key]) => ({
        query: tokens.lastIndexOf(idOf(query)),
        key: tokens.lastIndexOf(idOf(key)),
      })),
    };
  });
  const heldOut = ownSentences.map((sentence) => toAttentionProbe(tokenizer, sentence));
  return {
    ...{ kind: 'attention', ...about, probes, heldOut },
    chance: uniformAttention(probes),
    heldOutChance: uniformAttention(heldOut),
    rule: fixedDistance(probes, heldOut),
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
  const probes = toSenseProbes(tokenizer, trainedMoles());
  const heldOut = toSenseProbes(tokenizer, Object.entries(MOLE_BEGINNINGS));
  const shareOf = (wanted: string) => probes.filter(({ sense }) => sense === wanted).length / probes.length;
  return {
    ...{ kind: 'senses', probes, heldOut },
    name: 'senses of mole',
    description:
      'How often the nearest other “mole” of the training sentences has the same sense, by the cosine of the residual stream in the layer that is best for them. Held out: sentences of our own, in that layer.',
    // Another occurrence at random.
    chance: guessedSense(probes, (sense) => (shareOf(sense) * probes.length - 1) / (probes.length - 1)),
    heldOutChance: guessedSense(heldOut, shareOf),
    rule: nearestBag(probes, heldOut),
  };
}

const guessedSense = (probes: readonly SenseProbe[], shareOf: (sense: string) => number): number =>
  probes.reduce((sum, { sense }) => sum + shareOf(sense), 0) / probes.length;

const toSenseProbes = (tokenizer: Tokenizer, senses: readonly (readonly [string, readonly string[]])[]) =>
  senses.flatMap(([sense, beginnings]) =>
    beginnings.map((beginning): SenseProbe => {
      const tokens = tokenizer.encode(beginning).ids;
      return { tokens, position: tokens.length - 1, sense };
    }),
  );
