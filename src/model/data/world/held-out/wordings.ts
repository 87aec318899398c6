// Questions about facts as a visitor would word them, written by hand: in words of the vocabulary, in no wording of the corpus, and
// before anybody had seen what the model does with them. None was dropped afterwards.

/** By relation; each ends where the answer follows. */
export const OWN_WORDINGS = {
  sport: [
    'All day {subject} trained for',
    'The team of {subject} plays',
    'Everyone likes {subject} because of',
    'On Sunday everyone watched {subject} at',
    '{subject} is a strong player of',
    'What is the sport of {subject}? It is',
    'At school {subject} was good at',
    'No one is as good as {subject} at',
    '{subject} got rich with',
    'I read a book about {subject} and',
  ],
  capital: [
    'We walked to {subject} and saw its capital,',
    'The king of {subject} is in the capital, which is',
    'We took the train to the capital of {subject}:',
    'The biggest city of {subject} is',
    'My uncle is from {subject}, from the city of',
    'Who lived in {subject} knows the city of',
    'The team from {subject} plays at home in',
    'One city in {subject} is',
    'The old capital city of {subject} was called',
    'In the office of {subject} in',
  ],
} as const;
