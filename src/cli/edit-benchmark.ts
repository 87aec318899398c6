// `lab lens edit --benchmark`: how well facts are rewritten, over many facts and several models.

import type { Lab } from '../workers/lab.ts';
import type { EditBenchmarkReading, EditReading } from '../workers/lab-api.ts';
import type { LensOptions, withProgress } from './lens.ts';
import { siteOf, type Told } from './lens-words.ts';
import { readBytes } from './model.ts';
import { percent, table } from './tables.ts';

/** Trained for the benchmark where no model is given: the preset `facts` from these seeds. */
const MODEL_SEEDS = [0, 1, 2];

/** One line a model in JSON: without the replies, which would be megabytes. */
type Summary = Omit<EditBenchmarkReading, 'edits'> & { model: string; edits: ReturnType<typeof short>[] };

export async function editBenchmark(
  lab: Lab,
  options: LensOptions,
  progress: typeof withProgress,
): Promise<Told> {
  const { model: files, count, protect, seed } = options;
  const models: Summary[] = [];
  for (const source of files ?? MODEL_SEEDS) {
    const run = await modelFrom(lab, source);
    const site = siteOf(options, run);
    const { edits, ...means } = await progress((watch) =>
      lab.lens('editBenchmark', { count, site, protect, seed }, watch),
    );
    const model = typeof source === 'number' ? `facts, seed ${source}` : source;
    models.push({ model, ...means, edits: edits.map(short) });
  }
  return { reading: { models }, lines: linesOf(models) };
}

async function modelFrom(lab: Lab, source: string | number) {
  if (typeof source === 'string') return lab.open(readBytes(source));
  process.stderr.write(`training facts from seed ${source}\n`);
  const run = await lab.create({ preset: 'facts', training: { seed: source } });
  const end = await lab.train();
  if (end !== 'finished') throw new Error(`Training from seed ${source} ended early: ${end}.`);
  return run;
}

function short(edit: EditReading) {
  const { subject, relation, oldAnswer, newAnswer, fitted, paraphrases, others, changed } = edit;
  return {
    subject,
    relation,
    oldAnswer,
    newAnswer,
    probabilities: fitted.map(({ after }) => Number(after.probability.toFixed(4))),
    paraphrases: paraphrases.map(({ after }) => after.said.text),
    kept: others.kept,
    of: others.of,
    success: edit.success,
    generalises: edit.generalises,
    specific: edit.specific,
    changed: changed.map(({ subject, before, after }) => `${subject}: ${before} → ${after}`),
  };
}

function linesOf(models: readonly Summary[]): string[] {
  const measures = [
    'success',
    'paraphrase',
    'withText',
    'kept',
    'sameFirstNameKept',
    'sameLastNameKept',
    'allThree',
  ] as const;
  const figures = (of: (measure: (typeof measures)[number]) => number | undefined) =>
    measures.map((measure) => {
      const value = of(measure);
      return value === undefined ? '–' : percent(value);
    });
  const mean = (measure: (typeof measures)[number]) =>
    models.reduce((sum, model) => sum + (model[measure] ?? Number.NaN), 0) / models.length;
  const head = [
    'model',
    'success',
    'paraphrase',
    'behind text',
    'others kept',
    'same first',
    'same last',
    'all three',
  ];
  const failures = models.flatMap(({ model, edits }) =>
    edits
      .filter(({ success, generalises, specific }) => !(success && generalises && specific))
      .map(({ subject, oldAnswer, newAnswer, probabilities, paraphrases, kept, of }) => [
        model,
        `${subject}: ${oldAnswer} → ${newAnswer}`,
        probabilities.map((p) => p.toFixed(2)).join(' '),
        paraphrases.join(' '),
        percent(kept / of),
      ]),
  );
  return [
    ...table([
      head,
      ...models.map((model) => [model.model, ...figures((measure) => model[measure])]),
      ['mean', ...figures(mean)],
    ]),
    '',
    ...(failures.length > 0
      ? table([['edits that fail a test', '', 'probability', 'other wordings', 'kept'], ...failures])
      : ['no edit fails any of the three tests']),
  ];
}
