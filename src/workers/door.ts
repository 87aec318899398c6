// What may come in through the worker's door. The types hold only for whoever was compiled against them: across
// `postMessage`, or from `--ask`, anything may come, and it is refused with a sentence before it touches anything.

import * as v from 'valibot';
import {
  anyNumber,
  checked,
  finiteNumber,
  listOf,
  oneOf,
  textOf,
  wholeNumber,
  yesOrNo,
} from '../model/checked.ts';
import { DIGIT_SETTINGS } from '../model/digit-settings.ts';
import { FACT_ROWS, RUN_SETTINGS } from '../model/run-settings.ts';
import { DIGIT_ASKS, WEIGHT_CHANGES } from './digits/digit-door.ts';
import type { DigitLensName, LensName } from './lab-api.ts';
import { EDIT_ASKED, LENS_ASKS, SEED, TEXT } from './lenses/lens-door.ts';

const INDEX = v.optional(wholeNumber(0, Number.MAX_SAFE_INTEGER));

/** By method: what its first argument can be. */
const ASKS = {
  start: v.object({ backend: oneOf(['auto', 'webgpu', 'cpu']), threads: v.optional(wholeNumber(1, 64)) }),
  create: RUN_SETTINGS,
  inspect: v.object({
    text: TEXT,
    written: v.optional(listOf(wholeNumber(0, Number.MAX_SAFE_INTEGER), 10_000)),
    names: listOf(textOf(100), 1000),
    interventions: v.optional(
      listOf(
        v.object({
          name: textOf(100),
          kind: oneOf(['zero', 'scale', 'mean', 'replace']),
          value: v.optional(finiteNumber),
          head: INDEX,
          neuron: INDEX,
          position: INDEX,
        }),
        1000,
      ),
    ),
  }),
  generate: v.object({
    prompt: TEXT,
    tokens: anyNumber,
    temperature: anyNumber,
    topK: v.optional(anyNumber),
    topP: v.optional(anyNumber),
    seed: SEED,
  }),
  teach: FACT_ROWS,
  applyEdit: EDIT_ASKED,
  undoEdit: wholeNumber(1, Number.MAX_SAFE_INTEGER),
  diagnose: v.object({ speed: yesOrNo }),
  pace: finiteNumber,
  kernel: textOf(100),
  save: v.object({ optimizer: v.optional(yesOrNo) }),
  open: v.instance(Uint8Array<ArrayBuffer>, 'it must be the bytes of a file'),
  runId: textOf(100),
  runName: textOf(1000),
  look: v.optional(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
  createDigits: DIGIT_SETTINGS,
  load: oneOf(['first', 'all']),
  setWeights: WEIGHT_CHANGES,
};

/** The argument of a method, with nothing in it that the method does not know; or a sentence. */
export function letIn<Method extends keyof typeof ASKS>(
  method: Method,
  asked: unknown,
): v.InferOutput<(typeof ASKS)[Method]> {
  return checked(ASKS[method], asked, `What was asked of “${method}”`);
}

/** What is asked through a lens, or a sentence. */
export function letInto<Name extends LensName>(name: Name, asked: unknown) {
  return checked(askedOf(LENS_ASKS, name), asked, `What was asked of the lens “${name}”`);
}

/** What is asked of the digit network, or a sentence. */
export function letIntoDigits<Name extends DigitLensName>(name: Name, asked: unknown) {
  return checked(askedOf(DIGIT_ASKS, name), asked, `What was asked of the digits’ lens “${name}”`);
}

function askedOf<Table extends object, Name extends keyof Table>(table: Table, name: Name): Table[Name] {
  if (Object.hasOwn(table, name)) return table[name];
  const known = Object.keys(table).join(', ');
  throw new Error(`There is no lens of the name that was asked for; there are ${known}.`);
}
