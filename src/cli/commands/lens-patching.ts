// `lab lens patching --ids`: patching of rows of token ids, every number of it as safetensors.

import * as v from 'valibot';
import { assertPairs, type PromptPair } from '../../lenses/patching/pairs.ts';
import { patchingTensors } from '../../lenses/patching/patching-tensors.ts';
import { type SafeTensor, writeSafeTensors } from '../../model/files/safetensors.ts';
import { Inspector } from '../../model/inspection/inspector.ts';
import type { BackendChoice } from '../../node/command-options.ts';
import { engineLabels, startNodeEngine } from '../../node/node-engine.ts';
import { printJson } from '../../node/terminal.ts';
import type { Job } from '../../shared/job.ts';
import { readJson, readModelFile, uploadWeights } from '../shared/model-file.ts';
import { checkOutputFiles, writeOutputFile } from '../shared/output-files.ts';
import type { withProgress } from './lens.ts';

export interface PatchingFiles {
  readonly model: string;
  readonly config?: string;
  readonly ids: string;
  readonly corruptIds?: string;
  readonly answers?: string;
  readonly out?: string;
  readonly backend: BackendChoice;
}

export async function writePatching(files: PatchingFiles, progress: typeof withProgress): Promise<void> {
  const { out, corruptIds, answers } = files;
  if (corruptIds === undefined || answers === undefined || out === undefined)
    throw new Error(
      '--ids needs --corrupt-ids, --answers and --out: files of ids to read, and one to write.',
    );
  const inputs = { '--model': files.model, '--config': files.config, '--ids': files.ids };
  checkOutputFiles({ '--out': out }, { ...inputs, '--corrupt-ids': corruptIds, '--answers': answers });
  const checkpoint = readModelFile(files);
  const { config } = checkpoint;
  const pairs = readPairs(files.ids, corruptIds, answers);
  assertPairs(pairs, config);

  const started = await startNodeEngine(files.backend);
  const weights = uploadWeights(started.executor, checkpoint);
  const inspector = new Inspector(started.executor, config, weights);
  const named = await progress((onProgress) =>
    runJob(patchingTensors(inspector, config, weights, pairs), onProgress),
  );
  const tensors = new Map(
    [...named].map(([name, tensor]): [string, SafeTensor] => [name, { dtype: 'F32', ...tensor }]),
  );
  await writeOutputFile(out, writeSafeTensors({ tensors, metadata: new Map() }));
  await printJson({ out, tensors: tensors.size, pairs: pairs.length, ...engineLabels(started) });
}

async function runJob<Result>(
  job: Job<Result>,
  onProgress: Parameters<Parameters<typeof withProgress>[0]>[0],
) {
  for (;;) {
    const iteration = await job.next();
    if (iteration.done) return iteration.value;
    onProgress(iteration.value);
  }
}

const ID = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1));
const ROWS = v.pipe(v.array(v.pipe(v.array(ID), v.minLength(1))), v.minLength(1));

function readRows(path: string, what: string): number[][] {
  const result = v.safeParse(ROWS, readJson(path));
  if (!result.success)
    throw new Error(`${path} must hold ${what}, at least one row, as whole numbers from 0.`);
  return result.output;
}

function readPairs(cleanFile: string, corruptFile: string, answersFile: string): PromptPair[] {
  const clean = readRows(cleanFile, 'rows of token ids');
  const corrupt = readRows(corruptFile, 'rows of token ids');
  const answers = readRows(answersFile, 'rows of two token ids, [answer, other]');
  for (const [path, { length }] of [
    [corruptFile, corrupt],
    [answersFile, answers],
  ] as const) {
    if (length !== clean.length)
      throw new Error(`${path} has ${length} rows, ${cleanFile} ${clean.length}; each clean row needs one.`);
  }
  return clean.map((row, i) => {
    if (answers[i].length !== 2)
      throw new Error(`Row ${i} of ${answersFile} has ${answers[i].length} ids; it must be [answer, other].`);
    const [answer, other] = answers[i];
    return { clean: row, corrupt: corrupt[i], answer, other };
  });
}
