import { AuthenticationService, JWTStrategy } from '@feathersjs/authentication';
import { LocalStrategy } from '@feathersjs/authentication-local';
import { NotAuthenticated } from '@feathersjs/errors';
import { verify } from '@node-rs/argon2';

/** The strategies for tokens and passwords: both look the user up, and here the user's roles with it. */
export function addAuthentication(app, database, secret) {
  app.set('authentication', {
    secret,
    entity: 'user',
    service: 'users',
    authStrategies: ['jwt', 'local'],
    jwtOptions: { algorithm: 'HS256', audience: 'kitroom-api', issuer: 'kitroom', expiresIn: '15m' },
    local: { usernameField: 'username', passwordField: 'password', entityPasswordField: 'password_hash' },
  });
  const authentication = new AuthenticationService(app);
  authentication.register('jwt', new MemberStrategy(database));
  authentication.register('local', new Argon2Strategy());
  app.use('authentication', authentication);
}

class MemberStrategy extends JWTStrategy {
  constructor(database) {
    super();
    this.database = database;
  }

  async getEntityQuery() {
    return { active: true };
  }

  async getEntity(id, params) {
    const user = await super.getEntity(id, params);
    const roles = await this.database('user_roles').where({ user_id: id }).pluck('role_name');
    return { ...user, isAdmin: roles.includes('admin') };
  }
}

/** The passwords are Kitroom's, so they are checked with argon2id rather than bcrypt. */
class Argon2Strategy extends LocalStrategy {
  async comparePassword(user, password) {
    if (await verify(user.password_hash, password)) return user;
    throw new NotAuthenticated('Invalid login');
  }
}
