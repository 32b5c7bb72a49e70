import { Column, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** A thing that the club lends. Who holds it is not kept here: that is its open loan. */
@Entity('items')
export class Item {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  description!: string;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at', precision: 3 })
  updatedAt!: Date;
}
