import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../database/database.js';
import { REGULAR } from '../roles/role-names.js';
import { RolesService } from '../roles/roles.service.js';
import type { Caller } from '../shared/access/caller.js';
import { refuseStale } from '../shared/conditions/refuse-stale.js';
import { Forbidden, Invalid, Unauthorized } from '../shared/errors/errors.js';
import { changedFields } from '../shared/input/fields.js';
import { tellEvent } from '../shared/log/event.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import type { Viewer } from '../shared/query/resource.js';
import { type One, type Page, Removed } from '../shared/reading/answer.js';
import { Reader } from '../shared/reading/reader.js';
import { saysAnything } from '../shared/values/changes.js';
import { findTarget, holdUser } from './hold-user.js';
import { hashPassword } from './passwords.js';
import { SessionsService } from './sessions.service.js';
import type { CreateUserDto, UpdateUserDto } from './user.dto.js';
import { User } from './user.entity.js';
import { userResource } from './user.resource.js';
import {
  refuseActivation,
  refuseFirstAdmin,
  refuseStranger,
  rolesAsked,
  rolesField,
  sameNames,
  type Target,
} from './user-rules.js';

type UserAnswer = Promise<One<typeof userResource>>;

/** Members: who they are, and who may change them. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly reader: Reader,
    private readonly roles: RolesService,
    private readonly sessions: SessionsService,
  ) {}

  list(caller: Caller, query: ListQuery): Promise<Page<typeof userResource>> {
    return this.reader.list(userResource, caller, query);
  }

  find(viewer: Viewer, username: string, query?: OneQuery): UserAnswer {
    return this.reader.one(userResource, viewer, username, query);
  }

  /** Anybody registers regular users; other roles are given by those who may. */
  async register(caller: Caller | null, input: CreateUserDto): UserAnswer {
    const roles = rolesAsked(input) ?? [REGULAR];
    await this.refuseAppointment(caller, input, roles);
    const { username, phone, email, firstName, lastName, timeZone, active } = input;
    const passwordHash = await hashPassword(input.password, this.database.isInTransaction);
    return this.database.inTransaction(async () => {
      const users = this.database.entities.getRepository(User);
      const user = users.create({
        username,
        passwordHash,
        phone,
        email,
        firstName,
        lastName,
        timeZone,
        active,
      });
      await users.insert(user);
      await this.assign(user.id, roles);
      this.database.afterCommit(() => tellEvent('user.created', { subject: user.id }));
      const answer = await this.find(asThemselves(user.id), username);
      return answer.saying('Successfully registered.');
    });
  }

  async update(caller: Caller, username: string, changes: UpdateUserDto): UserAnswer {
    const asked = rolesAsked(changes);
    refuseNewName(username, changes);
    const { password } = changes;
    const passwordHash = password === undefined ? undefined : await this.hashFor(caller, username, password);
    return this.database.inTransaction(async () => {
      const target = await holdUser(this.database, username, 'change');
      const roles = asked && !sameNames(asked, target.roles) ? asked : undefined;
      refuseStranger(caller, target);
      refuseActivation(caller, target, changes);
      if (roles) await this.refuseRoles(caller, roles, rolesField(changes));
      await refuseStale(this.database, userResource, username);
      refuseFirstAdmin(target, { ...changes, roles });
      if (passwordHash && caller.id === target.id) await this.refuseEnded(caller);
      const { phone, email, firstName, lastName, timeZone, active } = changes;
      const columns = { phone, email, firstName, lastName, timeZone, active, passwordHash };
      if (saysAnything(columns)) await this.database.entities.update(User, { id: target.id }, columns);
      if (roles) await this.assign(target.id, roles);
      if (passwordHash)
        await this.sessions.endAll(target.id, caller.id === target.id ? caller.sessionId : null);
      if (active === false) await this.sessions.endAll(target.id);
      const fields = changedFields({ ...columns, password: passwordHash, passwordHash: undefined, roles });
      this.database.afterCommit(() => tellEvent('user.changed', { subject: target.id, fields }));
      return this.answerChange(caller, target, changes);
    });
  }

  /** Their runs go with them, their closed loans stay without a borrower; who holds items stays too (409). */
  async remove(caller: Caller, username: string): Promise<Removed<typeof userResource>> {
    return this.database.inTransaction(async () => {
      const target = await holdUser(this.database, username, 'deletion');
      refuseStranger(caller, target);
      await refuseStale(this.database, userResource, username);
      refuseFirstAdmin(target, { active: false });
      const row = await this.reader.row(userResource, caller, target.username);
      await this.database.entities.delete(User, { id: target.id });
      this.database.afterCommit(() => tellEvent('user.deleted', { subject: target.id }));
      return new Removed(userResource, row);
    });
  }

  /** Nobody has a password hashed for somebody whom they may not change. */
  private async hashFor(caller: Caller, username: string, password: string): Promise<string> {
    refuseStranger(caller, await findTarget(this.database, username));
    return hashPassword(password, this.database.isInTransaction);
  }

  private async answerChange(caller: Caller, target: Target, changes: UpdateUserDto): UserAnswer {
    const viewer = caller.id === target.id ? asThemselves(target.id) : caller;
    const answer = await this.find(viewer, target.username);
    if (changes.password === undefined) return answer;
    const fields = Object.entries(changes).filter(
      ([name, value]) => name !== 'username' && value !== undefined,
    );
    return answer.saying('Password successfully changed.', fields.length === 1);
  }

  private async refuseAppointment(
    caller: Caller | null,
    input: CreateUserDto,
    roles: readonly string[],
  ): Promise<void> {
    const { active = true } = input;
    const ordinary = active && roles.every((role) => role === REGULAR);
    if (!caller && !ordinary) throw new Unauthorized('Log in first: only some may do this.', 'TOKEN_MISSING');
    if (!active && !caller?.may('users')) throw new Forbidden();
    await this.roles.refuseUngrantable(caller, roles, rolesField(input));
  }

  /** Whoever may not give roles may not take them away either. */
  private async refuseRoles(caller: Caller, roles: readonly string[], field: string): Promise<void> {
    if (!caller.may('roles')) throw new Forbidden();
    await this.roles.refuseUngrantable(caller, roles, field);
  }

  /** A change of the password that came first has ended this session: it may be the one of a thief. */
  private async refuseEnded({ sessionId }: Caller): Promise<void> {
    const alive = await this.database.query(sql`
      SELECT FROM sessions WHERE id = ${sessionId} AND revoked_at IS NULL AND expires_at > now()`);
    if (alive.length === 0) throw new Unauthorized('The session is over: log in.', 'TOKEN_INVALID');
  }

  private async assign(userId: string, roles: readonly string[]): Promise<void> {
    await this.database.query(sql`
      DELETE FROM user_roles WHERE user_id = ${userId} AND NOT role_name = ANY (${roles}::text[])`);
    await this.database.query(sql`
      INSERT INTO user_roles (user_id, role_name) SELECT ${userId}::uuid, unnest(${roles}::text[])
      ON CONFLICT DO NOTHING`);
  }
}

function refuseNewName(username: string, changes: UpdateUserDto): void {
  if ((changes.username ?? username).toLowerCase() === username.toLowerCase()) return;
  throw Invalid.field('username', 'The username is fixed.');
}

/** What a user sees of themselves, whoever is logged in. */
const asThemselves = (id: string): Viewer => ({ id, rights: 'oneself', mode: '', may: () => false });
