import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';

/** Kitroom's tables, as much of them as the benchmark asks for. The library reads the types of properties. */
@Entity('roles')
export class Role {
  @PrimaryColumn('text')
  name: string;
}

@Entity('users')
export class User {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  username: string;

  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('boolean')
  active: boolean;

  @ManyToMany(() => Role)
  @JoinTable({
    name: 'user_roles',
    joinColumn: { name: 'user_id' },
    inverseJoinColumn: { name: 'role_name', referencedColumnName: 'name' },
  })
  roles: Role[];
}

@Entity('runs')
export class Run {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id: number;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @Column('timestamptz', { name: 'start_time' })
  startTime: Date;

  @Column('timestamptz', { name: 'end_time' })
  endTime: Date;

  @Column('integer')
  distance: number;

  @Column('double precision', { name: 'start_lat' })
  startLat: number;

  @Column('double precision', { name: 'start_lng' })
  startLng: number;

  @Column('double precision', { name: 'end_lat' })
  endLat: number;

  @Column('double precision', { name: 'end_lng' })
  endLng: number;

  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('date', { generatedType: 'STORED', asExpression: '(start_time AT TIME ZONE time_zone)::date' })
  date: string;

  @Column('integer', { generatedType: 'STORED', asExpression: 'extract(epoch FROM end_time - start_time)' })
  duration: number;

  @Column('jsonb', { name: 'weather_info', nullable: true })
  weatherInfo: object;

  @Column('text', { name: 'weather_status' })
  weatherStatus: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @ManyToOne(() => User)
  @JoinColumn({ name: 'user_id' })
  user: User;
}

@Entity('items')
export class Item {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  description: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}

@Entity('loans')
export class Loan {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id: number;

  @Column('text', { name: 'item_description' })
  itemDescription: string;

  @Column('timestamptz', { name: 'loaned_at' })
  loanedAt: Date;

  @Column('timestamptz', { name: 'returned_at', nullable: true })
  returnedAt: Date;

  @ManyToOne(() => Item)
  @JoinColumn({ name: 'item_id' })
  item: Item;

  @ManyToOne(() => User)
  @JoinColumn({ name: 'borrower_id' })
  borrower: User;

  @ManyToOne(() => User)
  @JoinColumn({ name: 'lent_by_id' })
  lentBy: User;

  @ManyToOne(() => User)
  @JoinColumn({ name: 'returned_by_id' })
  returnedBy: User;
}
