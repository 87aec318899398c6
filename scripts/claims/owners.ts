// Whom the course's model names where the owner is not the last recipient: two gifts of two things, and a thing that nobody gives away.
import { article } from '../../src/model/data/world/grammar.ts';
import { type Scene, scene } from '../../src/model/data/world/stories/scene.ts';
import { random } from '../../src/shared/random.ts';
import type { TransformerSession } from '../../src/workers/session/transformer/transformer-session.ts';
import type { Figures } from './figures.ts';

/** In combinations of people and things that were never trained. */
const STORIES = 60;

interface Story {
  readonly text: string;
  readonly owner: string;
  /** The last recipient, or whoever is named last where nothing is given. */
  readonly newest: string;
}

const had = ({ a, thing, adjective }: Scene) => `${a.name} had ${article(adjective)} ${adjective} ${thing}.`;
const gave = ({ a, b, thing }: Scene) => `${a.he} met ${b.name} and gave ${b.him} the ${thing}.`;

/** By what is asked. */
function storiesOf(row: number): Record<'first' | 'second' | 'kept', Story> {
  const r = random(0, 'claims', 'owners', row);
  const one = scene(r, 'validation');
  const named = [one.a.name, one.b.name];
  let other = scene(r, 'validation');
  while (other.thing === one.thing || named.includes(other.a.name) || named.includes(other.b.name))
    other = scene(r, 'validation');
  const gifts = [had(one), gave(one), had(other), gave(other)].join(' ');
  const newest = other.b.name;
  return {
    first: { text: `${gifts} Who has the ${one.thing}?`, owner: one.b.name, newest },
    second: { text: `${gifts} Who has the ${other.thing}?`, owner: newest, newest },
    kept: {
      ...{ text: `${had(one)} ${one.a.he} met ${one.b.name}. Now`, owner: one.a.name, newest: one.b.name },
    },
  };
}

/** Counts by what is asked: of `stories` the owner is named in `right`, and the last recipient in `newest`. */
export async function ownerFigures(model: TransformerSession): Promise<Figures> {
  const counts = { first: [0, 0], second: [0, 0], kept: [0, 0] };
  for (let row = 0; row < STORIES; row++)
    for (const [asked, { text, owner, newest }] of Object.entries(storiesOf(row))) {
      const { prefixes } = await model.lens('next-token', { text });
      const said = prefixes[prefixes.length - 1].next[0].text;
      const count = counts[asked as keyof typeof counts];
      count[0] += Number(said === owner);
      count[1] += Number(said === newest);
    }
  return {
    stories: STORIES,
    ...Object.fromEntries(
      Object.entries(counts).map(([asked, [right, newest]]) => [asked, { right, newest }]),
    ),
  };
}
