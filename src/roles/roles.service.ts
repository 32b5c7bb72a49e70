import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { In } from 'typeorm';
import { Database } from '../database/database.js';
import type { Caller } from '../shared/access/caller.js';
import { Conflict, Forbidden, Invalid, NotFound } from '../shared/errors/errors.js';
import { changedFields } from '../shared/input/fields.js';
import { tellEvent } from '../shared/log/event.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import { type One, type Page, Removed } from '../shared/reading/answer.js';
import { Reader } from '../shared/reading/reader.js';
import type { CreateRoleDto, UpdateRoleDto } from './role.dto.js';
import { Role } from './role.entity.js';
import { REGULAR } from './role-names.js';
import { roleResource } from './role.resource.js';

/** Names for sets of permissions, and who may give them. */
@Injectable()
export class RolesService {
  constructor(
    private readonly database: Database,
    private readonly reader: Reader,
  ) {}

  list(caller: Caller, query: ListQuery): Promise<Page<typeof roleResource>> {
    return this.reader.list(roleResource, caller, query);
  }

  find(caller: Caller, name: string, query?: OneQuery): Promise<One<typeof roleResource>> {
    return this.reader.one(roleResource, caller, name, query);
  }

  async create(caller: Caller, input: CreateRoleDto): Promise<One<typeof roleResource>> {
    // The older name of `regular` must not come to mean anything else.
    if (input.name === 'user') throw new Conflict('Role already exists.', 'ROLE_ALREADY_EXISTS');
    return this.database.inTransaction(async () => {
      const { name, description = null, permissions = [] } = input;
      await this.database.entities.insert(Role, { name, description, permissions, builtIn: false });
      this.database.afterCommit(() => tellEvent('role.created', { subject: name }));
      return this.find(caller, name);
    });
  }

  async update(caller: Caller, name: string, changes: UpdateRoleDto): Promise<One<typeof roleResource>> {
    return this.database.inTransaction(async () => {
      const role = await this.lockChangeable(name);
      if (changes.name !== undefined && changes.name !== role.name) {
        throw Invalid.field('name', 'The name of a role is fixed.');
      }
      const { description = role.description, permissions = role.permissions } = changes;
      await this.database.entities.update(Role, { name }, { description, permissions });
      const said = { description: changes.description, permissions: changes.permissions };
      const fields = changedFields(said);
      this.database.afterCommit(() => tellEvent('role.changed', { subject: name, fields }));
      return this.find(caller, name);
    });
  }

  async remove(caller: Caller, name: string): Promise<Removed<typeof roleResource>> {
    return this.database.inTransaction(async () => {
      await this.lockChangeable(name);
      const row = await this.reader.row(roleResource, caller, name);
      await this.database.entities.delete(Role, { name });
      this.database.afterCommit(() => tellEvent('role.deleted', { subject: name }));
      return new Removed(roleResource, row);
    });
  }

  /**
   * Refuses roles that this caller may not give, or that do not exist: the latter only to those who may give any, and
   * at the `field` that names them.
   */
  async refuseUngrantable(caller: Caller | null, names: readonly string[], field: string): Promise<void> {
    if (names.every((name) => name === REGULAR)) return;
    if (!caller?.may('roles') || !caller.may('users')) throw new Forbidden();
    const known = await this.database.load((entities) => entities.findBy(Role, { name: In([...names]) }));
    const unknown = names.filter((name) => !known.some((role) => role.name === name));
    if (unknown.length > 0) throw Invalid.field(field, `There is no role "${unknown.join('", "')}".`);
  }

  private async lockChangeable(name: string): Promise<Role> {
    const { entities } = this.database;
    const role = await entities.findOne(Role, { where: { name }, lock: { mode: 'pessimistic_write' } });
    if (!role) throw new NotFound('Role not found.', 'ROLE_NOT_FOUND');
    if (role.builtIn) throw new Conflict('The built-in roles are fixed.', 'ROLE_BUILT_IN');
    const users = await this.database.query(sql`SELECT 1 FROM user_roles WHERE role_name = ${name} LIMIT 1`);
    if (users.length > 0) throw new Conflict('Role is in use.', 'ROLE_IN_USE');
    return role;
  }
}
