// The local clock.
import { beforeEach, expect, test } from 'vitest';
import { Clock } from '../../../../src/ui/course/video-player/clock.ts';

let now: number;
let clock: Clock;

beforeEach(() => {
  now = 5000;
  clock = new Clock(100, () => now);
});

test('runs only between start and stop', () => {
  now += 1000;
  expect(clock.time).toBe(0);
  clock.start();
  now += 1500;
  clock.stop();
  now += 1000;
  expect(clock.time).toBe(1.5);
});

test('a change of the rate applies from that time on', () => {
  clock.start();
  now += 1000;
  clock.rate = 2;
  now += 1000;
  expect(clock.time).toBe(3);
});

test('continues from a time set while it runs', () => {
  clock.start();
  now += 1000;
  clock.time = 50;
  now += 1000;
  expect(clock.time).toBe(51);
});

test('stays within the video', () => {
  clock.time = -3;
  expect(clock.time).toBe(0);
  clock.time = 99;
  clock.start();
  now += 60_000;
  expect(clock.time).toBe(100);
});
