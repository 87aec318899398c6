// What a run's file says of it, as the list of runs shows it; whatever is wrong with the file is told here.

import { EMPTY_HISTORY } from '../../history/history.ts';
import { readDigitFile } from '../../model/digit-file.ts';
import { digitParameters } from '../../model/digits.ts';
import { parameterCount, transformerParameters } from '../../model/parameters.ts';
import { readSafeTensors } from '../../model/safetensors.ts';
import { readRun } from '../run-file.ts';
import { curveOf } from './run-keeper.ts';
import type { RunCard } from './runs-api.ts';

type FromFile = Pick<RunCard, 'network' | 'preset' | 'step' | 'steps' | 'parameterCount' | 'curve'>;

/** Throws a sentence where it is no run that could be opened. */
export function cardFromFile(file: Uint8Array): FromFile {
  return readSafeTensors(file).metadata.has('digits') ? ofDigits(file) : ofModel(file);
}

function ofDigits(file: Uint8Array): FromFile {
  const { plan, step, history } = readDigitFile(file);
  return {
    network: 'digits',
    preset: plan.preset.name,
    step,
    steps: plan.training.steps,
    parameterCount: parameterCount(digitParameters(plan.config)),
    curve: curveOf(history ?? EMPTY_HISTORY),
  };
}

function ofModel(file: Uint8Array): FromFile {
  const { plan, from, history } = readRun(file, '');
  return {
    network: 'model',
    preset: plan.settings.preset,
    step: from.step,
    steps: plan.training.steps,
    parameterCount: parameterCount(transformerParameters(plan.config)),
    curve: curveOf(history ?? EMPTY_HISTORY),
  };
}
