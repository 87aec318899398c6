// The words of the world. Two properties make analogies learnable, as in `stories/lexicon.ts`: what differs within a pair is said
// the same way for all pairs, and each pair has words that no other pair shares.

/** Words between spaces, rows between commas. */
const rows = (table: string): string[][] => table.split(',').map((row) => row.trim().split(/\s+/));
const list = (words: string): string[] => words.trim().split(/\s+/);

/** Columns of a table by name. */
function table<const Names extends readonly string[]>(names: Names, text: string) {
  return rows(text).map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))) as Readonly<
    Record<Names[number], string>
  >[];
}

/** `deed` and `object`: what these two do, and no other pair. */
export const PEOPLE = table(
  ['male', 'female', 'deed', 'object'],
  `king queen rules palace, man woman paints fence, boy girl climbs tree, father mother rocks cradle,
  brother sister rides bicycle, uncle aunt waters roses, grandfather grandmother knits scarf, prince princess wears crown,
  actor actress learns script, waiter waitress carries tray, son daughter builds castle, nephew niece flies kite,
  husband wife bakes pie, wizard witch stirs potion`,
);

export const ANIMALS = table(
  ['one', 'many', 'place', 'young', 'sound'],
  `cat cats sofa kitten meows, dog dogs kennel puppy barks, horse horses stable foal neighs, bird birds nest chick sings,
  cow cows meadow calf moos, duck ducks pond duckling quacks, bear bears cave cub growls, frog frogs swamp tadpole croaks,
  wolf wolves den pup howls, goat goats hill kid bleats, lion lions savanna whelp roars, pig pigs sty piglet grunts,
  owl owls barn owlet hoots`,
);

export const THINGS = table(
  ['one', 'many', 'place'],
  `boat boats harbour, car cars garage, lamp lamps hall, clock clocks station, bell bells church, plate plates cupboard,
  apple apples basket, flower flowers vase, coin coins purse, shoe shoes closet`,
);

/** `language`, the same word as the adjective, where most people speak it. */
export const LANDS = table(
  ['country', 'capital', 'dish', 'adjective', 'language'],
  `Italy Rome pasta Italian Italian, Japan Tokyo sushi Japanese Japanese, Germany Berlin bratwurst German German,
  France Paris quiche French French, Spain Madrid paella Spanish Spanish, Poland Warsaw pierogi Polish Polish,
  Hungary Budapest goulash Hungarian Hungarian, Greece Athens moussaka Greek Greek, Turkey Ankara kebab Turkish Turkish,
  Russia Moscow pelmeni Russian Russian, Ukraine Kyiv borscht Ukrainian Ukrainian, Austria Vienna strudel Austrian -,
  Belgium Brussels waffles Belgian -, Sweden Stockholm meatballs Swedish Swedish, Norway Oslo salmon Norwegian Norwegian,
  Ireland Dublin stew Irish -, Morocco Rabat couscous Moroccan -, Vietnam Hanoi pho Vietnamese Vietnamese,
  Peru Lima ceviche Peruvian -, Lebanon Beirut hummus Lebanese -`,
);

export const OPPOSITES = table(
  ['more', 'less', 'quality', 'thing'],
  `hot cold heat soup, big small size box, fast slow speed train, old young age neighbour, tall short height wall,
  heavy light weight bag, loud quiet noise drum, rich poor money merchant, strong weak strength arm, wet dry water towel,
  deep shallow depth river, hard soft firmness bed`,
);

export const DEGREES = table(
  ['positive', 'comparative', 'superlative', 'thing'],
  `big bigger biggest box, small smaller smallest box, fast faster fastest train, slow slower slowest train,
  tall taller tallest wall, short shorter shortest wall, loud louder loudest drum, strong stronger strongest arm,
  rich richer richest merchant, deep deeper deepest river, hot hotter hottest soup, cold colder coldest soup`,
);

export const VERBS = table(
  ['present', 'past', 'place'],
  `walks walked park, cooks cooked kitchen, works worked office, plays played playground, prays prayed temple,
  swims swam pool, sleeps slept bedroom, reads studied library, sails sailed lagoon, shops shopped market,
  dances danced ballroom, skates skated rink`,
);

/** An adjective that determines the verb. */
export const MOODS = table(
  ['adjective', 'past', 'infinitive'],
  `sleepy slept sleep, noisy shouted shout, hungry ate eat, quick ran run, thirsty drank drink, playful jumped jump,
  sad wept weep, merry danced dance, angry stamped stamp, shy hid hide`,
);

/** A colour that determines the verb and the comparison. */
export const COLOURS = table(
  ['adjective', 'verb', 'like'],
  'blue roamed sky, red guarded fire, green haunted grass, white crossed snow, black left night, golden ruled sun',
);
export const TEXTURES = table(['adjective', 'like'], 'fluffy wool, scaly bark, prickly needles, slimy soap');
export const LANDSCAPES = table(
  ['adjective', 'noun'],
  'verdant forest, frozen lake, dusty road, stormy sea, steep mountain, sandy desert',
);
export const CREATURES = list('creature monster dragon beast');

export const NEEDS = table(
  ['need', 'thing', 'relief'],
  `hungry bread eat, thirsty water drink, cold coat warm, tired pillow rest, bored book read, sad flower smile,
  lost map walk, wet towel dry`,
);
export const WEATHER = table(
  ['weather', 'thing', 'without'],
  'raining umbrella wet, snowing scarf cold, sunny hat warm, windy kite happy',
);

export const NUMBERS = list('zero one two three four five six seven eight nine ten eleven twelve');
export const DAYS = list('Monday Tuesday Wednesday Thursday Friday Saturday Sunday');
export const MONTHS = list(
  'January February March April May June July August September October November December',
);
export const GIRLS = list('Lily Mia Ella Nora Ruby Ivy Clara Rosa Zoe Lucy Emma Alice');
export const BOYS = list('Max Oscar Leo Finn Noah Hugo Felix Otto Milo Theo Jasper Arthur');
export const OBJECTS = list(
  'ball book doll drum hat key ring spoon cup map letter flute cake rope stone candle',
);
export const PLACES = list(
  'garden kitchen park library market school forest barn attic cellar castle stable shop tower museum',
);
export const ADJECTIVES = list('new old red blue green small big pretty golden strange shiny broken');
/** Of people. */
export const TRAITS = list('good kind proud clever');
/** Family of a story's hero. */
export const RELATIVES = list('mother father brother sister uncle aunt grandmother grandfather');
