// `lab export`: writes a folder that Python's `transformers` opens.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { toTransformersFolder } from '../../model/files/transformers/transformers-folder.ts';
import { printJson, printMessage } from '../../node/terminal.ts';
import { configOption, type ModelPaths, readModelFile } from '../shared/model-file.ts';
import { checkOutputFiles, writeOutputFile } from '../shared/output-files.ts';

interface ExportOptions extends Omit<ModelPaths, 'tokenizer'> {
  out: string;
}

export function exportCommand(): Command {
  return new Command('export')
    .description('write a folder for Python’s transformers: configuration, weights and tokenizer')
    .requiredOption('--model <file>', 'model as safetensors')
    .addOption(configOption())
    .requiredOption('--out <folder>', 'output folder, which is made where it is missing')
    .action(runExport);
}

async function runExport({ model, config, out }: ExportOptions): Promise<void> {
  const { files, notice } = toTransformersFolder(readModelFile({ model, config }));
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw new Error(`${out} cannot be made a folder: ${(error as NodeJS.ErrnoException).code}.`);
  }
  const outputs = files.map(({ name }) => [`--out ${name}`, join(out, name)]);
  checkOutputFiles(Object.fromEntries(outputs), { '--model': model, '--config': config });
  for (const { name, bytes } of files) await writeOutputFile(join(out, name), bytes);
  if (notice !== undefined) printMessage(notice);
  await printJson({ out, files: files.map(({ name }) => name) });
}
