// Times of a scene: how far something has come, from seconds.

import { clamp } from '../geometry.ts';

/** 0 before `from`, 1 after `to`, at a steady pace between: for what sweeps. */
export const steady = (t: number, from: number, to: number): number => clamp((t - from) / (to - from));

/** The same, slow at the end: for what arrives. */
export const arriving = (t: number, from: number, to: number): number => 1 - (1 - steady(t, from, to)) ** 3;

/** The same, slow at both ends: for what moves. */
export function moving(t: number, from: number, to: number): number {
  const x = steady(t, from, to);
  return x < 0.5 ? 4 * x ** 3 : 1 - (2 - 2 * x) ** 3 / 2;
}
