import { DAY } from '../weather/hours.js';
import { catalogue } from './catalogue.js';
import { Random } from './random.js';

/** A thing of the club. */
export interface ImaginedItem {
  /** As on its sticker: `BIKE-0042`. */
  readonly id: string;
  readonly description: string;
  readonly createdAt: Date;
  /** From 0, never lent, to 1, hardly ever at home. */
  readonly demand: number;
}

const OLDEST_DAYS = 1000;

export function imagineItems(seed: number, count: number, now: Date): readonly ImaginedItem[] {
  const random = Random.of(seed, 'items');
  const numbers = new Map<string, number>();
  return Array.from({ length: count }, () => {
    const kind = random.favour(catalogue);
    const number = (numbers.get(kind.prefix) ?? 0) + 1;
    numbers.set(kind.prefix, number);
    return {
      id: `${kind.prefix}-${String(number).padStart(4, '0')}`,
      description: [random.pick(kind.names), ...kind.details.map((detail) => random.pick(detail))].join(', '),
      createdAt: new Date(now.getTime() - Math.round(random.between(1, OLDEST_DAYS) * DAY)),
      demand: random.chance(0.15) ? 0 : random.next() ** 2,
    };
  });
}
