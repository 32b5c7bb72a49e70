import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Permission } from '../shared/access/caller.js';

/** A name for a set of permissions; a role with any is privileged. */
@Entity('roles')
export class Role {
  @PrimaryColumn('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { array: true })
  permissions!: Permission[];

  /** The three that the server starts with: fixed. */
  @Column('boolean', { name: 'built_in' })
  builtIn!: boolean;
}
