// The questions of each chapter, which load with its page.

import type { Question } from './question.ts';

export const QUESTIONS: Readonly<Record<number, () => Promise<readonly Question[]>>> = {
  1: async () => (await import('../01-neural-network/questions.ts')).QUESTIONS,
  2: async () => (await import('../02-gradient-descent/questions.ts')).QUESTIONS,
  3: async () => (await import('../03-backpropagation/questions.ts')).QUESTIONS,
  4: async () => (await import('../04-calculus/questions.ts')).QUESTIONS,
  5: async () => (await import('../05-transformers/questions.ts')).QUESTIONS,
  6: async () => (await import('../06-attention/questions.ts')).QUESTIONS,
  7: async () => (await import('../07-facts/questions.ts')).QUESTIONS,
};
