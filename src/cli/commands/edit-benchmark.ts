// `lab lens edit --benchmark`: edits of many facts in several models.

import { editSite } from '../../lenses/editing/edit-request.ts';
import type { LensOutput } from '../../lenses/shared/lens-table.ts';
import { formatPercent, formatTable } from '../../lenses/shared/text-table.ts';
import { printMessage } from '../../node/terminal.ts';
import type { EditBenchmarkResult } from '../../workers/rpc/api/lab-api.ts';
import type { Lab } from '../../workers/session/lab.ts';
import { openModelOfLab } from '../shared/model-file.ts';
import type { LensCommandOptions, withProgress } from './lens.ts';

/** Without a model, the preset `facts` is trained with these seeds. */
const MODEL_SEEDS = [0, 1, 2];

/** Without the prompts, which would be megabytes. */
type ModelSummary = Omit<EditBenchmarkResult, 'edits'> & {
  model: string;
  edits: ReturnType<typeof toEditSummary>[];
};

export async function runEditBenchmark(
  lab: Lab,
  options: LensCommandOptions,
  progress: typeof withProgress,
): Promise<LensOutput> {
  const { model: files, count, preserveOthers, seed, baseline } = options;
  const models: ModelSummary[] = [];
  for (const source of files ?? MODEL_SEEDS) {
    const run = await openOrTrainModel(lab, source);
    const site = editSite(options, run);
    const { edits, ...means } = await progress((onProgress) =>
      lab.transformer.lens('edit-benchmark', { count, site, preserveOthers, seed, baseline }, onProgress),
    );
    const model = typeof source === 'number' ? `facts, seed ${source}` : source;
    models.push({ model, ...means, edits: edits.map(toEditSummary) });
  }
  return { result: { models }, lines: formatSummaries(models) };
}

async function openOrTrainModel(lab: Lab, source: string | number) {
  if (typeof source === 'string') return openModelOfLab(lab, source);
  printMessage(`training facts with seed ${source}`);
  const run = await lab.transformer.create({ preset: 'facts', training: { seed: source } });
  const end = await lab.transformer.train();
  if (end !== 'finished') throw new Error(`Training with seed ${source} ended early: ${end}.`);
  return run;
}

function toEditSummary(edit: EditBenchmarkResult['edits'][number]) {
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

function formatSummaries(models: readonly ModelSummary[]): string[] {
  const measures = [
    'success',
    'paraphrase',
    'withText',
    'kept',
    'sameFirstNameKept',
    'sameLastNameKept',
    'unprotectedKept',
    'allThree',
  ] as const;
  const formatMeasures = (of: (measure: (typeof measures)[number]) => number | undefined) =>
    measures.map((measure) => {
      const value = of(measure);
      return value === undefined ? '–' : formatPercent(value);
    });
  const mean = (measure: (typeof measures)[number]) =>
    models.reduce((sum, model) => sum + (model[measure] ?? Number.NaN), 0) / models.length;
  const head = [
    'model',
    'success',
    'paraphrase',
    'after text',
    'others kept',
    'same first',
    'same last',
    'unprotected',
    'all three',
  ];
  const rates = models.flatMap(({ model, fineTuning }) =>
    (fineTuning?.tried ?? []).map(({ share, rate, success, paraphrase, kept, keptInterval }) => [
      model,
      `× ${share}${rate === fineTuning?.best.rate ? ', the best, above' : ''}`,
      rate.toExponential(1),
      formatPercent(success),
      formatPercent(paraphrase),
      `${formatPercent(kept)} (${keptInterval.map(formatPercent).join(' to ')})`,
    ]),
  );
  const failures = models.flatMap(({ model, edits }) =>
    edits
      .filter(({ success, generalises, specific }) => !(success && generalises && specific))
      .map(({ subject, oldAnswer, newAnswer, probabilities, paraphrases, kept, of }) => [
        model,
        `${subject}: ${oldAnswer} → ${newAnswer}`,
        probabilities.map((p) => p.toFixed(2)).join(' '),
        paraphrases.join(' '),
        formatPercent(kept / of),
      ]),
  );
  return [
    ...formatTable([
      head,
      ...models.map((model) => [model.model, ...formatMeasures((measure) => model[measure])]),
      ['mean', ...formatMeasures(mean)],
    ]),
    `others kept, 95 % of a bootstrap over the facts: ${models.map(({ keptInterval }) => keptInterval.map(formatPercent).join(' to ')).join(', ')}`,
    '',
    ...(rates.length > 0
      ? [
          ...formatTable([
            ['fine-tuned', 'rate of training', 'rate', 'success', 'paraphrase', 'others kept'],
            ...rates,
          ]),
          '',
        ]
      : []),
    ...(failures.length > 0
      ? formatTable([['edits that fail', '', 'probability', 'paraphrases', 'kept'], ...failures])
      : ['no edit fails']),
  ];
}
