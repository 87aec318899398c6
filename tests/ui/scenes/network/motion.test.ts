// The clock draws only while something moves, and each motion ends where it should.

import { beforeEach, describe, expect, it } from 'vitest';
import type { Pose } from '../../../../src/ui/scenes/network/camera/pose.ts';
import { frontDepth, sweepDuration } from '../../../../src/ui/scenes/network/motion/forward-front.ts';
import { MapMotion } from '../../../../src/ui/scenes/network/motion/map-motion.ts';
import { networkShape } from '../../../../src/ui/scenes/network/scene/network-shape.ts';
import type { Clock } from '../../../../src/ui/stage/animator.ts';
import { CONFIGS } from './configs.ts';

const shape = networkShape(CONFIGS.middle);
const POSE: Pose = { x: 100, depth: 2, width: 200, heights: [10, 20], head: 0, digits: 0 };

let time: number;
let callbacks: (() => void)[];
let frames: number;
let isCalm: boolean;
let motion: MapMotion;

const clock: Clock = {
  now: () => time,
  requestFrame: (callback) => callbacks.push(callback),
  cancelFrame: () => callbacks.splice(0),
};

/** Runs frames of 20 ms for a while, as long as one is requested. */
function advance(milliseconds: number): void {
  for (const end = time + milliseconds; time < end; time += 20) {
    for (const callback of callbacks.splice(0)) callback();
  }
}

beforeEach(() => {
  [time, callbacks, frames, isCalm] = [0, [], 0, false];
  const host = { draw: () => void frames++, change: () => {}, isCalm: () => isCalm };
  motion = new MapMotion(host, clock);
  motion.cutTo(POSE);
  advance(100);
  frames = 0;
});

describe('at rest', () => {
  it('draws nothing', () => {
    advance(2000);
    expect(frames).toBe(0);
    motion.requestDraw();
    motion.requestDraw();
    advance(2000);
    expect(frames).toBe(1);
  });

  it('draws nothing after a flight', () => {
    const target = { ...POSE, width: 20, depth: 3 };
    motion.flyTo(target);
    advance(2000);
    expect(motion.pose).toEqual(target);
    expect(frames).toBeGreaterThan(10);
    frames = 0;
    advance(2000);
    expect(frames).toBe(0);
  });
});

it('a flight goes on where the canvas changes its size, and a camera at rest follows at once', () => {
  const target = { ...POSE, width: 20, depth: 3 };
  motion.flyTo(target);
  advance(200);
  const resized = { ...target, width: 22 };
  motion.resizeTo(resized);
  advance(40);
  expect(motion.pose?.width).toBeGreaterThan(30);
  advance(3000);
  expect(motion.pose).toEqual(resized);
  motion.resizeTo(POSE);
  expect(motion.pose).toBe(POSE);
});

it('cuts where nothing may move', () => {
  isCalm = true;
  const target = { ...POSE, width: 20 };
  motion.flyTo(target);
  expect(motion.pose).toBe(target);
  motion.play(shape);
  expect(motion.front(shape)).toBe(Number.POSITIVE_INFINITY);
  advance(2000);
  expect(frames).toBe(1);
});

it('sweeps down once, and can be stopped and moved', () => {
  motion.play(shape);
  advance(sweepDuration(shape) / 2);
  const depth = motion.front(shape);
  expect(depth).toBeGreaterThan(3);
  expect(depth).toBeLessThan(shape.zones.length - 1);
  motion.scrub(0.25);
  advance(1000);
  expect([motion.sweep, motion.isPlaying]).toEqual([0.25, false]);
  motion.play(shape);
  advance(sweepDuration(shape) + 100);
  expect([motion.sweep, motion.isPlaying]).toEqual([1, false]);
});

it('the backward front runs up', () => {
  motion.play(shape);
  advance(sweepDuration(shape) / 4);
  const low = motion.back(shape);
  advance(sweepDuration(shape) / 2);
  expect(motion.back(shape)).toBeLessThan(low);
  advance(sweepDuration(shape));
  expect(motion.back(shape)).toBe(Number.NEGATIVE_INFINITY);
});

it('draws a head step by step', () => {
  motion.playDetail('head');
  advance(2500);
  expect(motion.progress.head).toBeGreaterThan(2);
  expect(motion.progress.head).toBeLessThan(3);
  motion.stepTo('head', 6);
  advance(9000);
  expect(motion.progress.head).toBe(7);
  motion.stepTo('head', 1);
  advance(50);
  expect(motion.progress.head).toBeLessThan(2);
  advance(2000);
  expect(motion.progress.head).toBe(2);
});

it('what training moves lights up and fades, with a pause before the next time', () => {
  expect(motion.startPulse()).toBe(true);
  advance(300);
  expect(motion.pulse).toBeGreaterThan(0.2);
  expect(motion.startPulse()).toBe(false);
  advance(600);
  expect(motion.pulse).toBe(1);
  frames = 0;
  advance(400);
  expect(frames).toBe(0);
  advance(400);
  expect(motion.startPulse()).toBe(true);
});

it('a new column moves in, receives its token, and only its lane is computed', () => {
  motion.addColumn(shape, 7);
  advance(300);
  expect(motion.lanes).toBeGreaterThan(6);
  expect(motion.frontToken).toBe(6);
  expect(motion.sweep).toBe(0);
  advance(sweepDuration(shape) + 2000);
  expect(motion).toMatchObject({ lanes: undefined, frontToken: undefined, sweep: 1, drop: 1 });
});

it('a sweep takes all zones in order, deep networks as long as shallow ones', () => {
  const depths = Array.from({ length: 50 }, (_, i) => frontDepth(shape, i / 50));
  expect(depths).toEqual(depths.toSorted((a, b) => a - b));
  expect(frontDepth(shape, 1)).toBe(Number.POSITIVE_INFINITY);
  const deep = networkShape(CONFIGS['GPT-2']);
  expect(Math.abs(sweepDuration(deep) - sweepDuration(shape))).toBeLessThan(100);
});
