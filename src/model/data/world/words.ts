// The vocabulary of the world: the marks and words of its documents. New words go to the end, so that the others keep their ids.

const MARKS = ['\n', ',', '.', ':', '?', '“', '”'];

const LISTED = `
  a about Abuja Accra actor actress Adam Afghanistan afraid after again age Albania Alex Algeria Algiers Ali Alice all
  Allen am Amman an and Anderson Andy Angola angry animal Ankara Anthony any apple apples April are arm Armenia Arthur
  as Ashley ask asked at ate Athens athletics attic August aunt Australia Austria Austrian away Azerbaijan back bag
  Baghdad baked baker bakes Baku ball ballroom Bangkok Bangladesh bank Bannister bark barks barn Barry baseball basket
  basketball bat batter Beamon bear bears beast because Beckham bed bedroom before behind Beijing Beirut Belarus
  Belgian Belgium Belgrade bell bells Ben Berlin Best best bicycle big bigger biggest Biles Bird bird birds birthday
  black bleats blind blue boat boats Bob Bobby Bolt Bonds book bored borscht both bought box boxing boy Brady
  Bratislava bratwurst bread break Brett bring Broad broke broken brother brought Brussels Bryan Bryant Bubba
  Bucharest Budapest building builds Bulgaria but by Cairo cake calf call called came Cameron can Canada Canberra
  candle capital car carbon care Carl carries cars cast castle cat cats caught cave Cavendish cellar ceviche Chang
  Charlton chased cheek cheered chemist chemistry chick China Chris church city Clara Clemens clever climbs clock
  clocks closet coat coin coins cold colder coldest Cole comes computer cook cooked cooks Copenhagen could couscous
  covered cow cows cradle crashed creature cricket croaks Croatia crossed crown cub Cuba cup cupboard cut cycling
  Cyprus Dakar Damascus dance danced dances danger dark daughter David Davis Dawes day Dean DeAndre December deep
  deeper deepest den Denmark depth desert Dhaka did DiMaggio dish do doctor dog dogs Doha doll Dominique dragon drank
  dress drink dropped drove drum dry Dublin duck duckling ducks dug Dumbledore Duncan Durant Dustin dusty eat Egypt
  Eiffel eight eleven Eli Ella Elway Emma Emmitt end engineer Esposito Estonia Evert every everyone Ewing fans farmer
  fashion fast faster fastest father February Federer Felix fell felt fence few Finland Finn fire firmness fish
  fisherman five flew flies floor flower flowers fluffy flute foal followed football for Foreman forest formula found
  four France Frank Frazier French Friday friends frog frogs from Froome frozen fur furry Fury garage garden Garnett
  Gary gave Gay Gayle George Georgia Geraint German Germany Ghana girl give gives glass goat goats golden golf good
  got goulash gown grams grandfather grandmother grass Greece Greek green Gretzky growls grunts guarded gymnastics had
  hall hands Hanoi happy harbour hard Harden Harry has hat haunted Havana have he headmaster hear heard heat heavy
  height Helsinki Henman her here herself hid hide hill him himself his hit hits hockey Hogan hole Holmes home hoots
  horse horses hot hotter hottest howls Hugo Hull hummus hung Hungarian Hungary hungry hunts husband I Iceland in into
  Iran Iraq Ireland Irish iron is Islamabad it Italian Italy its Ivy Jack Jackie James Jamie January Japan Japanese
  Jason Jasper Jim Joe John Johnson Jones Jordan Josh Joshua July jump jumped June Justin Kabul Kampala Kane Kathmandu
  Katie kebab keeps Kelly kennel Kenny Kenya Kevin key kid kind king kitchen kite kitten knits known knows Kobe Kyiv
  laboratory lagoon Laila lake lamp lamps land language large Larry last Latvia Laura Lawrence lay learns learnt least
  Lebanese Lebanon LeBron Ledecky Lee left Lennox lent Leo Leon less letter Lewis library light like liked likes Lily
  Lima Lineker lion lions Lisbon Lithuania little live lived Ljubljana looked lost loud louder loudest Louis love
  Luanda Lucy made Madrid Magic magic Mahomes make makes man Manning Manuel map March Marion Mark market Martin Max
  May McEnroe me meadow means measured meatballs meows merchant merry met Mia Michael Mickelson Mike Milo miniature
  Minsk Moceanu model mole Monday money Mongolia monster Montana Moore moos more Morgan morning Moroccan Morocco
  Moscow moth mother mountain moussaka much Muhammad Murray Muscat museum my Nairobi named Nash near needed needles
  needs neighbour neighs Nepal nephew nest never Neville new next Nicklaus Nicosia niece Nigeria night nine no Noah
  noise noisy Nora Norway Norwegian not November now nurse October of office old Oman on once one opposite Orr Ortiz
  Oscar Oslo other Ottawa Otto out Owen owl owlet owls oxygen paella paints Pakistan palace Paris park pasta patient
  Patrick Paul Payton Peaty pelmeni people Peru Peruvian Peyton Phelps Phil pho photographer Pickford pie Pierce
  pierogi Pietersen pig piglet pigs pillow place plastic plate plates played player playful playground plays please
  Poland Polish pond pool poor Portugal potion Potter Powell prayed prays predict predicts pretty prickly prince
  princess Professor proud pup puppy purse put Qatar quacks queen quiche quick quiet Rabat raining ran Randy Ray
  reached read reads recipe red reeds Regan rest Reykjavik rich richer richest rides Riga ring rink river road roamed
  roars robbed Robinson rocks Roddick Roger Romania Rome roof Rooney Root rope Rosa Rose roses Roy Ruby ruled rules
  run Russia Russian sad said sailed sails salmon salt sample Sanders sandy sang sat Saturday savanna saved saw scaly
  scarf Scholes school Scott script sea seldom Senegal September Serbia Serena seven shallow Shawn she shelf shiny
  shoe shoes shop shopped shops short shorter shortest shout shouted show showed shows shy Simon Simone sings sister
  six size skated skates skin sky sleep sleeps sleepy slept slimy Slovakia Slovenia slow slower slowest small smaller
  smallest smile smiled Smith Snape snow snowing so soap soccer sofa Sofia soft some something son song soup Spain
  Spanish speak speed spell Spieth Spinks Spitz spoon sport stable stamp stamped stands station steel steep Steve stew
  still stirs Stockholm Stockton Stokes stolen stone stood stormy story strange strength strong stronger strongest
  strudel Stuart studied sty sun Sunday sunny sushi Sussex swam swamp Sweden Swedish swimming swims swung Syria table
  tadpole tall taller tallest Tallinn Taylor Tbilisi teacher team Ted Tehran temple ten tennis Terry text Thailand
  than thank thanked that the their then Theo there therefore these they thief thirsty this Thomas three Thursday
  Tiger Tim time Tirana tired to today Tokyo told Tom Tony too took towel tower train trained tray tree Trout true
  Tuesday Tunis Tunisia tunnel Turkey Turkish twelve two Tyson Uganda Ukraine Ukrainian Ulaanbaatar umbrella uncle
  under until upon Usain vase Vaughan Venus verdant very Vienna Vietnam Vietnamese Vilnius waffles waiter waitress
  walk walked walks wall Walter wanted warm Warner Warsaw was watched water waters Watson Waugh way Wayne we Weah weak
  wear wears Wednesday week weep weighed weighs weight went wept were wet what whelp where which white who why wife
  Williams Windsor windy witch with wizard wolf wolves woman wood Woods wool word words wore worked works worm Yates
  Yerevan yes yesterday you Young young your yours Zagreb zero Zoe
`;

export const WORDS: readonly string[] = [...MARKS, ...LISTED.trim().split(/\s+/)];
