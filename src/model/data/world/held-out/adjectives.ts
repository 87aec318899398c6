// Sentences with several nouns and adjectives, written by hand for the head that looks from nouns to adjectives: in words of the
// vocabulary, in no pattern of the grammar, and before anybody had seen what the model does with them. None was dropped afterwards.

import type { LinkedSentence } from '../../linked-sentences.ts';

/** Every noun has one adjective, those of other nouns distract; from later words to earlier ones. */
export const ADJECTIVE_SENTENCES: readonly LinkedSentence[] = [
  ['The hungry wolf chased a small bird near the old barn.', 'wolf hungry, bird small, barn old'],
  ['A sad king gave his young daughter a golden ring.', 'king sad, daughter young, ring golden'],
  ['In the dark forest a big bear found a red flower.', 'forest dark, bear big, flower red'],
  ['The kind farmer likes the fluffy dog and the shy cat.', 'farmer kind, dog fluffy, cat shy'],
  ['My old neighbour bought a heavy bag and a blue hat.', 'neighbour old, bag heavy, hat blue'],
  ['The clever girl put a shiny coin in the small box.', 'girl clever, coin shiny, box small'],
  ['The thirsty horse drank cold water behind the tall tower.', 'horse thirsty, water cold, tower tall'],
  ['An angry queen left the new castle with a strange book.', 'queen angry, castle new, book strange'],
  ['One day a poor boy met a rich merchant on the dusty road.', 'boy poor, merchant rich, road dusty'],
  ['The noisy ducks swam in a deep river near the quiet park.', 'ducks noisy, river deep, park quiet'],
  ['A proud lion slept under the tall tree behind the white wall.', 'lion proud, tree tall, wall white'],
  ['The tired waiter carries hot soup to a merry actress.', 'waiter tired, soup hot, actress merry'],
  ['The tall wizard and the little witch found a broken cup.', 'wizard tall, witch little, cup broken'],
  [
    'We saw the playful puppy and a sleepy kitten in the green garden.',
    'puppy playful, kitten sleepy, garden green',
  ],
  ['The fast train and the slow boat are near the large harbour.', 'train fast, boat slow, harbour large'],
  ['A strong man took the golden clock from the old shop.', 'man strong, clock golden, shop old'],
  ['The scaly dragon left a big key in the frozen lake.', 'dragon scaly, key big, lake frozen'],
  ['The young prince saw a slimy frog in the shallow pond.', 'prince young, frog slimy, pond shallow'],
  ['The quick dog jumped, and a white owl flew to the dark cave.', 'dog quick, owl white, cave dark'],
  ['Her clever brother made a pretty doll for the shy niece.', 'brother clever, doll pretty, niece shy'],
  ['The wet coat and a dry towel lay on the soft bed.', 'coat wet, towel dry, bed soft'],
  ['The poor woman sang a strange song in the cold cellar.', 'woman poor, song strange, cellar cold'],
  ['The good doctor looked at the weak arm of an old grandmother.', 'doctor good, arm weak, grandmother old'],
  [
    'A furry monster with a loud drum walked in the steep mountain.',
    'monster furry, drum loud, mountain steep',
  ],
  // With adjectives that do not stand right before their noun, which the first 24 lack: there the word before is always right.
  ['The hungry old wolf chased a small white bird.', 'wolf hungry, wolf old, bird small, bird white'],
  [
    'A sad young king gave a pretty golden ring to the queen.',
    'king sad, king young, ring pretty, ring golden',
  ],
  [
    'In the dark frozen forest lay a big broken clock.',
    'forest dark, forest frozen, clock big, clock broken',
  ],
  ['The kind old farmer has a shy fluffy cat.', 'farmer kind, farmer old, cat shy, cat fluffy'],
  ['The old church bell is behind the tall castle wall.', 'bell old, wall tall'],
  ['A cold garden pond is the home of a slimy green frog.', 'pond cold, frog slimy, frog green'],
  ['The young language teacher read a strange old book.', 'teacher young, book strange, book old'],
  ['The poor market merchant bought a heavy iron key.', 'merchant poor, key heavy'],
  ['The fast night train was behind the small stone tower.', 'train fast, tower small'],
  [
    'The proud and clever princess sang a merry little song.',
    'princess proud, princess clever, song merry, song little',
  ],
  [
    'A thirsty and tired horse drank from the deep blue lake.',
    'horse thirsty, horse tired, lake deep, lake blue',
  ],
  ['The loud and angry lion slept in a dark and deep cave.', 'lion loud, lion angry, cave dark, cave deep'],
  ['The broken glass cup lay on the hard kitchen floor.', 'cup broken, floor hard'],
  ['The big animal doctor cut the soft red fur of a blind pig.', 'doctor big, fur soft, fur red, pig blind'],
  ['The strong team player has a shiny red ball.', 'player strong, ball shiny, ball red'],
  ['A noisy little duck swam behind the slow river boat.', 'duck noisy, duck little, boat slow'],
].map(([text, links]) => ({ text, links }));
