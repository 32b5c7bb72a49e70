import { ApiProperty } from '@nestjs/swagger';

/** More than anybody has. */
const MOST = 100_000_000;

const records = (description: string) =>
  ({
    type: 'array',
    maxItems: MOST,
    items: { type: 'object', additionalProperties: true },
    description,
  }) as const;

/** Everything that is kept about a user. */
export class UserExport {
  /** When all of this was so. */
  @ApiProperty({ type: 'string', format: 'date-time', maxLength: 30, example: '2020-01-24T16:34:34.838Z' })
  exported_at!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The user’s own record, as a plain read shows it.',
  })
  user!: object;

  @ApiProperty(records('Logins that are not forgotten yet.'))
  sessions!: readonly object[];

  @ApiProperty(records('The user’s runs, as a plain read shows them, and the time zone of their dates.'))
  runs!: readonly object[];

  @ApiProperty(records('What the user borrowed, as a plain read shows it.'))
  loans!: readonly object[];

  @ApiProperty(records('What the user lent to others for the club, without their names.'))
  loans_lent_to_others!: readonly object[];

  @ApiProperty(records('What the user took back from others for the club, without their names.'))
  loans_taken_back_from_others!: readonly object[];

  @ApiProperty(
    records(
      'What the user changed, and what was changed of them and theirs. What it was is null where it is of others, too.',
    ),
  )
  audit_events!: readonly object[];

  @ApiProperty(
    records(
      'Answers to requests with an `Idempotency-Key`; path and body are null where another user is named in them.',
    ),
  )
  kept_answers!: readonly object[];
}
