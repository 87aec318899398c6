// Every moment of chapter 6 has something to show, and what is counted there is what the video counts.
import { expect, test } from 'vitest';
import { countAttention, GPT3 } from '../../../../src/ui/chapters/06-attention/attention-count.ts';
import { chapter } from '../../../../src/ui/chapters/06-attention/chapter.ts';
import { shownAt } from '../../../../src/ui/chapters/06-attention/steps.ts';
import { INTERLUDE } from '../../../../src/ui/chapters/moments.ts';

const at = (seconds: number) => {
  const moment = chapter.moments.find(({ at, until }) => at <= seconds && seconds < until);
  return moment && shownAt(moment);
};

test('each moment names something the stage can show', () => {
  const lost = chapter.moments.filter((moment) => moment.view !== INTERLUDE && !shownAt(moment));
  expect(lost.map(({ title }) => title)).toEqual([]);
});

test.each([
  [400, 'head', 'projection'],
  [510, 'head', 'scores'],
  [560, 'head', 'softmax'],
  [620, 'head', 'scaled'],
  [710, 'head', 'mask'],
  [800, 'head', 'values'],
  [900, 'head', 'change'],
  [1300, 'head', 'change'],
])('at %d s it is %s, %s', (seconds, panel, step) => {
  expect(at(seconds)).toEqual({ panel, step });
});

test.each([
  [250, 'lines'],
  [770, 'counts'],
  [1120, 'cross'],
  [1250, 'heads'],
])('at %d s it is %s', (seconds, panel) => {
  expect(at(seconds)?.panel).toBe(panel);
});

test('GPT-3’s attention is counted as the video counts it', () => {
  expect(countAttention(GPT3)).toEqual({
    matrix: 1_572_864,
    fullValue: 150_994_944,
    head: 6_291_456,
    layer: 603_979_776,
    model: 57_982_058_496,
  });
});
