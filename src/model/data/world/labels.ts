// Properties of words in sentences of the world: gender, number, the sense of `mole`, and who got the last gift.

import { random } from '../../../shared/random.ts';
import type { Tokenizer } from '../../tokenizers/tokenizer.ts';
import type { LabelledSentence, LabelledSentences } from '../dataset.ts';
import { ownerStories } from './held-out/owners.ts';
import { ANIMALS, BOYS, GIRLS, PEOPLE, THINGS } from './lexicon.ts';
import { trainedMoles } from './senses.ts';

/** Beginnings of the corpus's sentences that do not name the property. `_` is the word. */
const PEOPLE_FRAMES = [
  'The _ said that',
  'The _ looked at',
  'The _ was good.',
  'The _ was clever.',
  'We saw the kind _ with',
  'We saw the proud _ with',
];
const NOUN_FRAMES = ['The _', 'Where was it? The _', 'I saw it. The _', 'She likes the _'];

const OWNER_STORIES = 600;

export function worldLabels(tokenizer: Tokenizer): LabelledSentences[] {
  const framed = (frames: readonly string[], word: string, label: number, group: string) =>
    frames.map((frame): LabelledSentence => {
      const [before] = frame.split('_');
      const position = tokenizer.encode(`${before}${word}`).ids.length - 1;
      return { tokens: tokenizer.encode(frame.replace('_', word)).ids, position, label, group };
    });
  return [
    {
      name: 'gender',
      description: 'Male or female, by the noun. Both words of a pair are held out together.',
      classes: ['male', 'female'],
      sentences: PEOPLE.flatMap(({ male, female }) => [
        ...framed(PEOPLE_FRAMES, male, 0, male),
        ...framed(PEOPLE_FRAMES, female, 1, male),
      ]),
    },
    {
      name: 'number',
      description: 'One or many, by the noun. Both forms of a noun are held out together.',
      classes: ['one', 'many'],
      sentences: [...ANIMALS, ...THINGS].flatMap(({ one, many }) => [
        ...framed(NOUN_FRAMES, one, 0, one),
        ...framed(NOUN_FRAMES, many, 1, one),
      ]),
    },
    senseLabels(tokenizer),
    recipientLabels(tokenizer),
  ];
}

/** What stands before `mole` says which sense it has. */
function senseLabels(tokenizer: Tokenizer): LabelledSentences {
  const senses = trainedMoles();
  const sentences = senses.flatMap(([, beginnings], label) =>
    beginnings.map((group): LabelledSentence => {
      const tokens = tokenizer.encode(group).ids;
      return { tokens, position: tokens.length - 1, label, group };
    }),
  );
  return {
    name: 'sense of mole',
    description:
      'Animal, skin or chemistry, by what stands before the word. Sentences are held out, since the word is one.',
    classes: senses.map(([sense]) => sense),
    sentences,
  };
}

/** Stories up to where the owner is named, in combinations that the model has not been trained on. */
function recipientLabels(tokenizer: Tokenizer): LabelledSentences {
  const classes = [...GIRLS, ...BOYS];
  const stories = ownerStories(OWNER_STORIES, (row) => random(0, 'world', 'labels', 'owner', row));
  return {
    name: 'last recipient',
    formerName: 'owner',
    description:
      'Who of two or three named people got the last gift of a story in which somebody else is named last. Guessing among the named gives 33 to 50 %. Things are held out.',
    classes,
    sentences: stories.map(({ text, owner, named, thing }) => {
      const tokens = tokenizer.encode(text).ids;
      const byRule = classes.indexOf(named[0]);
      return { tokens, position: tokens.length - 1, label: classes.indexOf(owner), group: thing, byRule };
    }),
    rule: { label: 'the newest name' },
  };
}
