// Reads the summary of a run from its file, and validates the file.

import { parameterCount, transformerParameters } from '../../model/architecture/parameters.ts';
import { readDigitFile } from '../../model/digits/digit-file.ts';
import { digitParameters } from '../../model/digits/digit-network.ts';
import { readSafeTensors } from '../../model/files/safetensors.ts';
import { EMPTY_HISTORY } from '../../shared/history/history.ts';
import type { RunSummary } from '../rpc/api/run-library-api.ts';
import { thinnedCurve } from './autosaver.ts';
import { restoreRun } from './run-file.ts';

type FromFile = Pick<RunSummary, 'network' | 'preset' | 'step' | 'steps' | 'parameterCount' | 'curve'>;

/** @throws Error if the file cannot be opened as a run */
export function summaryFromFile(file: Uint8Array): FromFile {
  return readSafeTensors(file).metadata.has('digits') ? summaryOfDigits(file) : summaryOfModel(file);
}

function summaryOfDigits(file: Uint8Array): FromFile {
  const { plan, step, history } = readDigitFile(file);
  return {
    network: 'digits',
    preset: plan.preset.name,
    step,
    steps: plan.training.steps,
    parameterCount: parameterCount(digitParameters(plan.config)),
    curve: thinnedCurve(history ?? EMPTY_HISTORY),
  };
}

function summaryOfModel(file: Uint8Array): FromFile {
  const { plan, from, history } = restoreRun(file, '');
  return {
    network: 'model',
    preset: plan.settings.preset,
    step: from.step,
    steps: plan.training.steps,
    parameterCount: parameterCount(transformerParameters(plan.config)),
    curve: thinnedCurve(history ?? EMPTY_HISTORY),
  };
}
