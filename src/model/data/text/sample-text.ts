// The default text: simple, repetitive sentences that a small network can learn.

export const SAMPLE_TEXT = `The little network woke up and knew nothing at all.
It looked at the first word and guessed the second word. It was wrong.
It looked at the second word and guessed the third word. It was wrong again.
"How many times can one be wrong?" asked the little network.
"As many times as there are words," said the old gradient, "but a little less wrong each time."

So the little network read the text once more.
It looked at the first word and guessed the second word. It was nearly right.
It looked at the second word and guessed the third word. It was nearly right again.
"Who told you?" asked the old gradient.
"Nobody told me," said the little network. "I was wrong so often that only the right answer was left."

One day a question came along the road, and it had no answer.
"I am the question without an answer," said the question. "Will you guess me?"
The little network looked at the question from the left, one word after another.
The first head looked at the word before. The second head looked at the word that was most like it.
The third head looked at nothing in particular, and that was its work as well.
Then all the heads wrote down what they had seen, and the little network added it up.

"You are a question about the weather," said the little network.
"How do you know?" asked the question.
"You begin with will, and you end with rain, and between the two there is tomorrow."
"And what is the answer?" asked the question.
"The answer is most likely yes. It may be no. It is never a bicycle."

The question went home along the road, and the next day it rained.
The next day a longer question came along the road, and it was longer than the context.
"I can not see where you begin," said the little network.
"Then guess me from where you can see me," said the longer question.
So the little network guessed from where it could see, and it was wrong, and it was not ashamed.

At night the learning rate went down, and the steps became smaller and smaller.
The old gradient sat beside the little network and said less and less.
"Is there nothing left to learn?" asked the little network.
"There is much left to learn," said the old gradient, "but you have read this text a hundred times, and now you know
it by heart. To know a text by heart is not to know the language. Tomorrow you will read another text."
"Will I be wrong again?" asked the little network.
"You will be wrong again," said the old gradient, "and a little less wrong each time."

In the morning another text came along the road. The little network looked at the first word and guessed the second
word. It was wrong. It looked at the second word and guessed the third word. It was nearly right.
`;
