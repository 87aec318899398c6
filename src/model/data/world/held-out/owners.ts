// Stories in which somebody else is named after the owner, so that the newest name is wrong: a sentence in which nothing changes hands,
// behind the last gift. Written by hand, and used all alike.

import type { Random } from '../../../../shared/random.ts';
import type { Rule } from '../../dataset.ts';
import { gift } from '../stories/possession.ts';
import { scene } from '../stories/scene.ts';

/** In every other one the owner is not named again, so that the name before the newest is no answer either. `x` comes last. */
const SENTENCES: readonly ((owner: string, x: string, y: string, place: string) => string)[] = [
  (owner, x) => `The next day ${owner} met ${x}.`,
  (_, x, y) => `The next day ${y} met ${x}.`,
  (owner, x, _, place) => `Then ${owner} went to the ${place} with ${x}.`,
  (_, x, y, place) => `Then ${y} went to the ${place} with ${x}.`,
  (owner, x) => `${owner} liked ${x}.`,
  (_, x, y) => `${y} liked ${x}.`,
  (owner, x) => `Yesterday ${owner} walked home with ${x}.`,
  (_, x, y) => `Yesterday ${y} walked home with ${x}.`,
  (_, x, __, place) => `In the ${place} lived ${x}.`,
  (_, x, y, place) => `In the ${place} lived ${y} and ${x}.`,
];

export interface OwnerStory {
  /** Up to the question, whose answer is the owner. */
  readonly text: string;
  readonly owner: string;
  /** All who are named, the one named last first. */
  readonly named: readonly string[];
  readonly thing: string;
  /** Index of the sentence that names somebody else. */
  readonly wording: number;
}

/** `scenes` draws the scene of each row, in combinations that were never trained. */
export function ownerStories(count: number, scenes: (row: number) => Random): OwnerStory[] {
  const stories: OwnerStory[] = [];
  for (let row = 0; stories.length < count; row++) {
    const story = ownerStory(scenes(row), stories.length);
    if (story) stories.push(story);
  }
  return stories;
}

/** Undefined where the story ends without a question. */
function ownerStory(r: Random, index: number): OwnerStory | undefined {
  const stage = scene(r, 'validation');
  const { a, b, c, place, thing } = stage;
  const [, before, question, owner] =
    /^(.* )(Now|Who has the \w+\?) (\w+) has /.exec(gift(stage).join(' ')) ?? [];
  if (owner === undefined) return undefined;
  const wording = index % SENTENCES.length;
  const others = [a, b, c].map(({ name }) => name).filter((name) => name !== owner);
  // Once the one, once the other comes last.
  const [x, y] = Math.floor(index / SENTENCES.length) % 2 === 0 ? others : others.toReversed();
  const text = `${before}${SENTENCES[wording](owner, x, y, place)} ${question}`;
  const named = [owner, ...others]
    .filter((name) => text.includes(name))
    .sort((one, other) => text.lastIndexOf(other) - text.lastIndexOf(one));
  return { text, owner, named, thing, wording };
}

/** The stories that the best place in the order of names answers: such as the name before the newest. */
export function namedInOrder(stories: readonly OwnerStory[]): Rule {
  const places = stories.map(({ named, owner }) => named.indexOf(owner));
  const hits = [0, 1, 2].map((place) => places.filter((each) => each === place).length);
  return { label: 'the name at the same place of every story', value: Math.max(...hits) / stories.length };
}
