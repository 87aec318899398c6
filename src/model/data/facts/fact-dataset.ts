// Data sets of facts: sentences (facts × wordings), the split into training and validation, and the probes of recall.

import { own } from '../../../shared/own-record.ts';
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
  /** Fraction of the probed (subject, wording) pairs held out of training. */
  heldOut?: number;
  /** Seed of the split, independent of the training seed, so that all runs have the same split. */
  splitSeed?: number;
}

export const SPLIT_DEFAULTS = { heldOut: 0.15, splitSeed: 0 } as const;

export interface FactOptions extends SplitOptions {
  /** Rows of the user that add, change or remove facts; the split of the other facts does not change. */
  rows?: readonly FactRow[];
}

export interface FactDatasetOptions extends FactOptions {
  name: string;
  description: string;
  facts: readonly Fact[];
  relations: readonly Relation[];
  prompts: string[];
  /** Statistics of the facts after the user's rows are applied. */
  statistics: (facts: readonly Fact[]) => Dataset['statistics'];
}

/** One fact in one wording. */
export interface Statement {
  fact: Fact;
  wording: number;
  text: string;
  /** The text up to, not including, the answer, if the answer comes last. */
  question?: string;
}

const ANSWER_SUFFIX = '{answer}.';
const MAX_HELD_OUT_PER_SUBJECT = 2;
/** Facts of the user among the example prompts. */
const MAX_USER_PROMPTS = 3;

export function createFactDataset(parts: FactDatasetOptions): FactDataset {
  const options = own(parts);
  const { name, description, relations, rows = [] } = options;
  const { given, facts, statements, splitOf } = splitStatements(options);
  // New words come last, so that known words keep their ids.
  const words = [...given, ...statements].flatMap(({ text }) => splitWords(text));
  const tokenizer = wordTokenizer([...new Set(words)]);
  const questions = statements.filter(hasQuestion);
  const sentences = (split: Split) =>
    statements
      .filter((statement) => splitOf(statement) === split)
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
    prompts: [...promptsOfRows(questions, rows), ...options.prompts],
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
        description: 'Fraction of facts whose answer is the most probable next word.',
        probes: questions.map((statement) => toRecallProbe(statement, tokenizer, splitOf(statement))),
      },
    ],
    sentences: statements.map(({ text }) => tokenizer.encode(text).ids),
    trainingSentences: training,
    isNothingHeldOut: unseen.length === 0,
    batch: ({ split, ...rest }) => batches[split](rest),
  };
}

/** The statements of all facts, those before the user's rows too, with the split of each. Throws if an option is invalid. */
export function splitStatements(
  options: Pick<FactDatasetOptions, 'name' | 'facts' | 'relations' | keyof FactOptions>,
) {
  const { heldOut = SPLIT_DEFAULTS.heldOut, splitSeed = SPLIT_DEFAULTS.splitSeed } = options;
  const { name, relations, rows = [] } = options;
  if (!(heldOut >= 0 && heldOut < 1)) {
    throw new Error(`${name}: heldOut is ${heldOut}; it must be at least 0 and less than 1`);
  }
  const given = renderStatements(name, options.facts, relations);
  const facts = applyFactRows(options.facts, rows);
  const statements = renderStatements(name, facts, relations);
  const heldOutKeys = new Set([
    ...sampleHeldOut(name, given, heldOut, splitSeed),
    ...(heldOut > 0 ? heldOutOfAdded(name, given, statements, splitSeed) : []),
  ]);
  const splitOf = (statement: Statement): Split =>
    heldOutKeys.has(statementKey(statement)) ? 'validation' : 'train';
  return { given, facts, statements, splitOf };
}

export function hasQuestion(statement: Statement): statement is Statement & { question: string } {
  return statement.question !== undefined;
}

function renderStatements(name: string, facts: readonly Fact[], relations: readonly Relation[]): Statement[] {
  const wordingsOf = new Map(relations.map((relation) => [relation.name, relation.wordings]));
  const seen = new Set<string>();
  return facts.flatMap((fact) => {
    const wordings = wordingsOf.get(fact.relation);
    if (!wordings) throw new Error(`${name}: the relation '${fact.relation}' of ${fact.subject} is unknown`);
    const factName = `${fact.relation} of ${fact.subject}`;
    if (seen.has(factName)) throw new Error(`${name}: the ${factName} is duplicate; a fact has one answer`);
    seen.add(factName);
    if (splitWords(fact.answer).length !== 1) {
      throw new Error(`The ${factName}, “${fact.answer}”, is not one word; recall is measured on one token.`);
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

/** Keys of a seeded sample of the statements with a question, at most two per fact. */
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

/** Holds out one question about each added fact; the split of the original facts does not change. */
function heldOutOfAdded(name: string, given: Statement[], statements: Statement[], seed: number): string[] {
  const known = new Set(given.map(({ fact }) => factKey(fact)));
  const added = statements.filter(hasQuestion).filter(({ fact }) => !known.has(factKey(fact)));
  return [...new Set(added.map(({ fact }) => fact))].map((fact) => {
    const questions = added.filter((statement) => statement.fact === fact);
    return statementKey(questions[heldOutIndex(name, fact, questions.length, seed)]);
  });
}

/** The first question about each of the user's latest facts. */
export function promptsOfRows(
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

export function toRecallProbe(
  { fact, wording, question }: Statement & { question: string },
  tokenizer: Tokenizer,
  split: Split,
): RecallProbe {
  return {
    subject: fact.subject,
    relation: fact.relation,
    wording,
    tokens: tokenizer.encode(question).ids,
    answer: tokenizer.encode(fact.answer).ids[0],
    split,
  };
}
