/** A kind of thing that the club lends: its sticker's letters, what it may be, and what is said of it. */
export interface Kind {
  readonly prefix: string;
  readonly names: readonly string[];
  readonly details: readonly (readonly string[])[];
}

const condition = ['as new', 'good', 'used', 'well used, works', 'scratched, works', 'serviced last spring'];
const sizes = ['size XS', 'size S', 'size M', 'size L', 'size XL'];

/** What clubs have most of comes first. */
export const catalogue: readonly Kind[] = [
  {
    prefix: 'BOOK',
    names: [
      'Running for Beginners',
      'The Half Marathon in Twelve Weeks',
      'Trails of the Black Forest',
      'Walks around Bengaluru',
      'Knots and How to Tie Them',
      'Home Electrics Explained',
      'The Patient Gardener',
      'First Aid Outdoors',
      'Bicycle Repair Step by Step',
      'Bouldering: Movement and Mind',
      'Cooking on One Burner',
      'Map, Compass, Weather',
    ],
    details: [
      ['1st edition', '2nd edition', '3rd edition'],
      ['paperback', 'hardcover', 'spiral bound'],
      condition,
    ],
  },
  {
    prefix: 'TOOL',
    names: [
      'Cordless drill',
      'Hammer drill',
      'Jigsaw',
      'Orbital sander',
      'Circular saw',
      'Heat gun',
      'Impact driver',
      'Multimeter',
      'Socket set, 46 pieces',
      'Torque wrench, 10–60 Nm',
      'Staple gun',
      'Spirit level, 120 cm',
    ],
    details: [
      ['in its case', 'with two batteries', 'with a set of bits', 'with manual', 'without case'],
      condition,
    ],
  },
  {
    prefix: 'GARDEN',
    names: [
      'Wheelbarrow',
      'Hedge trimmer',
      'Lawn mower',
      'Leaf rake',
      'Spade',
      'Pruning saw',
      'Ladder, 3 m',
      'Shredder',
    ],
    details: [['electric', 'manual', 'folding', 'heavy', 'light'], condition],
  },
  {
    prefix: 'CAMP',
    names: [
      'Two-person tent',
      'Four-person tent',
      'Sleeping bag',
      'Sleeping mat',
      'Gas stove',
      'Rucksack, 45 l',
      'Rucksack, 65 l',
      'Head torch',
      'Tarp, 3 × 4 m',
      'Water filter',
    ],
    details: [['green', 'blue', 'orange', 'grey'], ['three seasons', 'summer', 'all year'], condition],
  },
  {
    prefix: 'RUN',
    names: [
      'GPS watch',
      'Heart rate strap',
      'Hydration vest',
      'Reflective vest',
      'Running stroller',
      'Stopwatch',
      'Trail shoes',
    ],
    details: [sizes, condition],
  },
  {
    prefix: 'BIKE',
    names: [
      'Trekking bike',
      'City bike',
      'Mountain bike',
      'Cargo bike',
      'Folding bike',
      'Child’s bike, 20 inch',
      'Child trailer',
    ],
    details: [
      ['frame 48 cm', 'frame 52 cm', 'frame 56 cm', 'frame 60 cm', 'one size'],
      ['8 gears', '24 gears', 'hub gear', 'electric'],
      ['with lights and lock', 'without lock', 'with panniers', 'with child seat'],
    ],
  },
  {
    prefix: 'BALL',
    names: [
      'Football',
      'Basketball',
      'Volleyball',
      'Badminton set',
      'Table tennis set',
      'Frisbee',
      'Slackline, 15 m',
      'Boules',
    ],
    details: [['for the hall', 'for outdoors', 'for the beach', 'for children'], condition],
  },
  {
    prefix: 'SNOW',
    names: ['Cross-country skis', 'Snowshoes', 'Sledge', 'Ski helmet', 'Ski poles', 'Touring skis'],
    details: [sizes, condition],
  },
  {
    prefix: 'CLIMB',
    names: ['Climbing rope, 60 m', 'Harness', 'Helmet', 'Crash pad', 'Set of quickdraws', 'Via ferrata set'],
    details: [['checked this year', 'checked last year', 'new this season'], sizes],
  },
  {
    prefix: 'WATER',
    names: ['Kayak', 'Stand-up paddleboard', 'Life jacket', 'Paddle', 'Dry bag, 35 l', 'Wetsuit'],
    details: [sizes, ['red', 'yellow', 'blue'], condition],
  },
  {
    prefix: 'PARTY',
    names: [
      'Beer bench',
      'Gazebo, 3 × 3 m',
      'Projector',
      'Screen, 2 m',
      'Loudspeaker',
      'Raclette grill',
      'Coffee urn, 10 l',
    ],
    details: [condition],
  },
];
