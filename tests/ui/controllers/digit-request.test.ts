// The digit network asked for: what an address spells, and whether a run is the one.

import { expect, test } from 'vitest';
import { DIGIT_PRESETS, planDigits } from '../../../src/model/digit-settings.ts';
import { parseEntries } from '../../../src/ui/controllers/address-values.ts';
import {
  DIGIT_ENTRIES,
  isMadeAs,
  requestFor,
  requestOf,
  speltOf,
} from '../../../src/ui/controllers/digit-request.ts';
import type { DigitRequest, DigitRunInfo } from '../../../src/workers/lab-api.ts';

const PRESETS = DIGIT_PRESETS.map((preset) => ({ ...preset, hidden: [...preset.hidden] }));

/** As a run tells of itself. */
function runOf(request: DigitRequest): DigitRunInfo {
  const { preset, config, training } = planDigits(request);
  const { title, description, name } = preset;
  return {
    preset: name,
    title,
    description,
    sizes: [...config.sizes],
    kind: config.kind,
    training,
    parameterCount: 0,
    memoryBytes: 0,
    step: 0,
  };
}

const read = (address: Readonly<Record<string, string>>) => {
  const problems: string[] = [];
  const parsed = parseEntries((name) => address[name], DIGIT_ENTRIES, problems);
  return { parsed, problems };
};

test('an address that names no setting asks for nothing', () => {
  expect(requestOf({})).toBeUndefined();
});

test('every setting goes into the address and comes back from it', () => {
  const request: DigitRequest = {
    preset: 'digits-relu',
    hidden: [32, 20, 12],
    kind: 'sigmoid',
    training: {
      B: 20,
      learningRate: 0.5,
      optimizer: 'sgd',
      start: 'standard',
      shuffledLabels: true,
      seed: 3,
    },
  };
  expect(requestOf(speltOf(request))).toEqual(request);
});

test('what no network can be is refused in a sentence', () => {
  const { parsed, problems } = read({ hidden: 'wide', kind: 'tanh', B: '20' });
  expect(parsed).toEqual({ B: 20 });
  expect(problems.join(' ')).toMatch(/hidden=wide.*numbers of neurons like 16-16.*kind=tanh/);
});

test('a run is the one asked for if it has the same layers and settings, however they are spelt', () => {
  const relu = runOf({ preset: 'digits-relu' });
  expect(isMadeAs(relu, { preset: 'digits-relu' }, PRESETS)).toBe(true);
  expect(isMadeAs(relu, { preset: 'digits-relu', hidden: [128, 64] }, PRESETS)).toBe(true);
  expect(isMadeAs(relu, { preset: 'digits-relu', hidden: [128] }, PRESETS)).toBe(false);
  expect(isMadeAs(relu, { preset: 'digits' }, PRESETS)).toBe(false);
  const slow = { preset: 'digits', training: { learningRate: 0.01 } };
  expect(isMadeAs(runOf(slow), slow, PRESETS)).toBe(true);
});

test('a run says what to ask for to get one like it', () => {
  const request: DigitRequest = { preset: 'digits', hidden: [8], training: { seed: 5 } };
  expect(requestFor(runOf(request), PRESETS)).toEqual(request);
  expect(requestFor(runOf({ preset: 'digits' }), PRESETS)).toEqual({ preset: 'digits' });
});
