// A time that runs by itself.
import { beforeEach, expect, test } from 'vitest';
import { Clock } from '../../../../src/ui/course/video-player/clock.ts';

let now: number;
let clock: Clock;

beforeEach(() => {
  now = 5000;
  clock = new Clock(100, () => now);
});

test('it stands until it is started, and again when it is stopped', () => {
  now += 1000;
  expect(clock.time).toBe(0);
  clock.start();
  now += 1500;
  clock.stop();
  now += 1000;
  expect(clock.time).toBe(1.5);
});

test('it runs as fast as it is told, from when it is told', () => {
  clock.start();
  now += 1000;
  clock.rate = 2;
  now += 1000;
  expect(clock.time).toBe(3);
});

test('set while it runs, it goes on from there', () => {
  clock.start();
  now += 1000;
  clock.time = 50;
  now += 1000;
  expect(clock.time).toBe(51);
});

test('it never leaves the video', () => {
  clock.time = -3;
  expect(clock.time).toBe(0);
  clock.time = 99;
  clock.start();
  now += 60_000;
  expect(clock.time).toBe(100);
});
