import { Absentable, Emptiable, Input, INSTANT_SCHEMA, Text } from '../shared/input/decorators.js';
import { readTime } from '../shared/values/values.js';

const itemId = {
  max: 64,
  pattern: /^[A-Za-z0-9._:-]{1,64}$/,
  meaning: '1 to 64 letters, digits, dots, underscores, colons or hyphens',
};
const description = { max: 1000 };
const username = { max: 64 };

/** An instant that is still to come. */
const FutureInstant = (): PropertyDecorator =>
  Input({
    name: 'futureInstant',
    read: (value) => readTime(value) ?? value,
    fits: (value) => value instanceof Date && value.getTime() > Date.now(),
    otherwise: 'must be a time in ISO 8601, such as 2030-01-24T16:58:45Z, and in the future',
    schema: INSTANT_SCHEMA,
  });

/** A new item. */
export class CreateItemDto {
  /** What stands on its sticker; the server makes a UUID where it is left out. */
  @Absentable()
  @Text(itemId)
  id?: string;

  /** What it is. */
  @Text(description)
  description!: string;

  /** Lends it at once to this user. */
  @Emptiable()
  @Text(username)
  loanedto?: string | null;
}

/** A change of an item; what is left out stays. */
export class UpdateItemDto {
  /** The id is fixed: only the present one may be given. */
  @Absentable()
  @Text(itemId)
  id?: string;

  /** What it is. */
  @Absentable()
  @Text(description)
  description?: string;

  /** Who holds it from now on; null returns it. */
  @Emptiable()
  @Text(username)
  loanedto?: string | null;
}

/** A lending. */
export class CreateLoanDto {
  /** What is lent; it must be free. */
  @Text({ max: 64 })
  item!: string;

  /** Who borrows it; the caller where it is left out. */
  @Emptiable()
  @Text(username)
  borrower?: string | null;

  /** When it should be back: in the future. */
  @Emptiable()
  @FutureInstant()
  dueAt?: Date | null;
}
