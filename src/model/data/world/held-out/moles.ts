// The word mole in three senses, ten sentences each, written by hand up to the word: in words of the vocabulary, none a sentence of the
// corpus, and before anybody had seen what the model does with them. None was dropped afterwards.

/** What stands before the word says which sense is meant. */
export const MOLE_BEGINNINGS: Readonly<Record<'animal' | 'skin' | 'chemistry', readonly string[]>> = {
  animal: [
    'The dog dug in the meadow and found a mole',
    'Under the tree there is a hole of a mole',
    'The owl flew from the tree and caught the mole',
    'In the grass we saw the tunnel of a mole',
    'The farmer was angry because the mole',
    'A worm is liked by every mole',
    'The little animal with soft fur is a mole',
    'At night the cat looked for the mole',
    'The wolf and the bear met a young mole',
    'Behind the barn lived a blind mole',
  ],
  skin: [
    'The nurse asked about the mole',
    'My grandmother has on her arm a mole',
    'The doctor saw that the patient had a mole',
    'On the cheek of the actress there is a small mole',
    'He went to the doctor because of a dark mole',
    'The skin of his hands is white but for one mole',
    'The patient was afraid of the mole',
    'She is pretty, and on her cheek is a mole',
    'The husband looked at his skin and found a new mole',
    'Is it a danger? The nurse measured the mole',
  ],
  chemistry: [
    'The chemist took two grams less than a mole',
    'The teacher asked what oxygen weighs and took one mole',
    'In chemistry we learnt what is a mole',
    'For the formula they needed less than a mole',
    'They measured the carbon in the laboratory: it was one mole',
    'A few grams of salt are less than one mole',
    'The weight of the water was that of a mole',
    'The teacher showed the grams of one mole',
    'The engineer needed oxygen, more than a mole',
    'Of carbon the laboratory has one mole',
  ],
};
