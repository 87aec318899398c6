// Every moment of chapter 6 has its own view, and the counts match the video.
import { expect, test } from 'vitest';
import {
  countAttention,
  countTensors,
  GPT3,
} from '../../../../src/ui/course/06-attention/attention-count.ts';
import { chapter } from '../../../../src/ui/course/06-attention/chapter.ts';
import {
  isPanel,
  PANEL_GROUPS,
  PANELS,
  type Panel,
  startTimeOf,
} from '../../../../src/ui/course/06-attention/panels.ts';
import type { ParameterInfo } from '../../../../src/workers/rpc/api/lab-api.ts';

test('each moment has a unique view', () => {
  const views = chapter.moments.map(({ view }) => view);
  expect(views.filter((view) => !isPanel(view))).toEqual([]);
  expect(new Set(views).size).toBe(chapter.moments.length);
});

test('each view has a group and a moment', () => {
  const grouped = PANEL_GROUPS.flatMap(({ panels }) => Object.keys(panels)) as Panel[];
  expect([...grouped].sort()).toEqual(Object.keys(PANELS).sort());
  for (const view of grouped) expect(startTimeOf(view), view).toBeDefined();
});

test.each([
  [400, 'query'],
  [510, 'scores'],
  [560, 'softmax'],
  [620, 'formula'],
  [710, 'mask'],
  [1000, 'factors'],
  [1300, 'sum'],
] satisfies [number, Panel][])('at %d s it is %s', (seconds, view) => {
  const moment = chapter.moments.find(({ startTime, endTime }) => startTime <= seconds && seconds < endTime);
  expect(moment?.view).toBe(view);
});

test('the count of GPT-3’s attention weights matches the video', () => {
  expect(countAttention(GPT3)).toEqual({
    matrix: 1_572_864,
    fullValue: 150_994_944,
    head: 6_291_456,
    layer: 603_979_776,
    model: 57_982_058_496,
  });
});

test('a model’s attention weights are counted from its tensors without biases', () => {
  const tensor = (layer: number, shape: number[], ...parts: ParameterInfo['parts']) => ({
    name: '',
    meaning: '',
    layer,
    shape,
    parts,
  });
  const layer = (l: number) => [
    tensor(l, [8, 24], 'query', 'key', 'value'),
    tensor(l, [24]),
    tensor(l, [8, 8], 'output'),
    tensor(l, [32, 8], 'down'),
  ];
  expect(countTensors([...layer(0), ...layer(1)], 2)).toEqual({
    matrix: 8 * 4,
    fullValue: 64,
    head: 4 * 8 * 4,
    layer: 256,
    model: 512,
  });
});
