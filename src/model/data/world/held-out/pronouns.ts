// Sentences with a pronoun whose noun is one of two, written by hand for the head that looks from pronouns to nouns: in words of the
// vocabulary, in no pattern of the grammar, and before anybody had seen what the model does with them. None was dropped afterwards.

import type { LinkedSentence } from '../../linked-sentences.ts';

/** The other noun is of the other gender, so that the pronoun alone tells which one is meant. */
export const PRONOUN_SENTENCES: readonly LinkedSentence[] = [
  ['The king met the queen in the garden, and he gave her a ring.', 'he king'],
  ['The woman looked at the boy because he was sad.', 'he boy'],
  ['The actress bought a book from the waiter because she was bored.', 'she actress'],
  ['In the kitchen the uncle saw the aunt, and she was angry.', 'she aunt'],
  ['The grandmother asked the nephew, but he did not speak.', 'he nephew'],
  ['The prince walked to the castle of the princess. There he was happy.', 'he prince'],
  ['The wizard was afraid of the witch, so she smiled.', 'she witch'],
  ['The daughter of the man is tall, and she likes tennis.', 'she daughter'],
  ['The father of the girl is old, but he is fast.', 'he father'],
  ['The waitress brought the soup to the actor, and he thanked her.', 'he actor'],
  ['Yesterday the sister saw the brother in the office, where he worked.', 'he brother'],
  ['The husband looked for the wife all day, and then she came home.', 'she wife'],
  ['The mother told the son a story before she went to bed.', 'she mother'],
  ['The boy gave the ball to the girl, and she put it in the box.', 'she girl'],
  ['The queen left the hall after the king, so she was the last.', 'she queen'],
  ['The man is strong, the woman is clever, and he knows that.', 'he man'],
  ['The niece has a cat that the grandfather likes, but she left it.', 'she niece'],
  ['The waiter and the waitress were in the cellar, where she found a key.', 'she waitress'],
  ['The son took the hat of the mother because he was cold.', 'he son'],
  ['The princess played the flute for the prince until he slept.', 'he prince'],
  ['The aunt was lost in the forest. The nephew heard that she called.', 'she aunt'],
  ['The witch gave the wizard a cup, and in the night he drank it.', 'he wizard'],
  ['The brother knows what the sister did in the attic, but he is quiet.', 'he brother'],
  ['The grandfather came with the grandmother by train, because she is weak.', 'she grandmother'],
].map(([text, links]) => ({ text, links }));
