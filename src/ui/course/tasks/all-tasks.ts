// The tasks of each chapter, which load with its page.

import type { Task } from './task.ts';

export const TASKS: Readonly<Record<number, () => Promise<readonly Task[]>>> = {
  1: async () => (await import('../01-neural-network/tasks.ts')).TASKS,
  2: async () => (await import('../02-gradient-descent/tasks.ts')).TASKS,
  3: async () => (await import('../03-backpropagation/tasks.ts')).TASKS,
  4: async () => (await import('../04-calculus/tasks.ts')).TASKS,
  5: async () => (await import('../05-transformers/tasks.ts')).TASKS,
  6: async () => (await import('../06-attention/tasks.ts')).TASKS,
  7: async () => (await import('../07-facts/tasks.ts')).TASKS,
};
