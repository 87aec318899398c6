// Small tasks on sequences, each with a mechanism to look for: copying, sorting, running parity, balanced brackets.

import { type Random, random } from '../../../shared/random.ts';
import type { Dataset } from '../dataset.ts';
import type { SplitOptions } from '../facts/fact-dataset.ts';
import { type TaskExample, taskDataset } from './task-dataset.ts';

export type SequenceTaskName = 'copy' | 'sort' | 'parity' | 'brackets';

interface SequenceTask {
  readonly description: string;
  readonly vocabulary: readonly string[];
  readonly chance: number;
  readonly sample: (rng: Random) => TaskExample;
  /** Different examples, most of which are trained. */
  readonly count: number;
}

/** Words of each question. */
const LENGTH = 8;
const POSITIONS = Array.from({ length: LENGTH }, (_, position) => position);
const LETTERS = [...'abcdefghijklmnop'];
const NUMBERS = Array.from({ length: 16 }, (_, number) => `${number}`);
const BITS = ['0', '1'];
const PAIRS = ['()', '[]'];

const TASKS: Readonly<Record<SequenceTaskName, SequenceTask>> = {
  copy: {
    description:
      'Eight letters, a bar, and the same letters again. Look for a head that attends eight positions back, to the letter that comes next.',
    vocabulary: [...LETTERS, '|'],
    chance: 1 / LETTERS.length,
    sample(rng) {
      const letters = Array.from({ length: LENGTH }, () => rng.choice(LETTERS));
      return { question: [...letters, '|'], answer: letters, keys: POSITIONS };
    },
    count: 4000,
  },
  sort: {
    description:
      'Eight different numbers, a bar, and the same numbers in order. Look for a head that attends to the smallest number above the last one.',
    vocabulary: [...NUMBERS, '|'],
    chance: 1 / NUMBERS.length,
    sample(rng) {
      const numbers = rng.shuffle([...NUMBERS]).slice(0, LENGTH);
      const sorted = numbers.toSorted((one, other) => Number(one) - Number(other));
      return {
        question: [...numbers, '|'],
        answer: sorted,
        keys: sorted.map((each) => numbers.indexOf(each)),
      };
    },
    count: 8000,
  },
  parity: {
    description:
      'Eight bits, and after each how many ones there were so far: 0 for even, 1 for odd. Look for a head that attends to the bit that comes next; the MLP adds it to the last result.',
    vocabulary: [...BITS, '='],
    chance: 1 / 2,
    sample(rng) {
      const bits = Array.from({ length: LENGTH }, () => rng.choice(BITS));
      const ones = bits.map((_, at) => bits.slice(0, at + 1).filter((bit) => bit === '1').length);
      return { question: [...bits, '='], answer: ones.map((count) => BITS[count % 2]), keys: POSITIONS };
    },
    count: 2 ** LENGTH,
  },
  brackets: {
    description:
      'Ten brackets of two kinds, and whether they are balanced; in the others one bracket was exchanged, or their order. Look for neurons that count what is open.',
    vocabulary: ['(', ')', '[', ']', '?', 'yes', 'no'],
    chance: 1 / 2,
    sample(rng) {
      const brackets = balanced(rng, LENGTH / 2 + 1);
      if (rng.float() < 1 / 2) return { question: [...brackets, '?'], answer: ['yes'] };
      return { question: [...spoil(rng, brackets), '?'], answer: ['no'] };
    },
    count: 4000,
  },
};

/** A random balanced string of so many pairs. */
function balanced(rng: Random, pairs: number): string[] {
  if (pairs === 0) return [];
  const inside = rng.integer(pairs);
  const [open, close] = rng.choice(PAIRS);
  return [open, ...balanced(rng, inside), close, ...balanced(rng, pairs - 1 - inside)];
}

/** Exchanges one bracket for another one, or the order of all: then the counts of each are still right. */
function spoil(rng: Random, brackets: readonly string[]): string[] {
  if (rng.float() < 1 / 2) {
    const at = rng.integer(brackets.length);
    const others = [...PAIRS.join('')].filter((bracket) => bracket !== brackets[at]);
    return brackets.with(at, rng.choice(others));
  }
  for (;;) {
    const shuffled = rng.shuffle([...brackets]);
    if (!isBalanced(shuffled)) return shuffled;
  }
}

function isBalanced(brackets: readonly string[]): boolean {
  const open: string[] = [];
  for (const bracket of brackets) {
    const pair = PAIRS.find(([, close]) => close === bracket);
    if (!pair) open.push(bracket);
    else if (open.pop() !== pair[0]) return false;
  }
  return open.length === 0;
}

export const SEQUENCES_HELD_OUT = 0.2;

export function sequenceTask(name: SequenceTaskName, options: SplitOptions = {}): Dataset {
  const { sample, count, ...task } = TASKS[name];
  const rng = random(0, name, 'examples');
  const examples = new Map<string, TaskExample>();
  while (examples.size < count) {
    const example = sample(rng);
    examples.set(example.question.join(' '), example);
  }
  const split = { examples: [...examples.values()], heldOut: SEQUENCES_HELD_OUT };
  return taskDataset({ name, ...task, ...split }, options);
}
