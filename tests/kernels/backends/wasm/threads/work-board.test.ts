// The board on which threads find their work: each range is computed once, by whoever comes.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BOARD_BYTES, WorkBoard } from '../../../../../src/kernels/backends/wasm/threads/work-board.ts';

/** Ranges that a thread computed: arguments, first item, end. */
type Ranges = number[][];

let buffer: SharedArrayBuffer;
beforeEach(() => {
  buffer = new SharedArrayBuffer(BOARD_BYTES);
});

afterEach(() => void vi.restoreAllMocks());

const boardOf = (thread: number, threads: number, kernel: (...args: number[]) => void) =>
  new WorkBoard(buffer, [() => {}, kernel], thread, threads);

const CALL = { kernel: 1, args: [0.5, 3e9], items: 10, itemsPerRange: 4 };

test('the first thread computes all ranges if no other comes', () => {
  const ranges: Ranges = [];
  expect(boardOf(0, 2, (...args) => ranges.push(args)).run(CALL)).toBe(true);
  expect(ranges).toEqual([
    [0.5, 3e9, 0, 4],
    [0.5, 3e9, 4, 8],
    [0.5, 3e9, 8, 10],
  ]);
});

test('a thread that comes in the middle of a call takes the ranges that are left, from its own place on', () => {
  const [first, second]: [Ranges, Ranges] = [[], []];
  const other = boardOf(1, 2, (...args) => second.push(args.slice(2)));
  const board = boardOf(0, 2, (...args) => {
    first.push(args.slice(2));
    expect(other.work()).toBe(first.length === 1);
  });
  expect(board.run({ ...CALL, items: 16 })).toBe(true);
  expect(first).toEqual([[0, 4]]);
  expect(second).toEqual([
    [8, 12],
    [12, 16],
    [4, 8],
  ]);
});

test('between calls there is nothing to do', () => {
  const other = boardOf(1, 2, () => expect.fail('no range is left'));
  expect(other.work()).toBe(false);
  boardOf(0, 2, () => {}).run(CALL);
  expect(other.work()).toBe(false);
});

test('alone, the first thread computes all items at once and posts nothing', () => {
  const ranges: Ranges = [];
  const other = boardOf(1, 2, () => expect.fail('the call is not posted'));
  const board = boardOf(0, 2, (...args) => {
    ranges.push(args);
    expect(other.work()).toBe(false);
  });
  board.runAlone(CALL);
  expect(ranges).toEqual([[0.5, 3e9, 0, 10]]);
});

test('a range that was claimed and is never finished is reported', () => {
  vi.spyOn(Atomics, 'wait').mockReturnValue('timed-out');
  const other = boardOf(1, 2, () => {
    throw new Error('out of breath');
  });
  let isAlive = true;
  const board = boardOf(0, 2, () => {
    if (isAlive) expect(() => other.work()).toThrow('out of breath');
    isAlive = false;
  });
  expect(board.run(CALL)).toBe(false);
});

test('a thread that looks for the next range when the next call is posted computes that call', () => {
  const seen: Ranges = [];
  const first = boardOf(0, 2, () => {});
  const other = boardOf(1, 2, (...args) => seen.push(args));
  first.post({ ...CALL, args: [1], items: 4 });
  const add = Atomics.add;
  vi.spyOn(Atomics, 'add').mockImplementationOnce((...args) => {
    const before = add(...args);
    first.post({ ...CALL, args: [2, 3], items: 5, itemsPerRange: 5 }); // the range was the last of its call
    return before;
  });
  expect(other.work()).toBe(true);
  expect(seen).toEqual([
    [1, 0, 4],
    [2, 3, 0, 5],
  ]);
});
