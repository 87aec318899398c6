// Labels that a data set has for words in sentences: its own, and the answers of recall that several subjects share.

import {
  type Dataset,
  type LabelledSentence,
  type LabelledSentences,
  type RecallProbe,
  recallMeasures,
} from '../../model/data/dataset.ts';

/** Words that a class needs, so that some can be held out. */
const LEAST_WORDS = 4;

export function labelledSentences(dataset: Dataset): LabelledSentences[] {
  const own = dataset.labels?.() ?? [];
  const names = new Set(own.map(({ name }) => name));
  const recall = recallMeasures(dataset).flatMap(({ probes }) => ofRelations(dataset, probes));
  return [...own, ...recall.filter(({ name }) => !names.has(name))];
}

/** Throws if the data set has no such labels; `instead` is what the lens can read without any. */
export function labelledSentencesNamed(
  dataset: Dataset,
  name: string | undefined,
  instead = '',
): LabelledSentences {
  const all = labelledSentences(dataset);
  const found =
    name === undefined ? all[0] : all.find((each) => each.name === name || each.formerName === name);
  if (found) return found;
  if (all.length === 0)
    throw new Error(`The data set ${dataset.name} knows no properties of words${instead}.`);
  throw new Error(
    `The data set ${dataset.name} has no labels '${name}'. Available: ${all.map((each) => each.name).join(', ')}.`,
  );
}

/**
 * Classes of the data set that fit a prompt: of a sentence that it begins with, or of a word that it contains, from the class that
 * it has. The first set for another prompt.
 */
export function suggestClasses(
  dataset: Dataset,
  prompt: readonly number[],
): { set?: string; from?: string; to?: string } {
  const sets = labelledSentences(dataset);
  const between = ({ name, classes }: LabelledSentences, label: number) => ({
    ...{ set: name, from: classes[label], to: classes[label === 0 ? 1 : 0] },
  });
  for (const set of sets) {
    const own = set.sentences.find(({ tokens }) => tokens.every((id, t) => prompt[t] === id));
    if (own) return between(set, own.label);
  }
  for (const set of sets) {
    const labels = new Map<number, Set<number>>();
    for (const { tokens, position, label } of set.sentences)
      labels.set(tokens[position], (labels.get(tokens[position]) ?? new Set()).add(label));
    const word = prompt.find((id) => labels.get(id)?.size === 1);
    if (word !== undefined) return between(set, [...(labels.get(word) ?? [])][0]);
  }
  return {};
}

function ofRelations({ tokenizer }: Dataset, probes: readonly RecallProbe[]): LabelledSentences[] {
  const relations = [...new Set(probes.map(({ relation }) => relation))];
  return relations.flatMap((relation): LabelledSentences[] => {
    const placed = probes
      .filter((probe) => probe.relation === relation)
      .flatMap((probe) => {
        const position = lastOf(tokenizer.encode(probe.subject).ids, probe.tokens);
        return position === undefined ? [] : [{ ...probe, position }];
      });
    const words = new Map<number, Set<number>>();
    for (const { answer, tokens, position } of placed)
      words.set(answer, (words.get(answer) ?? new Set()).add(tokens[position]));
    const answers = [...words]
      .filter(([, read]) => read.size >= LEAST_WORDS)
      .sort(([, one], [, other]) => other.size - one.size)
      .map(([answer]) => answer);
    if (answers.length < 2) return [];
    return [
      {
        name: relation,
        description: `The ${relation} of the subject, where several share it, read at its last token. Subjects with the same one are held out together.`,
        classes: answers.map((answer) => tokenizer.vocabulary[answer]),
        sentences: placed
          .filter(({ answer }) => answers.includes(answer))
          .map(
            ({ tokens, position, answer }): LabelledSentence => ({
              ...{ tokens, position, label: answers.indexOf(answer) },
              // Two subjects of one last name are the same word where they are read.
              group: tokenizer.vocabulary[tokens[position]],
            }),
          ),
      },
    ];
  });
}

/** Index of the last of `part` where it first occurs in `tokens`. */
function lastOf(part: readonly number[], tokens: readonly number[]): number | undefined {
  const start = tokens.findIndex((_, i) => part.every((id, k) => tokens[i + k] === id));
  return start < 0 || part.length === 0 ? undefined : start + part.length - 1;
}
