// What a field shows before the visitor touches it; undefined where that is no answer yet.

import type { Question, Response } from './question.ts';

export function initialResponse(question: Question): Response | undefined {
  switch (question.kind) {
    case 'estimate': {
      const { min, max, step } = question.scale;
      return min + Math.round((max - min) / 2 / step) * step;
    }
    case 'rank':
      return question.items.map((_, i) => i);
    case 'adjust':
      return question.sliders.map(({ initial }) => initial);
    default:
      return undefined;
  }
}
