// Checks the data of every chapter.
import { expect, test } from 'vitest';
import { COURSE, STAGES } from '../../../src/ui/course/course.ts';
import { groupMomentsBySection, INTERLUDE } from '../../../src/ui/course/moments.ts';
import { CHAPTERS } from '../../../src/ui/types/page.ts';
import videoTimes from '../../fixtures/video-times.json' with { type: 'json' };

test('there are seven chapters in order, with unique videos and names', () => {
  expect(COURSE.map(({ number }) => number)).toEqual(Array.from({ length: CHAPTERS }, (_, i) => i + 1));
  for (const key of ['slug', 'title', 'videoId'] as const)
    expect(new Set(COURSE.map((chapter) => chapter[key])).size).toBe(CHAPTERS);
});

test.each(COURSE)(
  'the moments of chapter $number are in order, never overlap and lie in the video',
  (chapter) => {
    const { moments, duration } = chapter;
    let end = 0;
    for (const { startTime, endTime } of moments) {
      expect(startTime).toBeGreaterThanOrEqual(end);
      expect(endTime).toBeGreaterThan(startTime);
      end = endTime;
    }
    expect(end).toBeLessThanOrEqual(duration);
  },
);

test.each(COURSE)(
  'the parts of chapter $number are in order, and hold each of its moments once',
  (chapter) => {
    const { sections, moments, duration } = chapter;
    expect(sections[0].startTime).toBe(0);
    expect(sections.map(({ startTime }) => startTime)).toEqual(
      sections.map(({ startTime }) => startTime).toSorted((a, b) => a - b),
    );
    expect(sections.at(-1)?.startTime).toBeLessThan(duration);
    expect(new Set(sections.map(({ title }) => title)).size).toBe(sections.length);
    expect(groupMomentsBySection(chapter).flatMap(({ indices }) => indices)).toEqual([...moments.keys()]);
  },
);

test.each(COURSE)(
  'each moment of chapter $number has a title of its own and says something',
  ({ moments }) => {
    expect(new Set(moments.map(({ title }) => title)).size).toBe(moments.length);
    for (const { text } of moments) expect(text).toMatch(/\S.*[.?:]$/);
  },
);

test.each(COURSE)(
  'chapter $number has a stage, and something to show from its first moment on',
  ({ number, moments }) => {
    expect(STAGES[number]).toBeDefined();
    expect(moments[0].view).not.toBe(INTERLUDE);
  },
);

test.each(videoTimes.chapters)('the moments of chapter $number match the times of the video', (times) => {
  const chapter = COURSE[times.number - 1];
  expect(chapter).toMatchObject({ videoId: times.videoId, duration: times.seconds });
  expect(chapter.sections.map(({ startTime }) => startTime)).toEqual(times.sections);
  expect(chapter.moments.map(({ startTime, endTime }) => [startTime, endTime])).toEqual(
    times.moments.map(([at, until]) => [at, until]),
  );
});
