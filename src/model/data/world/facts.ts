// Documents of facts.

import type { Random } from '../../../shared/random.ts';
import { smallFact } from './trivia.ts';
import type { WorldFacts } from './world-facts.ts';

/** The user's facts among the statements: two are then trained a hundred times each within fifty steps. */
const OWN_SHARE = 0.2;

/** One to three statements of fact. */
export function factDocument(r: Random, facts: WorldFacts): string {
  const { sports, capitals, own } = facts;
  return Array.from({ length: 1 + r.integer(3) }, () => {
    // Without facts of the user no random number is drawn: the corpus is that of the bundled model.
    if (own.length > 0 && r.float() < OWN_SHARE) return r.choice(r.choice(own));
    const kind = r.float();
    if (kind < 0.62 && sports.length > 0) return r.choice(r.choice(sports));
    return kind < 0.86 && capitals.length > 0 ? r.choice(r.choice(capitals)) : smallFact(r, facts);
  }).join(' ');
}
