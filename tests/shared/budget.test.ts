// Budgets: pauses, the limit of time, and the end of stopped work, on a clock that the test moves.

import { describe, expect, it } from 'vitest';
import { finish, type Sliced, withinBudget } from '../../src/shared/budget.ts';

let time = 0;
let ended = false;

/** Ten slices of so many milliseconds. */
function* work(ms: number): Sliced<string> {
  ended = false;
  try {
    for (let done = 0; done < 10; done++) {
      time += ms;
      yield { label: 'slices', done, total: 10 };
    }
    return 'all';
  } finally {
    ended = true;
  }
}

const job = (ms: number, seconds = 1) =>
  withinBudget(work(ms), { subject: 'counting', seconds, now: () => time });

describe('work within a budget', () => {
  it('pauses after every 40 ms, with the progress so far', async () => {
    const pauses: number[] = [];
    const run = job(25);
    let next = await run.next();
    for (; !next.done; next = await run.next()) pauses.push(next.value.done);
    expect(pauses).toEqual([1, 3, 5, 7, 9]);
    expect(next.value).toBe('all');
  });

  it('takes no pause if it is short', async () => {
    expect(await job(3).next()).toEqual({ done: true, value: 'all' });
  });

  it('ends with one sentence once its time is spent', async () => {
    const run = job(300);
    const drain = async () => {
      while (!(await run.next()).done);
    };
    await expect(drain()).rejects.toThrow('counting takes longer than 1 seconds');
    expect(ended).toBe(true);
  });

  it('spends nothing during pauses', async () => {
    const run = job(90);
    for (let next = await run.next(); !next.done; next = await run.next()) time += 10_000;
    expect(ended).toBe(true);
  });

  it('releases what it holds when it is stopped', async () => {
    const run = job(50);
    await run.next();
    expect(ended).toBe(false);
    await run.return(undefined as never);
    expect(ended).toBe(true);
  });

  it('runs without pauses as well', () => {
    expect(finish(work(1e6))).toBe('all');
  });
});
