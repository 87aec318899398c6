// Data sets of small algorithmic tasks: a question and its answer a sentence; the loss is on the answers only.

import { random } from '../../../shared/random.ts';
import { wordTokenizer } from '../../tokenizers/words.ts';
import { uniformAttention } from '../attention-links.ts';
import type { AttentionProbe, Dataset, Measure, RecallProbe, Split } from '../dataset.ts';
import type { SplitOptions } from '../facts/fact-dataset.ts';
import { packedBatches } from '../packed-batches.ts';

/** One question with its answer, as words. */
export interface TaskExample {
  readonly question: readonly string[];
  readonly answer: readonly string[];
  /** For each word of the answer, the position of the word of the question that determines it. */
  readonly keys?: readonly number[];
  /** Examples of one group are in the same split: one would give the other away. By default each is by itself. */
  readonly group?: string;
}

export interface Task {
  readonly name: string;
  readonly description: string;
  readonly vocabulary: readonly string[];
  /** Different examples, in any order. */
  readonly examples: readonly TaskExample[];
  /** Share of the examples that is held out. */
  readonly heldOut: number;
  readonly statistics?: Dataset['statistics'];
  /** Accuracy of a guess. */
  readonly chance: number;
}

/** Questions of a split that are asked at each evaluation. */
const MAX_PROBES = 500;
/** Held-out examples whose attention is measured. */
const MAX_ATTENTION_PROBES = 64;

/** Throws if `heldOut` leaves one of the splits empty. */
export function taskDataset(task: Task, options: SplitOptions = {}): Dataset {
  const { name, description, vocabulary, examples, chance } = task;
  const { heldOut = task.heldOut, splitSeed = 0 } = options;
  const tokenizer = wordTokenizer(vocabulary);
  const idOf = new Map(vocabulary.map((word, id) => [word, id]));
  const encode = (words: readonly string[]) => words.map((word) => idOf.get(word) as number);
  const groups = groupExamples(examples);
  const count = Math.round(heldOut * groups.length);
  if (!(count > 0 && count < groups.length))
    throw new Error(`${name}: heldOut is ${heldOut}; both splits need an example of ${groups.length}`);
  const shuffled = random(splitSeed, name, 'split').shuffle(groups);
  const encoded = (part: readonly (readonly TaskExample[])[]) =>
    part.flat().map(({ question, answer, keys }) => ({
      question: encode(question),
      answer: encode(answer),
      keys,
    }));
  const splits = { train: encoded(shuffled.slice(count)), validation: encoded(shuffled.slice(0, count)) };
  const sentences = (split: Split) => splits[split].map(({ question, answer }) => [...question, ...answer]);
  const batchesOf = (split: Split) =>
    packedBatches(
      name,
      split,
      sentences(split),
      splits[split].map(({ question }) => question.length),
    );
  const batches = { train: batchesOf('train'), validation: batchesOf('validation') };
  const toProbe = (
    question: readonly number[],
    answer: readonly number[],
    at: number,
    split: Split,
  ): RecallProbe => ({
    subject: tokenizer.decode([...question]),
    relation: name,
    wording: at,
    tokens: [...question, ...answer.slice(0, at)],
    answer: answer[at],
    split,
  });
  const probes = (['train', 'validation'] as const).flatMap((split) =>
    splits[split]
      .slice(0, MAX_PROBES)
      .flatMap(({ question, answer }) => answer.map((_, at) => toProbe(question, answer, at, split))),
  );
  return {
    name,
    description,
    tokenizer,
    statistics: [
      ...(task.statistics ?? []),
      { label: 'training examples', value: splits.train.length },
      { label: 'held-out examples', value: splits.validation.length },
      { label: 'vocabulary', value: vocabulary.length },
    ],
    prompts: encoded(shuffled.slice(0, 3).map(([first]) => [first])).map(({ question }) =>
      tokenizer.decode(question),
    ),
    measures: [
      {
        kind: 'recall',
        name: 'accuracy',
        description: 'Share of answers’ words that are the most probable next word.',
        probes,
        chance,
      },
      ...attentionMeasures(splits.validation.slice(0, MAX_ATTENTION_PROBES)),
    ],
    sentences: [...sentences('train'), ...sentences('validation')],
    trainingSentences: sentences('train'),
    batch: ({ split, ...rest }) => batches[split](rest),
  };
}

interface EncodedExample {
  readonly question: readonly number[];
  readonly answer: readonly number[];
  readonly keys?: readonly number[];
}

/** None for a task whose answers depend on all of the question. */
function attentionMeasures(examples: readonly EncodedExample[]): Measure[] {
  const probes = examples.flatMap(({ question, answer, keys = [] }): AttentionProbe[] =>
    keys.length === 0
      ? []
      : [
          {
            tokens: [...question, ...answer.slice(0, -1)],
            pairs: keys.map((key, at) => ({ query: question.length - 1 + at, key })),
          },
        ],
  );
  if (probes.length === 0) return [];
  return [
    {
      kind: 'attention',
      name: 'lookup',
      description:
        'Mean attention of the best head from where a word of the answer is predicted to what determines it, in held-out questions.',
      probes,
      chance: uniformAttention(probes),
    },
  ];
}

function groupExamples(examples: readonly TaskExample[]): TaskExample[][] {
  const groups = new Map<string, TaskExample[]>();
  for (const example of examples) {
    const key = example.group ?? example.question.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), example]);
  }
  return [...groups.values()];
}
