// Stories in which somebody else is named after the owner, so that the newest name is wrong: a sentence in which nothing changes hands,
// behind the last gift. Written by hand, and used all alike. The owner is always who got the last gift: they do not ask who has which of
// two things.

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
  /** All who are named, the one named first first; and those before the last sentence. */
  readonly introduced: readonly string[];
  readonly introducedBefore: readonly string[];
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
  const namedIn = (part: string) => [owner, ...others].filter((name) => part.includes(name));
  const introduced = (part: string) =>
    namedIn(part).sort((one, other) => part.indexOf(one) - part.indexOf(other));
  const named = namedIn(text).sort((one, other) => text.lastIndexOf(other) - text.lastIndexOf(one));
  const order = { named, introduced: introduced(text), introducedBefore: introduced(before) };
  return { text, owner, ...order, thing, wording };
}

type Names = Pick<OwnerStory, 'owner' | 'named' | 'introduced' | 'introducedBefore'>;

/** Whom rules about the order of names say. */
const NAME_RULES: readonly { readonly label: string; answer(story: Names): string | undefined }[] = [
  { label: 'the newest name', answer: ({ named }) => named[0] },
  { label: 'the name before the newest', answer: ({ named }) => named[1] },
  { label: 'the oldest name', answer: ({ named }) => named[2] },
  { label: 'the first person introduced', answer: ({ introduced }) => introduced[0] },
  { label: 'the second person introduced', answer: ({ introduced }) => introduced[1] },
  { label: 'the last person introduced', answer: ({ introduced }) => introduced.at(-1) },
  {
    label: 'the last person introduced before the last sentence',
    answer: ({ introducedBefore }) => introducedBefore.at(-1),
  },
];

/** The rule about the order of names that answers most stories. */
export function bestNameRule(stories: readonly Names[]): Rule {
  return NAME_RULES.map(({ label, answer }) => ({
    label,
    value: stories.filter((story) => answer(story) === story.owner).length / stories.length,
  })).reduce((best, rule) => (rule.value > best.value ? rule : best));
}
