import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One lending of one item, from when it was lent to when it came back; open until then. */
@Entity('loans')
export class Loan {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  /** Null once the item was deleted. */
  @Column('text', { name: 'item_id', nullable: true })
  itemId!: string | null;

  /** The item's description as it was at lending. */
  @Column('text', { name: 'item_description' })
  itemDescription!: string;

  /** Null once the borrower was deleted. */
  @Column('uuid', { name: 'borrower_id', nullable: true })
  borrowerId!: string | null;

  @Column('uuid', { name: 'lent_by_id', nullable: true })
  lentById!: string | null;

  @Column('uuid', { name: 'returned_by_id', nullable: true })
  returnedById!: string | null;

  @Column({ type: 'timestamptz', name: 'loaned_at', precision: 3 })
  loanedAt!: Date;

  @Column({ type: 'timestamptz', name: 'due_at', precision: 3, nullable: true })
  dueAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'returned_at', precision: 3, nullable: true })
  returnedAt!: Date | null;
}
