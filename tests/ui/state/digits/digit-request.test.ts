// Requests for digit networks in the URL, and their comparison with runs.

import { expect, test } from 'vitest';
import { DIGIT_PRESETS, planDigits } from '../../../../src/model/digits/digit-settings.ts';
import {
  DIGIT_PARAM_SCHEMAS,
  fromParams,
  matchesRequest,
  toParams,
  toRequest,
} from '../../../../src/ui/state/digits/digit-request.ts';
import { parseParams } from '../../../../src/ui/state/page/url-params.ts';
import type { DigitRequest, DigitRunInfo } from '../../../../src/workers/rpc/api/lab-api.ts';

const PRESETS = DIGIT_PRESETS.map((preset) => ({ ...preset, hidden: [...preset.hidden] }));

/** As a run tells of itself. */
function createRunInfo(request: DigitRequest): DigitRunInfo {
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
  const parsed = parseParams((name) => address[name], DIGIT_PARAM_SCHEMAS, problems);
  return { parsed, problems };
};

test('a URL without settings is no request', () => {
  expect(fromParams({})).toBeUndefined();
});

test('every setting survives a round trip through the URL', () => {
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
  expect(fromParams(toParams(request))).toEqual(request);
});

test('invalid parameters give messages', () => {
  const { parsed, problems } = read({ hidden: 'wide', kind: 'tanh', B: '20' });
  expect(parsed).toEqual({ B: 20 });
  expect(problems.join(' ')).toMatch(/hidden=wide.*numbers of neurons such as 16-16.*kind=tanh/);
});

test('a run matches a request with the same layers and settings, regardless of omitted defaults', () => {
  const relu = createRunInfo({ preset: 'digits-relu' });
  expect(matchesRequest(relu, { preset: 'digits-relu' }, PRESETS)).toBe(true);
  expect(matchesRequest(relu, { preset: 'digits-relu', hidden: [128, 64] }, PRESETS)).toBe(true);
  expect(matchesRequest(relu, { preset: 'digits-relu', hidden: [128] }, PRESETS)).toBe(false);
  expect(matchesRequest(relu, { preset: 'digits' }, PRESETS)).toBe(false);
  const slow = { preset: 'digits', training: { learningRate: 0.01 } };
  expect(matchesRequest(createRunInfo(slow), slow, PRESETS)).toBe(true);
});

test('the request of a run creates an equal run', () => {
  const request: DigitRequest = { preset: 'digits', hidden: [8], training: { seed: 5 } };
  expect(toRequest(createRunInfo(request), PRESETS)).toEqual(request);
  expect(toRequest(createRunInfo({ preset: 'digits' }), PRESETS)).toEqual({ preset: 'digits' });
});
