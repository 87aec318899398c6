// Linear probes: at every point of the residual stream and every token around a labelled word, how well its class can be read.

import type { ActivationName } from '../../model/architecture/activations.ts';
import { residualStages } from '../../model/architecture/residual-stages.ts';
import type { LabelledSentence } from '../../model/data/dataset.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { rowOf } from '../../shared/numbers.ts';
import { offsetText } from '../../shared/offset-text.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import { encodeKnownTokens } from '../shared/prompt-tokens.ts';
import * as v from '../shared/schemas.ts';
import { formatPercent, formatTable } from '../shared/text-table.ts';
import { labelledSentences, labelledSentencesNamed, suggestClasses } from './labelled-sentences.ts';
import {
  bestOfShuffles,
  eachPlace,
  type FittedProbe,
  fitProbe,
  type ProbeScore,
  probeOffsets,
  shuffledLabels,
} from './probe-places.ts';

export type { ProbeScore } from './probe-places.ts';

/** A point of the stream at a token, counted from the labelled word. */
export interface ProbePlace extends ProbeScore {
  name: ActivationName;
  meaning: string;
  offset: number;
}

/** One probe in detail. */
export interface ProbeDetail {
  place: ProbePlace;
  /** [class][predicted]: held-out sentences. */
  confusion: number[][];
  /** Held-out words that it reads wrongly, most often first. */
  missed: { group: string; wrong: number; of: number }[];
  /** (K, C): weights of each class, of a probe that is fitted on all sentences. */
  weights: number[][];
}

export interface ProbesResult {
  step: number;
  set: string;
  description: string;
  classes: string[];
  /** Sentences, and what is held out together. */
  sentences: number;
  groups: number;
  offsets: number[];
  /** In forward order, by offset within each; the one of the request alone. */
  places: ProbePlace[];
  /** The highest accuracy of each shuffle of the labels at any of the places: what the best of them is beyond is no chance. */
  shuffledBest: number[];
  /** The place with the highest accuracy. */
  detail: ProbeDetail;
  /** A rule that reads no network, and how often it is right. */
  rule?: { label: string; right: number };
  /** Token ids of the labelled words. */
  words: number[];
  /** A sentence of the set. */
  example: string;
  /** Names of all sets. */
  sets: string[];
}

const MISSED = 12;

// `set`: without it labels that fit the prompt `text`, else the data set's first. `place`: the only one that is fitted.
const REQUEST = v.strictObject({
  set: v.optional(v.WORD),
  text: v.optional(v.TEXT),
  place: v.optional(v.strictObject({ name: v.WORD, offset: v.integerBetween(-100, 100) })),
  seed: v.optional(v.SEED),
});

export const probesLens = defineFrozenLens({
  name: 'probes',
  request: REQUEST,
  compute: probe,
  table: {
    toRequest: ({ set, prompt: text, seed }) => ({ set, text, seed }),
    format: formatProbes,
    formatSteps: formatProbesAlong,
  },
});

async function* probe(
  frozen: FrozenModel,
  { set, text, place, seed = 0 }: v.InferOutput<typeof REQUEST>,
): Job<ProbesResult> {
  const { config, dataset } = frozen.plan;
  const labelled = labelledSentencesNamed(
    dataset,
    set ?? (text ? suggestClasses(dataset, encodeKnownTokens(frozen, text)).set : undefined),
  );
  const { name, description, classes, sentences } = labelled;
  const stages = residualStages(config);
  const offsets = probeOffsets(labelled);
  const isKnown =
    !place || (stages.some((stage) => stage.name === place.name) && offsets.includes(place.offset));
  if (!isKnown)
    throw new Error(`There is no probe at ${place.name} and offset ${place.offset} of the labels ${name}.`);
  const places: ProbePlace[] = [];
  const shuffles = shuffledLabels(sentences, seed);
  const shuffled: Pick<FittedProbe, 'shuffled'>[] = [];
  // One probe alone is fitted at once.
  const names = place ? [place.name as ActivationName] : stages.map((stage) => stage.name);
  let chosen: { place: ProbePlace; fitted: FittedProbe } | undefined;
  yield* eachPlace(frozen, labelled, names, place ? [place.offset] : offsets, (data) => {
    const fitted = fitProbe(data, classes.length, config.C, shuffles, seed);
    shuffled.push({ shuffled: fitted.shuffled });
    const meaning = stages.find((stage) => stage.name === data.name)?.meaning ?? '';
    const own: ProbePlace = { name: data.name, meaning, offset: data.offset, ...fitted.score };
    places.push(own);
    if (!chosen || own.accuracy > chosen.place.accuracy) chosen = { place: own, fitted };
  });
  if (!chosen) throw new Error(`The labels ${name} have no sentence that fits the context.`);
  const { C } = config;
  const { fitted } = chosen;
  return {
    ...{ step: frozen.step, set: name, description, classes: [...classes] },
    ...{ sentences: sentences.length, groups: new Set(sentences.map(({ group }) => group)).size },
    ...{ offsets, places, shuffledBest: bestOfShuffles(shuffled) },
    detail: {
      place: chosen.place,
      confusion: fitted.confusion,
      missed: fitted.missed.slice(0, MISSED),
      weights: classes.map((_, k) => Array.from(rowOf(fitted.weights, k, C))),
    },
    ...(labelled.rule && { rule: { label: labelled.rule.label, right: rightByRule(sentences) } }),
    words: [...new Set(sentences.map(({ tokens, position }) => tokens[position]))],
    example: dataset.tokenizer.decode(sentences[0].tokens),
    sets: labelledSentences(dataset).map((each) => each.name),
  };
}

const rightByRule = (sentences: readonly LabelledSentence[]): number =>
  sentences.filter(({ label, byRule }) => label === byRule).length / sentences.length;

/** The place of the request, or the one that is best at the end, at every step. */
function formatProbesAlong(results: readonly ProbesResult[]): string[] {
  const last = results[results.length - 1];
  const { name, offset, meaning } = last.detail.place;
  const isOne = last.places.length === 1;
  const rows = results.map(({ step, places, shuffledBest }) => {
    const place = places.find((each) => each.name === name && each.offset === offset);
    if (!place) throw new Error(`At step ${step} there is no probe ${meaning}.`);
    const { accuracy, interval, shuffledHighest, majority, asRule } = place;
    const best = [Math.max(...places.map((each) => each.accuracy)), Math.max(...shuffledBest)];
    return [
      String(step),
      ...[formatPercent(accuracy), interval.map(formatPercent).join(' to ')],
      ...[shuffledHighest, majority, ...(asRule === undefined ? [] : [asRule]), ...(isOne ? [] : best)].map(
        formatPercent,
      ),
    ];
  });
  const rule = last.rule ? [`read as ${last.rule.label}`] : [];
  const head = [
    'step',
    'accuracy',
    '95 % interval',
    'shuffled labels, highest',
    'most frequent class',
    ...rule,
  ];
  return [
    `${last.set}: ${last.classes.length} classes, ${last.sentences} sentences; ${isOne ? '' : 'the place that is best at the end: '}${meaning}, ${offsetText(offset)}`,
    ...formatTable([[...head, ...(isOne ? [] : ['best place', 'the same, shuffled'])], ...rows]),
  ];
}

function formatProbes(result: ProbesResult): string[] {
  const { set, description, classes, sentences, groups, offsets, places, shuffledBest, detail, rule } =
    result;
  const names = [...new Set(places.map(({ name }) => name))];
  const at = (name: string, offset: number) =>
    places.find((each) => each.name === name && each.offset === offset);
  const table = (cell: (place: ProbePlace) => string) =>
    names.map((name) => [
      places.find((each) => each.name === name)?.meaning ?? '',
      ...offsets.map((offset) => {
        const place = at(name, offset);
        return place ? cell(place) : '';
      }),
    ]);
  const head = ['accuracy on held-out words', ...offsets.map(offsetText)];
  const control = [`with shuffled labels, highest of ${shuffledBest.length}`, ...offsets.map(offsetText)];
  const { place } = detail;
  const rows = classes
    .map((name, k) => [name, ...detail.confusion[k].map(String)])
    .filter((_, k) => classes.length <= 12 || detail.confusion[k].some((count) => count > 0));
  return [
    `${set}: ${classes.length} classes, ${sentences} sentences, ${groups} groups. ${description}`,
    '',
    ...formatTable([head, ...table(({ accuracy }) => formatPercent(accuracy))]),
    '',
    ...formatTable([control, ...table(({ shuffledHighest }) => formatPercent(shuffledHighest))]),
    '',
    `Best: ${place.meaning}, ${offsetText(place.offset)}: ${formatPercent(place.accuracy)} (95 % interval of this place ${place.interval.map(formatPercent).join(' to ')}), always the most frequent class ${formatPercent(place.majority)}, shuffled labels ${formatPercent(place.shuffled)}, the token there alone, looked up in training, ${formatPercent(place.lookup)} (${formatPercent(place.seen)} of the held-out ones occur there)`,
    `Of ${places.length} places the best is chosen after the fact: with shuffled labels the best reaches at most ${formatPercent(Math.max(...shuffledBest))}, in ${shuffledBest.length} shuffles.`,
    ...(rule && place.asRule !== undefined
      ? [
          `By ${rule.label} ${formatPercent(rule.right)} would be right; the probe reads ${formatPercent(place.asRule)} so.`,
        ]
      : []),
    ...(classes.length <= 12 ? ['', ...formatTable([['class / read as', ...classes], ...rows])] : []),
  ];
}
