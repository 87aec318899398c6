// Facts × wordings: the sentences of a fact data set, what is held out of training, and the questions that measure recall.

import { random } from '../../../shared/random.ts';
import type { Tokenizer } from '../../tokenizers/tokenizer.ts';
import { splitWords, wordTokenizer } from '../../tokenizers/words.ts';
import type { Dataset, Fact, FactRow, RecallProbe, Relation, Split } from '../dataset.ts';
import { packedBatches } from '../packed-batches.ts';
import { applyFactRows, factKey, heldOutIndex } from './user-facts.ts';

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

export interface FactOptions extends SplitOptions {
  /** Rows that differ from the facts as they come; what they leave alone is split as without them. */
  rows?: readonly FactRow[];
}

export interface FactDatasetOptions extends FactOptions {
  name: string;
  description: string;
  facts: readonly Fact[];
  relations: readonly Relation[];
  prompts: string[];
  /** Figures about the facts as they are in the end. */
  statistics: (facts: readonly Fact[]) => Dataset['statistics'];
}

/** One fact in one wording. */
interface Statement {
  fact: Fact;
  wording: number;
  text: string;
  /** The text up to and excluding the answer, where the answer is asked for. */
  question?: string;
}

const ANSWER_SUFFIX = '{answer}.';
const MAX_HELD_OUT_PER_SUBJECT = 2;
/** Questions about facts of one's own that are completed anew while training goes on. */
const MAX_USER_PROMPTS = 3;

export function createFactDataset(options: FactDatasetOptions): FactDataset {
  const { name, description, relations, heldOut = 0.15, splitSeed = 0, rows = [] } = options;
  if (!(heldOut >= 0 && heldOut < 1)) {
    throw new Error(`${name}: heldOut is ${heldOut}; it is a share, from 0 up to, not including, 1`);
  }
  const given = renderStatements(name, options.facts, relations);
  const facts = applyFactRows(options.facts, rows);
  const statements = renderStatements(name, facts, relations);
  // New words come last, so that a network trained before knows the others by the same ids.
  const words = [...given, ...statements].flatMap(({ text }) => splitWords(text));
  const tokenizer = wordTokenizer([...new Set(words)]);
  const heldOutKeys = new Set([
    ...sampleHeldOut(name, given, heldOut, splitSeed),
    ...(heldOut > 0 ? heldOutOfAdded(name, given, statements, splitSeed) : []),
  ]);
  const isHeldOut = (statement: Statement) => heldOutKeys.has(statementKey(statement));
  const questions = statements.filter(hasQuestion);
  const sentences = (split: Split) =>
    statements
      .filter((statement) => isHeldOut(statement) === (split === 'validation'))
      .map(({ text }) => tokenizer.encode(text).ids);
  const [training, unseen] = [sentences('train'), sentences('validation')];
  const batches = {
    train: packedBatches(name, 'train', training),
    validation: packedBatches(name, 'validation', unseen.length > 0 ? unseen : training),
  };
  return {
    name,
    description,
    tokenizer,
    facts,
    relations,
    prompts: [...promptsFor(questions, rows), ...options.prompts],
    statistics: [
      { label: 'facts', value: facts.length },
      ...options.statistics(facts),
      { label: 'training sentences', value: training.length },
      { label: 'held-out prompts', value: unseen.length },
      { label: 'vocabulary', value: tokenizer.vocabulary.length },
    ],
    measures: [
      {
        kind: 'recall',
        name: 'recall',
        description: 'How many facts the network completes correctly, as its most probable next word.',
        probes: questions.map((statement) => toRecallProbe(statement, tokenizer, isHeldOut(statement))),
      },
    ],
    sentences: statements.map(({ text }) => tokenizer.encode(text).ids),
    batch: ({ split, ...rest }) => batches[split](rest),
  };
}

function hasQuestion(statement: Statement): statement is Statement & { question: string } {
  return statement.question !== undefined;
}

function renderStatements(name: string, facts: readonly Fact[], relations: readonly Relation[]): Statement[] {
  const wordingsOf = new Map(relations.map((relation) => [relation.name, relation.wordings]));
  const seen = new Set<string>();
  return facts.flatMap((fact) => {
    const wordings = wordingsOf.get(fact.relation);
    if (!wordings) throw new Error(`${name}: no wording says the '${fact.relation}' of ${fact.subject}`);
    const factName = `${fact.relation} of ${fact.subject}`;
    if (seen.has(factName)) throw new Error(`${name}: the ${factName} is given twice; a fact has one answer`);
    seen.add(factName);
    if (splitWords(fact.answer).length !== 1) {
      throw new Error(`The ${factName}, “${fact.answer}”, is not one word; recall asks for a single token.`);
    }
    return wordings.map((pattern, wording) => {
      const fill = (text: string) =>
        text.replace('{subject}', () => fact.subject).replace('{answer}', () => fact.answer);
      const question = pattern.endsWith(ANSWER_SUFFIX)
        ? fill(pattern.slice(0, -ANSWER_SUFFIX.length))
        : undefined;
      return { fact, wording, text: fill(pattern), question };
    });
  });
}

const statementKey = ({ fact, wording }: Statement) => `${factKey(fact)}, ${wording}`;

/** A seeded choice among the scored statements, by key; each subject keeps all but two of its wordings for training. */
function sampleHeldOut(name: string, statements: Statement[], share: number, seed: number): string[] {
  const candidates = statements.filter(hasQuestion);
  const targetCount = Math.round(share * candidates.length);
  const held = new Set<Statement>();
  const heldOf = new Map<Fact, number>();
  for (const statement of random(seed, name, 'held out').shuffle<Statement>(candidates)) {
    const already = heldOf.get(statement.fact) ?? 0;
    if (held.size === targetCount || already === MAX_HELD_OUT_PER_SUBJECT) continue;
    held.add(statement);
    heldOf.set(statement.fact, already + 1);
  }
  return [...held].map(statementKey);
}

/** One question about each fact that the data did not have: what has been split already stays as it was. */
function heldOutOfAdded(name: string, given: Statement[], statements: Statement[], seed: number): string[] {
  const known = new Set(given.map(({ fact }) => factKey(fact)));
  const added = statements.filter(hasQuestion).filter(({ fact }) => !known.has(factKey(fact)));
  return [...new Set(added.map(({ fact }) => fact))].map((fact) => {
    const questions = added.filter((statement) => statement.fact === fact);
    return statementKey(questions[heldOutIndex(name, fact, questions.length, seed)]);
  });
}

/** The first question about each of the last few facts taught. */
function promptsFor(
  questions: readonly (Statement & { question: string })[],
  rows: readonly FactRow[],
): string[] {
  const userKeys = new Set(rows.slice(-MAX_USER_PROMPTS).map(factKey));
  const first = new Map<string, string>();
  for (const { fact, question } of questions) {
    const key = factKey(fact);
    if (userKeys.has(key) && !first.has(key)) first.set(key, question.trim());
  }
  return [...first.values()];
}

function toRecallProbe(
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
