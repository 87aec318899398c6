// Facts × wordings: the sentences of a fact data set, what is held out of training, and the questions that measure recall.

import { random } from '../random.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import { cutWords, wordTokenizer } from '../tokenizers/words.ts';
import type { Dataset, Fact, RecallProbe, Relation, Split } from './dataset.ts';
import { packedSentences } from './packing.ts';

export interface FactDataset extends Dataset {
  readonly facts: readonly Fact[];
  readonly relations: readonly Relation[];
}

export interface SplitOptions {
  /** Share of the scored (subject, wording) pairs kept out of training, 0.15 by default. */
  heldOut?: number;
  /** Which pairs those are; apart from the training seed, so that all runs are measured alike. */
  splitSeed?: number;
}

export interface StatedFacts extends SplitOptions {
  name: string;
  description: string;
  facts: readonly Fact[];
  relations: readonly Relation[];
  prompts: string[];
  statistics: Dataset['statistics'];
}

/** One fact in one wording. */
interface Statement {
  fact: Fact;
  wording: number;
  text: string;
  /** The text up to and excluding the answer, where the answer is asked for. */
  question?: string;
}

const ASKING = '{answer}.';
const MOST_HELD_OUT_A_SUBJECT = 2;

export function statedFacts(options: StatedFacts): FactDataset {
  const { name, description, facts, relations, prompts, heldOut = 0.15, splitSeed = 0 } = options;
  if (!(heldOut >= 0 && heldOut < 1)) {
    throw new Error(`${name}: heldOut is ${heldOut}; it is a share, from 0 up to, not including, 1`);
  }
  const statements = stateAll(name, facts, relations);
  const tokenizer = wordTokenizer([...new Set(statements.flatMap(({ text }) => cutWords(text)))]);
  const held = chooseHeldOut(name, statements, heldOut, splitSeed);
  const sentences = (split: Split) =>
    statements
      .filter((statement) => held.has(statement) === (split === 'validation'))
      .map(({ text }) => tokenizer.encode(text).ids);
  const training = sentences('train');
  const batches = {
    train: packedSentences(name, 'train', training),
    validation: packedSentences(name, 'validation', held.size > 0 ? sentences('validation') : training),
  };
  return {
    name,
    description,
    tokenizer,
    facts,
    relations,
    prompts,
    statistics: [
      { label: 'facts', value: facts.length },
      ...options.statistics,
      { label: 'training sentences', value: training.length },
      { label: 'held-out prompts', value: held.size },
      { label: 'vocabulary', value: tokenizer.vocabulary.length },
    ],
    measures: [
      {
        kind: 'recall',
        name: 'recall',
        description: 'How many facts the network completes correctly, as its most probable next word.',
        probes: statements.filter(asks).map((statement) => probe(statement, tokenizer, held.has(statement))),
      },
    ],
    sentences: statements.map(({ text }) => tokenizer.encode(text).ids),
    batch: ({ split, ...rest }) => batches[split](rest),
  };
}

function asks(statement: Statement): statement is Statement & { question: string } {
  return statement.question !== undefined;
}

function stateAll(name: string, facts: readonly Fact[], relations: readonly Relation[]): Statement[] {
  const wordingsOf = new Map(relations.map((relation) => [relation.name, relation.wordings]));
  const stated = new Set<string>();
  return facts.flatMap((fact) => {
    const wordings = wordingsOf.get(fact.relation);
    if (!wordings) throw new Error(`${name}: no wording says the '${fact.relation}' of ${fact.subject}`);
    const asked = `${fact.relation} of ${fact.subject}`;
    if (stated.has(asked)) throw new Error(`${name}: the ${asked} is given twice; a fact has one answer`);
    stated.add(asked);
    if (cutWords(fact.answer).length !== 1) {
      throw new Error(
        `${name}: the ${asked}, '${fact.answer}', is not one word; recall asks for a single token`,
      );
    }
    return wordings.map((pattern, wording) => {
      const fill = (text: string) =>
        text.replace('{subject}', () => fact.subject).replace('{answer}', () => fact.answer);
      const question = pattern.endsWith(ASKING) ? fill(pattern.slice(0, -ASKING.length)) : undefined;
      return { fact, wording, text: fill(pattern), question };
    });
  });
}

/** A seeded choice among the scored statements; each subject keeps all but two of its wordings for training. */
function chooseHeldOut(name: string, statements: Statement[], share: number, seed: number): Set<Statement> {
  const candidates = statements.filter(asks);
  const wanted = Math.round(share * candidates.length);
  const held = new Set<Statement>();
  const heldOf = new Map<Fact, number>();
  for (const statement of random(seed, name, 'held out').shuffle<Statement>(candidates)) {
    const already = heldOf.get(statement.fact) ?? 0;
    if (held.size === wanted || already === MOST_HELD_OUT_A_SUBJECT) continue;
    held.add(statement);
    heldOf.set(statement.fact, already + 1);
  }
  return held;
}

function probe(
  { fact, wording, question }: Statement & { question: string },
  tokenizer: Tokenizer,
  isHeldOut: boolean,
): RecallProbe {
  return {
    subject: fact.subject,
    relation: fact.relation,
    wording,
    tokens: tokenizer.encode(question).ids,
    answer: tokenizer.encode(fact.answer).ids[0],
    split: isHeldOut ? 'validation' : 'train',
  };
}
